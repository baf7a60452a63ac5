-- Which sections have the notices of the scope?
SELECT s.id, n.code, s.no, s.title
FROM asked_notice an JOIN notice n ON n.id = an.notice JOIN section s ON s.notice = n.id
ORDER BY an.position, s.id
