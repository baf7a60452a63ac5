-- Of how many collectives are some or all members not known?
SELECT
  COUNT(DISTINCT w.unit) AS collectives
FROM without_members AS w
WHERE
  (
    w.readings & $reading
  ) <> 0
  AND (
    w.roles & $roles
  ) <> 0
  AND w.section IN (
    SELECT
      section
    FROM asked_section
  )
