-- Which tasks do the units of the asked pairs share?
SELECT DISTINCT
  p.first,
  p.second,
  an.position,
  t.id,
  t.code
FROM asked_pair AS p
JOIN assignment AS x
  ON x.unit = p.first
JOIN assignment AS y
  ON y.task = x.task AND y.unit = p.second
JOIN task AS t
  ON t.id = x.task
JOIN asked_notice AS an
  ON an.notice = t.notice
WHERE
  (
    x.readings & :reading
  ) <> 0
  AND (
    y.readings & :reading
  ) <> 0
  AND (
    x.role & :roles
  ) <> 0
  AND (
    y.role & :roles
  ) <> 0
  AND x.kind IN (:agency, :township)
  AND y.kind IN (:agency, :township)
  AND (
    t.readings & :reading
  ) <> 0
  AND t.repeats = 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  an.position,
  t.id,
  p.first,
  p.second
