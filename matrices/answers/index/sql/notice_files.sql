-- In which file does each notice stand, and of which jurisdiction is it?
SELECT n.code, j.name, f.root, f.path
FROM notice n JOIN file f ON f.id = n.file JOIN jurisdiction j ON j.id = n.jurisdiction
ORDER BY f.position
