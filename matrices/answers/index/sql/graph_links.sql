-- The graph: what is on record between the units of the jurisdictions that have parts in it.
SELECT j.name, u.name, u.mention_kind, o.name, o.mention_kind, k.kind
FROM link k
JOIN jurisdiction j ON j.id = k.jurisdiction
JOIN unit u ON u.id = k.unit
JOIN unit o ON o.id = k.other
WHERE k.jurisdiction IN (
    SELECT an.jurisdiction FROM task t JOIN asked_notice an ON an.notice = t.notice
    WHERE (t.readings & :reading) <> 0 AND t.repeats = 0 AND t.roles <> 0
        AND t.section IN (SELECT section FROM asked_section)
)
ORDER BY j.name, k.place
