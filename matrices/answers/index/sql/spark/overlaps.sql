-- Where does more than one answer for the same?
SELECT
  o.kind,
  t.code,
  t.label,
  j.name,
  o.units,
  o.size,
  o.assumed
FROM overlap AS o
JOIN task AS t
  ON t.id = o.task
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN jurisdiction AS j
  ON j.id = an.jurisdiction
WHERE
  (
    o.readings & :reading
  ) <> 0
  AND (
    o.roles & :roles
  ) <> 0
  AND (
    o.kind & :kinds
  ) <> 0
  AND (
    t.readings & :reading
  ) <> 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  o.kind,
  an.position,
  o.task,
  o.seq
