-- Which two agencies or townships share most tasks?
WITH named AS (
  SELECT DISTINCT
    a.task,
    a.unit,
    u.name,
    u.jurisdiction
  FROM task AS t
  JOIN assignment AS a
    ON a.task = t.id
  JOIN unit AS u
    ON u.id = a.unit
  WHERE
    t.section IN (
      SELECT
        section
      FROM asked_section
    )
    AND t.repeats = 0
    AND (
      t.readings & :reading
    ) <> 0
    AND (
      a.readings & :reading
    ) <> 0
    AND (
      a.role & :roles
    ) <> 0
    AND a.kind IN (:agency, :township)
)
SELECT
  j.name,
  x.name,
  y.name,
  x.unit,
  y.unit,
  COUNT(*) AS shared,
  COUNT(*) OVER () AS pairs
FROM named AS x
JOIN named AS y
  ON y.task = x.task AND y.name > x.name
JOIN jurisdiction AS j
  ON j.id = x.jurisdiction
GROUP BY
  j.name,
  x.name,
  y.name,
  x.unit,
  y.unit
ORDER BY
  shared DESC,
  j.name,
  x.name,
  y.name
LIMIT :most
