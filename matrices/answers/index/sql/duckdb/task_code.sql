-- Is there a task of this id in the scope?
SELECT
  t.code
FROM task AS t
WHERE
  t.code = $task
  AND (
    t.readings & $reading
  ) <> 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
