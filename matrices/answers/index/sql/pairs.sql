-- Which two agencies or townships share most tasks?
WITH named AS (
    SELECT DISTINCT a.task, a.unit, u.name
    FROM task t CROSS JOIN assignment a CROSS JOIN unit u
    WHERE t.section IN (SELECT section FROM asked_section) AND t.repeats = 0
        AND (t.readings & :reading) <> 0
        AND a.task = t.id AND (a.readings & :reading) <> 0 AND (a.role & :roles) <> 0
        AND a.kind IN (:agency, :township) AND u.id = a.unit
), pair AS (
    SELECT x.unit AS first, y.unit AS second, COUNT(*) AS shared
    FROM named x JOIN named y ON y.task = x.task AND y.name > x.name
    GROUP BY x.unit, y.unit
)
SELECT j.name, u.name, o.name, p.first, p.second, p.shared, COUNT(*) OVER () AS pairs
FROM pair p
JOIN unit u ON u.id = p.first
JOIN unit o ON o.id = p.second
JOIN jurisdiction j ON j.id = u.jurisdiction
ORDER BY p.shared DESC, j.name, u.name, o.name
LIMIT :most
