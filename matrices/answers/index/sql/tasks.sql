-- Which tasks hold every asked word and have every asked trait?
SELECT t.id, t.code, n.code, s.no, x.no, x.group_name, x.title, t.label, x.content, x.targets,
    x.deadline, x.same_as
FROM task t
JOIN task_text x ON x.task = t.id
JOIN asked_notice an ON an.notice = t.notice
JOIN notice n ON n.id = t.notice
JOIN section s ON s.id = t.section
WHERE (t.readings & :reading) <> 0 AND t.repeats = :repeats AND (t.traits & :traits) = :traits
    AND (:filtered = 0 OR (t.roles & :roles) <> 0)
    AND t.section IN (SELECT section FROM asked_section)
    AND NOT EXISTS (
        SELECT 1 FROM asked_word w
        WHERE CASE WHEN x.folded IS NOT NULL THEN INSTR(x.folded, w.word)
            WHEN w.lines > 1 THEN INSTR(x.title || CHAR(10) || x.group_name || CHAR(10)
                || x.content || CHAR(10) || x.others, w.word)
            ELSE INSTR(x.content, w.word) + INSTR(x.others, w.word) + INSTR(x.title, w.word)
                + INSTR(x.group_name, w.word) END = 0
    )
ORDER BY an.position, t.id
