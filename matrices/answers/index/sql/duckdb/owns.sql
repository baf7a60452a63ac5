-- What do the asked units own: every part of theirs in the tasks of the scope, lead first inside
-- each notice, what comes through collectives last? `counting` keeps what counts (see
-- `codes.OWN_COUNTS`): all, what cells name, what the notice names, members for collectives.
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
  CROSS JOIN assignment AS a
  WHERE
    a.unit = w.unit
    AND (
      a.readings & $reading
    ) <> 0
    AND (
      a.role & $roles
    ) <> 0
    AND (
      $counting <> 3 OR a.opens = 0
    )
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
  CROSS JOIN reached AS r
  WHERE
    r.unit = w.unit
    AND (
      r.readings & $reading
    ) <> 0
    AND (
      r.role & $roles
    ) <> 0
    AND (
      $counting = 0
      OR (
        $counting = 2 AND r.basis <> $collective
      )
      OR (
        $counting = 3 AND r.basis <> $part
      )
    )
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
CROSS JOIN task AS t
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
  t.id = p.task
  AND (
    t.readings & $reading
  ) <> 0
  AND t.repeats = 0
  AND EXISTS(
    SELECT
      1
    FROM asked_section AS q
    WHERE
      q.section = t.section
  )
ORDER BY
  an.position NULLS FIRST,
  CASE WHEN p.basis = $collective THEN 1 ELSE 0 END NULLS FIRST,
  p.role NULLS FIRST,
  t.id NULLS FIRST,
  p.layer NULLS FIRST,
  p.seq NULLS FIRST
