-- The graph: its tasks.
SELECT
  t.code,
  t.label,
  j.name
FROM task AS t
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN jurisdiction AS j
  ON j.id = an.jurisdiction
WHERE
  (
    t.readings & $reading
  ) <> 0
  AND t.repeats = 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  an.position NULLS FIRST,
  t.id NULLS FIRST
