-- Which jurisdiction is this, and what kind of unit has it on record under this name?
SELECT
  j.id,
  u.mention_kind
FROM jurisdiction AS j
LEFT JOIN unit_name AS n
  ON n.name = :name
LEFT JOIN unit AS u
  ON u.id = n.unit AND u.jurisdiction = j.id
WHERE
  j.name = :jurisdiction
ORDER BY
  j.id,
  COALESCE(u.id, 0)
