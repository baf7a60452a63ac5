-- Which ids of tasks begin so?
SELECT DISTINCT t.id, t.code
FROM task t
WHERE SUBSTR(t.code, 1, LENGTH(:start)) = :start
ORDER BY t.id
