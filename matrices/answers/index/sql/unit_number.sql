-- Which unit has this name in this jurisdiction?
SELECT u.id FROM unit u JOIN jurisdiction j ON j.id = u.jurisdiction
WHERE j.name = :jurisdiction AND u.name = :name
