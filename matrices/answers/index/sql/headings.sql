-- Under which headings do the groups of a workload stand?
SELECT n.id, an.position, n.code, j.name, n.title, s.id, s.no, s.title
FROM asked_notice an
JOIN notice n ON n.id = an.notice
JOIN jurisdiction j ON j.id = n.jurisdiction
JOIN section s ON s.notice = n.id
ORDER BY an.position, s.id
