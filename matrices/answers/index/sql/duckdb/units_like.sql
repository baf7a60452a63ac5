-- Which units have a name that ends in this one (1), or holds it (2)?
SELECT
  n.unit,
  MIN(CASE WHEN SUBSTRING(n.name, -LENGTH($wanted)) = $wanted THEN 1 ELSE 2 END) AS likeness
FROM (
  SELECT
    unit,
    name
  FROM unit_name
  UNION ALL
  SELECT
    unit,
    name
  FROM other_name
  WHERE
    section IN (
      SELECT
        section
      FROM asked_section
    )
) AS n
WHERE
  STRPOS(n.name, $wanted) > 0
GROUP BY
  n.unit
