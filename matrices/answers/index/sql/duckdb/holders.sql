-- Of which jurisdictions are the asked units, and what kind of name has each?
SELECT
  u.jurisdiction,
  u.mention_kind,
  u.id
FROM unit AS u
WHERE
  u.id IN (
    SELECT
      unit
    FROM asked_unit
  )
