-- Which ids of tasks begin so?
SELECT DISTINCT f.position, t.id, t.code
FROM task t JOIN notice n ON n.id = t.notice JOIN file f ON f.id = n.file
WHERE SUBSTR(t.code, 1, LENGTH(:start)) = :start
ORDER BY f.position, t.id
