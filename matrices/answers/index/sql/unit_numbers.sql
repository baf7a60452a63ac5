-- Which units are called this, in any jurisdiction?
SELECT j.name, u.id
FROM unit_name n JOIN unit u ON u.id = n.unit JOIN jurisdiction j ON j.id = u.jurisdiction
WHERE n.name = :name AND u.name = :name
