-- The graph: the parts of units that its tasks name, in their cells or beside them.
WITH part AS (
  SELECT
    a.task,
    0 AS layer,
    a.seq,
    a.unit,
    a.role,
    a.basis,
    a.times
  FROM assignment AS a
  WHERE
    (
      a.readings & :reading
    ) <> 0
  UNION ALL
  SELECT
    r.task,
    1 AS layer,
    r.seq,
    r.unit,
    r.role,
    r.basis,
    1 AS times
  FROM reached AS r
  WHERE
    (
      r.readings & :reading
    ) <> 0 AND r.basis <> :collective
)
SELECT
  u.id,
  j.name,
  u.name,
  u.mention_kind,
  t.code,
  a.role,
  a.basis,
  a.times
FROM task AS t
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN part AS a
  ON a.task = t.id
JOIN unit AS u
  ON u.id = a.unit
JOIN jurisdiction AS j
  ON j.id = u.jurisdiction
WHERE
  (
    t.readings & :reading
  ) <> 0
  AND t.repeats = 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
ORDER BY
  an.position,
  t.id,
  a.layer,
  a.seq
