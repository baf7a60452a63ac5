-- Which units do the asked tasks name?
SELECT a.task, u.name, a.role, a.basis, a.kind, a.open_ended, COALESCE(a.raw, u.name) AS raw
FROM asked_task q CROSS JOIN assignment a CROSS JOIN unit u
WHERE a.task = q.task AND u.id = a.unit AND (a.readings & :reading) <> 0
ORDER BY a.task, a.seq
