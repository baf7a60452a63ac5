-- Is there a task of this id in the scope?
SELECT t.code
FROM task t
WHERE t.code = :task AND (t.readings & :reading) <> 0
    AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = t.section)
