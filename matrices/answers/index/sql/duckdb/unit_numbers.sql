-- Which units are called this, in any jurisdiction?
SELECT
  j.name,
  u.id
FROM unit_name AS n
JOIN unit AS u
  ON u.id = n.unit
JOIN jurisdiction AS j
  ON j.id = u.jurisdiction
WHERE
  n.name = $name AND u.name = $name
