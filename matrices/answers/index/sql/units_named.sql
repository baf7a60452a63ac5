-- Which units have exactly this name?
SELECT n.unit, 0 AS likeness FROM unit_name n WHERE n.name = :wanted
UNION
SELECT o.unit, 0 AS likeness FROM other_name o
WHERE o.name = :wanted AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = o.section)
