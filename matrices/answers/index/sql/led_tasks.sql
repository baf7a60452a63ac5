-- How many tasks have any lead, in every jurisdiction, notice or section?
SELECT CASE WHEN :grouped > 0 THEN s.notice ELSE 0 END AS notice,
    CASE WHEN :grouped > 1 THEN s.no ELSE '' END AS no, j.name, SUM(t.led) AS led
FROM task t
JOIN section s ON s.id = t.section
JOIN notice n ON n.id = s.notice
JOIN jurisdiction j ON j.id = n.jurisdiction
WHERE (t.readings & :reading) <> 0 AND t.repeats = 0
    AND t.section IN (SELECT section FROM asked_section)
GROUP BY CASE WHEN :grouped > 0 THEN s.notice ELSE 0 END,
    CASE WHEN :grouped > 1 THEN s.no ELSE '' END, j.name
ORDER BY notice, no, j.name
