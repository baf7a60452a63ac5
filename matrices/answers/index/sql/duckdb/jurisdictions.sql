-- What are the jurisdictions on record, and those of the notices, called?
SELECT
  j.name,
  j.short_name,
  j.full_name,
  j.code,
  j.within
FROM jurisdiction AS j
WHERE
  j.on_record = 1 OR j.id IN (
    SELECT
      jurisdiction
    FROM notice
  )
ORDER BY
  j.name NULLS FIRST
