-- What do the asked units own: every part of theirs in the tasks of the scope, lead first inside
-- each notice, what comes through collectives last?
WITH part AS (
  SELECT
    a.task,
    a.unit,
    a.role,
    a.basis,
    0 AS layer,
    a.seq,
    0 AS via
  FROM asked_unit AS w
  JOIN assignment AS a
    ON a.unit = w.unit
  WHERE
    (
      a.readings & $reading
    ) <> 0 AND (
      a.role & $roles
    ) <> 0
  UNION ALL
  SELECT
    r.task,
    r.unit,
    r.role,
    r.basis,
    1 AS layer,
    r.seq,
    r.via
  FROM asked_unit AS w
  JOIN reached AS r
    ON r.unit = w.unit
  WHERE
    (
      r.readings & $reading
    ) <> 0 AND (
      r.role & $roles
    ) <> 0
)
SELECT
  t.code,
  t.label,
  n.code,
  j.name,
  u.name,
  p.role,
  p.basis,
  COALESCE(v.name, '') AS via,
  t.names
FROM part AS p
JOIN task AS t
  ON t.id = p.task
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN notice AS n
  ON n.id = t.notice
JOIN unit AS u
  ON u.id = p.unit
JOIN jurisdiction AS j
  ON j.id = u.jurisdiction
LEFT JOIN unit AS v
  ON v.id = p.via
WHERE
  (
    t.readings & $reading
  ) <> 0
  AND t.repeats = 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  an.position NULLS FIRST,
  CASE WHEN p.basis = $collective THEN 1 ELSE 0 END NULLS FIRST,
  p.role NULLS FIRST,
  t.id NULLS FIRST,
  p.layer NULLS FIRST,
  p.seq NULLS FIRST
