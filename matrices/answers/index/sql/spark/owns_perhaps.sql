-- Which tasks may reach the asked units through collectives nobody has recorded the members of:
-- those that do not reach them otherwise, each with the first such collective?
WITH mine AS (
  SELECT
    a.task
  FROM asked_unit AS w
  CROSS JOIN assignment AS a
  WHERE
    a.unit = w.unit AND (
      a.readings & :reading
    ) <> 0
  UNION
  SELECT
    r.task
  FROM asked_unit AS w
  CROSS JOIN reached AS r
  WHERE
    r.unit = w.unit AND (
      r.readings & :reading
    ) <> 0
), through AS (
  SELECT
    a.task,
    MIN(a.seq) AS seq
  FROM asked_holder AS h
  CROSS JOIN unit AS c
  CROSS JOIN assignment AS a
  WHERE
    c.jurisdiction = h.jurisdiction
    AND c.id <> h.unit
    AND a.unit = c.id
    AND c.of_townships = CASE WHEN h.kind = :township THEN 1 ELSE 0 END
    AND h.kind IN (:agency, :township)
    AND a.unknown = 1
    AND (
      a.readings & :reading
    ) <> 0
    AND (
      a.role & :roles
    ) <> 0
  GROUP BY
    a.task
)
SELECT
  t.code,
  t.label,
  n.code,
  j.name,
  c.name,
  a.role,
  t.names
FROM through AS h
CROSS JOIN task AS t
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN notice AS n
  ON n.id = t.notice
JOIN jurisdiction AS j
  ON j.id = n.jurisdiction
JOIN assignment AS a
  ON a.task = h.task AND a.seq = h.seq
JOIN unit AS c
  ON c.id = a.unit
WHERE
  t.id = h.task
  AND (
    t.readings & :reading
  ) <> 0
  AND t.repeats = 0
  AND (
    a.readings & :reading
  ) <> 0
  AND EXISTS(
    SELECT
      1
    FROM asked_section AS q
    WHERE
      q.section = t.section
  )
  AND NOT h.task IN (
    SELECT
      task
    FROM mine
  )
ORDER BY
  an.position,
  a.role,
  t.id
