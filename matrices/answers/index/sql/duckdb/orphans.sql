-- For which tasks does nobody in particular answer, and why?
SELECT
  t.code,
  t.label,
  n.code,
  s.no,
  t.reason,
  t.names,
  t.above,
  t.above_text
FROM task AS t
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN notice AS n
  ON n.id = t.notice
JOIN section AS s
  ON s.id = t.section
WHERE
  (
    t.reason & $reasons
  ) <> 0
  AND (
    t.readings & $reading
  ) <> 0
  AND t.repeats = 0
  AND (
    $filtered = 0 OR (
      t.asked_roles & $roles
    ) <> 0
  )
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  an.position NULLS FIRST,
  t.id NULLS FIRST
