-- Which offices and parts count with the asked units, or with anybody, when they are rolled up?
SELECT
  h.unit,
  j.name,
  u.name,
  b.name,
  h.source,
  h.is_part
FROM hosted AS h
JOIN jurisdiction AS j
  ON j.id = h.jurisdiction
JOIN unit AS u
  ON u.id = h.unit
JOIN unit AS b
  ON b.id = h.body
WHERE
  h.jurisdiction IN (
    SELECT
      jurisdiction
    FROM asked_notice
  )
  AND (
    $everybody = 1 OR h.body IN (
      SELECT
        unit
      FROM asked_unit
    )
  )
ORDER BY
  j.name NULLS FIRST,
  h.place NULLS FIRST
