-- Which units do the asked tasks name?
SELECT
  a.task,
  u.name,
  a.role,
  a.basis,
  a.kind,
  a.open_ended,
  COALESCE(a.raw, u.name) AS raw
FROM asked_task AS q
JOIN assignment AS a
  ON a.task = q.task
JOIN unit AS u
  ON u.id = a.unit
WHERE
  (
    a.readings & :reading
  ) <> 0
ORDER BY
  a.task,
  a.seq
