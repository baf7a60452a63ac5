-- Which names of units begin so? Those on record first, bodies before collectives.
SELECT n.name, 1 - MAX(u.on_record) AS unrecorded, MIN(u.mention_kind) AS kind
FROM (SELECT unit, name FROM unit_name UNION ALL SELECT unit, name FROM other_name) n
JOIN unit u ON u.id = n.unit
WHERE SUBSTR(n.name, 1, LENGTH(:start)) = :start
    AND u.jurisdiction IN (SELECT jurisdiction FROM notice)
GROUP BY n.name
ORDER BY unrecorded, kind, n.name
