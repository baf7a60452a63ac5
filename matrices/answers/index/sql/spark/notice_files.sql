-- In which file does each notice stand, and of which jurisdiction is it?
SELECT
  n.code,
  j.name,
  f.root,
  f.path
FROM notice AS n
JOIN file AS f
  ON f.id = n.file
JOIN jurisdiction AS j
  ON j.id = n.jurisdiction
ORDER BY
  f.position
