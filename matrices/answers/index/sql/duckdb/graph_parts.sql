-- The graph: the parts of units in its tasks.
SELECT
  u.id,
  j.name,
  u.name,
  u.mention_kind,
  t.code,
  a.role,
  a.basis,
  a.times
FROM task AS t
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN assignment AS a
  ON a.task = t.id
JOIN unit AS u
  ON u.id = a.unit
JOIN jurisdiction AS j
  ON j.id = u.jurisdiction
WHERE
  (
    t.readings & $reading
  ) <> 0
  AND (
    a.readings & $reading
  ) <> 0
  AND t.repeats = 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  an.position NULLS FIRST,
  t.id NULLS FIRST,
  a.seq NULLS FIRST
