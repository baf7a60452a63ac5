-- Which notices state no rule about leads and name none for any task of the scope?
SELECT
  n.code
FROM asked_notice AS an
JOIN notice AS n
  ON n.id = an.notice
WHERE
  n.lead_rule <> 'stated'
  AND NOT n.id IN (
    SELECT
      s.notice
    FROM asked_section AS q
    CROSS JOIN section AS s
    CROSS JOIN task AS t
    WHERE
      s.id = q.section
      AND t.section = s.id
      AND t.repeats = 0
      AND (
        t.readings & :reading
      ) <> 0
      AND (
        t.roles & :lead
      ) <> 0
  )
ORDER BY
  an.position
