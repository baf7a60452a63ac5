-- Which notices are there to choose a scope from?
SELECT n.id, n.code, n.jurisdiction, j.name, n.period, f.position
FROM notice n JOIN file f ON f.id = n.file JOIN jurisdiction j ON j.id = n.jurisdiction
ORDER BY f.position
