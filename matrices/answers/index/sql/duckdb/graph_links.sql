-- The graph: what is on record between the units of the jurisdictions that have parts in it.
SELECT
  j.name,
  u.name,
  u.mention_kind,
  o.name,
  o.mention_kind,
  k.kind
FROM link AS k
JOIN jurisdiction AS j
  ON j.id = k.jurisdiction
JOIN unit AS u
  ON u.id = k.unit
JOIN unit AS o
  ON o.id = k.other
WHERE
  k.jurisdiction IN (
    SELECT
      an.jurisdiction
    FROM task AS t
    JOIN asked_notice AS an
      ON an.notice = t.notice
    WHERE
      (
        t.readings & $reading
      ) <> 0
      AND t.repeats = 0
      AND t.roles <> 0
      AND t.section IN (
        SELECT
          section
        FROM asked_section
      )
  )
ORDER BY
  j.name NULLS FIRST,
  k.place NULLS FIRST
