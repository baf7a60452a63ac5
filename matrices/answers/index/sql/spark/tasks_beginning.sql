-- Which ids of tasks begin so?
SELECT DISTINCT
  f.position,
  t.id,
  t.code
FROM task AS t
JOIN notice AS n
  ON n.id = t.notice
JOIN file AS f
  ON f.id = n.file
WHERE
  SUBSTRING(t.code, 1, LENGTH(:start)) = :start
ORDER BY
  f.position,
  t.id
