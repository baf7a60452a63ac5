-- Which tasks hold every asked word and have every asked trait?
SELECT
  t.id,
  t.code,
  n.code,
  s.no,
  x.no,
  x.group_name,
  x.title,
  t.label,
  x.content,
  x.targets,
  x.deadline,
  x.same_as
FROM task AS t
JOIN task_text AS x
  ON x.task = t.id
JOIN asked_notice AS an
  ON an.notice = t.notice
JOIN notice AS n
  ON n.id = t.notice
JOIN section AS s
  ON s.id = t.section
WHERE
  (
    t.readings & $reading
  ) <> 0
  AND t.repeats = $repeats
  AND (
    t.traits & $traits
  ) = $traits
  AND (
    $with_collective = 0 OR (
      t.collective_roles & $roles
    ) <> 0
  )
  AND (
    $with_unknown = 0 OR (
      t.unknown_roles & $roles
    ) <> 0
  )
  AND (
    $filtered = 0 OR (
      t.roles & $roles
    ) <> 0
  )
  AND t.section IN (
    SELECT
      section
    FROM asked_section
  )
  AND NOT EXISTS(
    SELECT
      1
    FROM asked_word AS w
    WHERE
      CASE
        WHEN NOT x.folded IS NULL
        THEN STRPOS(x.folded, w.word)
        WHEN w.lines > 1
        THEN STRPOS(
          x.title || CHR(10) || x.group_name || CHR(10) || x.content || CHR(10) || x.others,
          w.word
        )
        ELSE STRPOS(x.content, w.word) + STRPOS(x.others, w.word) + STRPOS(x.title, w.word) + STRPOS(x.group_name, w.word)
      END = 0
  )
ORDER BY
  an.position NULLS FIRST,
  t.id NULLS FIRST
