-- Which notices state no rule about leads and name none for any task of the scope?
SELECT n.code
FROM asked_notice an JOIN notice n ON n.id = an.notice
WHERE n.lead_rule <> 'stated' AND n.id NOT IN (
    SELECT s.notice
    FROM asked_section q CROSS JOIN section s CROSS JOIN task t
    WHERE s.id = q.section AND t.section = s.id AND t.repeats = 0
        AND (t.readings & :reading) <> 0 AND (t.roles & :lead) <> 0
)
ORDER BY an.position
