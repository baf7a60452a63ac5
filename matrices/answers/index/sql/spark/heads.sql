-- How are the notices of the scope headed?
SELECT
  n.code,
  n.title,
  n.number,
  j.name,
  CASE
    WHEN n.lead_rule = 'first-listed' AND n.lead_rule_by = 'notice'
    THEN n.lead_rule_basis
    ELSE ''
  END AS rule_words
FROM asked_notice AS an
JOIN notice AS n
  ON n.id = an.notice
JOIN jurisdiction AS j
  ON j.id = n.jurisdiction
ORDER BY
  an.position
