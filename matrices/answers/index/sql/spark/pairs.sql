-- Which two agencies or townships share most tasks?
WITH named AS (
  SELECT DISTINCT
    a.task,
    a.unit,
    u.name
  FROM task AS t
  CROSS JOIN assignment AS a
  CROSS JOIN unit AS u
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
    AND a.task = t.id
    AND (
      a.readings & :reading
    ) <> 0
    AND (
      a.role & :roles
    ) <> 0
    AND a.kind IN (:agency, :township)
    AND u.id = a.unit
), pair AS (
  SELECT
    x.unit AS first,
    y.unit AS second,
    COUNT(*) AS shared
  FROM named AS x
  JOIN named AS y
    ON y.task = x.task AND y.name > x.name
  GROUP BY
    x.unit,
    y.unit
)
SELECT
  j.name,
  u.name,
  o.name,
  p.first,
  p.second,
  p.shared,
  COUNT(*) OVER () AS pairs
FROM pair AS p
JOIN unit AS u
  ON u.id = p.first
JOIN unit AS o
  ON o.id = p.second
JOIN jurisdiction AS j
  ON j.id = u.jurisdiction
ORDER BY
  p.shared DESC,
  j.name,
  u.name,
  o.name
LIMIT :most
