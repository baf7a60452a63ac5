-- What is an answer out of: tasks, those asked for by role, repeats, those with a part of the
-- roles literally and with collectives opened, those with a collective not known in full?
SELECT
  COALESCE(SUM(CASE WHEN t.repeats = 0 THEN 1 ELSE 0 END), 0) AS tasks,
  COALESCE(
    SUM(
      CASE
        WHEN t.repeats = 0 AND (
          :filtered = 0 OR (
            t.asked_roles & :roles
          ) <> 0
        )
        THEN 1
        ELSE 0
      END
    ),
    0
  ) AS asked,
  COALESCE(SUM(CASE WHEN t.repeats = 1 THEN 1 ELSE 0 END), 0) AS repeats,
  COALESCE(SUM(CASE WHEN t.repeats = 0 AND (
    t.roles & :roles
  ) <> 0 THEN 1 ELSE 0 END), 0) AS literal,
  COALESCE(
    SUM(
      CASE WHEN t.repeats = 0 AND (
        t.expanded_roles & :roles
      ) <> 0 THEN 1 ELSE 0 END
    ),
    0
  ) AS expanded,
  COALESCE(
    SUM(
      CASE WHEN t.repeats = 0 AND (
        t.traits & :unknown_members
      ) <> 0 THEN 1 ELSE 0 END
    ),
    0
  ) AS not_expanded
FROM task AS t
WHERE
  (
    t.readings & :reading
  ) <> 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
