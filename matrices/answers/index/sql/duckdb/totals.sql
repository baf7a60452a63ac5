-- Of the tasks in the scope, how many are asked for by role, have a part in the roles, and have a
-- collective in them that is not known in full?
SELECT
  COALESCE(
    SUM(CASE WHEN $filtered = 0 OR (
      t.asked_roles & $roles
    ) <> 0 THEN 1 ELSE 0 END),
    0
  ) AS asked,
  COALESCE(SUM(CASE WHEN (
    t.roles & $roles
  ) <> 0 THEN 1 ELSE 0 END), 0) AS with_part,
  COALESCE(SUM(CASE WHEN (
    t.unknown_roles & $roles
  ) <> 0 THEN 1 ELSE 0 END), 0) AS not_expanded
FROM task AS t
WHERE
  t.repeats = 0
  AND (
    t.readings & $reading
  ) <> 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
