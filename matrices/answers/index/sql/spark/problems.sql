-- What was found wrong in the files?
SELECT
  f.root,
  f.path,
  p.line,
  p.col,
  p.code,
  p.name,
  p.severity,
  p.vals
FROM problem AS p
JOIN file AS f
  ON f.id = p.file
ORDER BY
  p.line,
  p.col,
  p.code,
  p.source,
  p.jurisdiction,
  p.seq,
  f.position
