-- How many tasks that only repeat another have a part in the roles?
SELECT
  COUNT(*) AS repeats
FROM task AS t
WHERE
  t.repeats = 1
  AND (
    t.readings & :reading
  ) <> 0
  AND (
    t.roles & :roles
  ) <> 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
