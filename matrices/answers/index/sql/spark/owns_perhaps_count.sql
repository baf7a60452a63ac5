-- How many tasks are those of owns_perhaps?
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
  COUNT(*) AS tasks
FROM through AS h
CROSS JOIN task AS t
WHERE
  t.id = h.task
  AND (
    t.readings & :reading
  ) <> 0
  AND t.repeats = 0
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
