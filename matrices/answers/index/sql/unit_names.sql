-- By which names are the asked units found?
SELECT n.unit, n.name FROM unit_name n WHERE n.unit IN (SELECT unit FROM asked_unit)
UNION
SELECT o.unit, o.name FROM other_name o
WHERE o.unit IN (SELECT unit FROM asked_unit)
    AND EXISTS (SELECT 1 FROM asked_section q WHERE q.section = o.section)
