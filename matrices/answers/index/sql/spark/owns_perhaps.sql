-- Which tasks may reach the asked units through collectives nobody has recorded the members of:
-- those that do not reach them otherwise, each with the first such collective?
WITH mine AS (
  SELECT
    a.task
  FROM asked_unit AS w
  JOIN assignment AS a
    ON a.unit = w.unit
  WHERE
    (
      a.readings & :reading
    ) <> 0
  UNION
  SELECT
    r.task
  FROM asked_unit AS w
  JOIN reached AS r
    ON r.unit = w.unit
  WHERE
    (
      r.readings & :reading
    ) <> 0
), through AS (
  SELECT
    a.task,
    MIN(a.seq) AS seq
  FROM asked_unit AS w
  JOIN unit AS u
    ON u.id = w.unit
  JOIN unit AS c
    ON c.jurisdiction = u.jurisdiction AND c.id <> u.id
  JOIN assignment AS a
    ON a.unit = c.id
  WHERE
    u.mention_kind IN (:agency, :township)
    AND c.of_townships = CASE WHEN u.mention_kind = :township THEN 1 ELSE 0 END
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
JOIN task AS t
  ON t.id = h.task
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
  (
    t.readings & :reading
  ) <> 0
  AND (
    a.readings & :reading
  ) <> 0
  AND t.repeats = 0
  AND t.section IN (
    SELECT
      section
    FROM asked_section
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
