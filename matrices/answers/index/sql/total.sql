-- How many tasks has the scope, and how many that only repeat one of them?
SELECT COALESCE(SUM(s.tasks), 0) AS tasks, COALESCE(SUM(s.repeats), 0) AS repeats
FROM section s
WHERE s.id IN (SELECT section FROM asked_section)
