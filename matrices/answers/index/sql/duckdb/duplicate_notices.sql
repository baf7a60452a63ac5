-- Which files hold a notice whose id another file had before, and which is that?
SELECT
  c.file,
  f.root,
  f.path,
  c.line,
  c.col,
  c.notice,
  g.root AS other_root,
  g.path AS other_path
FROM claim AS c
JOIN file AS f
  ON f.id = c.file
JOIN notice AS n
  ON n.code = c.notice
JOIN file AS g
  ON g.id = n.file
WHERE
  n.file <> c.file
ORDER BY
  f.position NULLS FIRST
