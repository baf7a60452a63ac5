-- Which tasks of the scope have this id, or end in it? All of them where both are empty.
SELECT
  t.code
FROM task AS t
JOIN asked_notice AS an
  ON an.notice = t.notice
WHERE
  (
    t.readings & :reading
  ) <> 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
  AND (
    :ending = '' OR SUBSTRING(t.code, -LENGTH(:ending)) = :ending
  )
ORDER BY
  t.repeats,
  an.position,
  t.id
