-- Of the tasks in the scope, how many are asked for by role, have a part in the roles literally,
-- have one with collectives opened, and have a collective that is not known in full?
SELECT
    COALESCE(SUM(CASE WHEN :filtered = 0 OR (t.asked_roles & :roles) <> 0
        THEN 1 ELSE 0 END), 0) AS asked,
    COALESCE(SUM(CASE WHEN (t.roles & :roles) <> 0 THEN 1 ELSE 0 END), 0) AS literal,
    COALESCE(SUM(CASE WHEN (t.expanded_roles & :roles) <> 0 THEN 1 ELSE 0 END), 0) AS expanded,
    COALESCE(SUM(CASE WHEN (t.traits & :unknown_members) <> 0
        THEN 1 ELSE 0 END), 0) AS not_expanded
FROM task t
WHERE t.repeats = 0 AND (t.readings & :reading) <> 0
    AND t.section IN (SELECT section FROM asked_section)
