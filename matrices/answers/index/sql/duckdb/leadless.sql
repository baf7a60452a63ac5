-- Which notices state no rule about leads and name none for any task of the scope?
SELECT
  n.code
FROM asked_notice AS an
JOIN notice AS n
  ON n.id = an.notice
WHERE
  n.lead_rule <> 'stated'
  AND NOT EXISTS(
    SELECT
      1
    FROM section AS s
    JOIN task AS t
      ON t.section = s.id
    WHERE
      s.notice = n.id
      AND t.repeats = 0
      AND (
        t.readings & $reading
      ) <> 0
      AND (
        t.roles & $lead
      ) <> 0
      AND t.section IN (
        SELECT
          section
        FROM asked_section
      )
  )
ORDER BY
  an.position NULLS FIRST
