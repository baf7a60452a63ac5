-- How many tasks are those of owns_perhaps?
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
  COUNT(*) AS tasks
FROM through AS h
JOIN task AS t
  ON t.id = h.task
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
  AND NOT h.task IN (
    SELECT
      task
    FROM mine
  )
