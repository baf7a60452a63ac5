-- How much does every unit carry, in all, in every notice or in every section? A part counts
-- where no stronger one of the same unit in the same task was asked for.
SELECT c.notice, c.no, c.first, j.name, u.name, u.mention_kind, c.lead_stated, c.lead_assumed,
    c.responsible, c.cooperate, c.guide, c.collective, c.total
FROM (
    SELECT CASE WHEN :grouped > 0 THEN s.notice ELSE 0 END AS notice,
        CASE WHEN :grouped > 1 THEN s.no ELSE '' END AS no,
        MIN(s.id) AS first,
        CASE WHEN :rolled = 1 THEN x.host ELSE x.id END AS unit,
        SUM(CASE WHEN l.figure = 0 THEN l.tasks ELSE 0 END) AS lead_stated,
        SUM(CASE WHEN l.figure = 1 THEN l.tasks ELSE 0 END) AS lead_assumed,
        SUM(CASE WHEN l.figure = 2 THEN l.tasks ELSE 0 END) AS responsible,
        SUM(CASE WHEN l.figure = 3 THEN l.tasks ELSE 0 END) AS cooperate,
        SUM(CASE WHEN l.figure = 4 THEN l.tasks ELSE 0 END) AS guide,
        SUM(CASE WHEN l.figure <> 5 THEN 0
            WHEN :weighted = 1 THEN CAST(l.tasks AS DOUBLE) / l.among
            ELSE l.tasks END) AS collective,
        SUM(CASE WHEN :weighted = 1 THEN CAST(l.tasks AS DOUBLE) / l.among
            ELSE l.tasks END) AS total
    FROM asked_section q CROSS JOIN section s CROSS JOIN unit_load l CROSS JOIN unit x
    WHERE s.id = q.section AND l.section = s.id AND x.id = l.unit
        AND (l.readings & :reading) <> 0 AND (l.role & :roles) <> 0 AND (l.behind & :behind) = 0
    GROUP BY CASE WHEN :grouped > 0 THEN s.notice ELSE 0 END,
        CASE WHEN :grouped > 1 THEN s.no ELSE '' END,
        CASE WHEN :rolled = 1 THEN x.host ELSE x.id END
) c
JOIN unit u ON u.id = c.unit
JOIN jurisdiction j ON j.id = u.jurisdiction
ORDER BY c.notice, c.no, j.name, u.name
