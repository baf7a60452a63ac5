"""Pages of the problems that are told while files are read; the reader itself finds them.

A problem that the reader tells and that has no page here is not reported by `zeren check`. The
doubts an import leaves in a catalog belong here too as soon as the reader tells them.
"""

from __future__ import annotations

from matrices.diagnostics import Severity
from matrices.rules.rule import told_by_program


@told_by_program(
    "S01",
    "unreadable-file",
    Severity.ERROR,
    told_as=(
        "unreadable-folder",
        "dangling-link",
        "not-a-file",
        "not-utf8",
        "not-text",
        "yaml-syntax",
        "empty-file",
        "several-documents",
        "yaml-alias",
        "yaml-tag",
        "too-many-nodes",
        "too-deep",
        "text-too-long",
    ),
)
def unreadable_file() -> None:
    """Find files that are not UTF-8 text or not plain YAML, and what cannot be read at all.

    Why: nothing of such a file reaches an answer, so every answer would be incomplete.
    Bad:
        format: 1
        notice: {id: jia-2025
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: the catalog format; files saved as GB18030 by spreadsheet programs are the usual case
    """


@told_by_program("S02", "duplicate-key", Severity.ERROR)
def duplicate_key() -> None:
    """Find a key that stands twice in one mapping.

    Why: other programs keep only the last of the two without a word, so a lead is lost unseen.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, lead: 区财政局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委、区财政局}
    Source: YAML 1.2 requires keys to be unique, most readers do not check it
    """


@told_by_program("S03", "unknown-field", Severity.ERROR)
def unknown_field() -> None:
    """Find a key that the catalog format does not have.

    Why: a mistyped key would drop its value, and with it a unit or a deadline.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, laed: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: the catalog format
    """


@told_by_program(
    "S04", "duplicate-id", Severity.ERROR, told_as=("duplicate-task-id", "duplicate-notice-id")
)
def duplicate_id() -> None:
    """Find two tasks, or two notices, with one number.

    Why: a reference to the number could mean either; the second one is left out of all answers.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 1, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输委}
    Source: the catalog format: a task is cited as notice/section.no
    """


@told_by_program("S05", "missing-cell", Severity.ERROR)
def missing_cell() -> None:
    """Find a row that leaves out a column its table has.

    Why: a cell that is blank in the notice and a cell forgotten while transcribing look alike.
    Bad:
        columns: {lead: 牵头单位, cooperate: 责任单位}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        columns: {lead: 牵头单位, cooperate: 责任单位}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: ""}
    Source: one row of the fire table of a 2025 district notice has fewer cells than its head
    """


@told_by_program("S07", "blank-task", Severity.WARNING)
def blank_task() -> None:
    """Find a row with neither title nor content nor a heading above it.

    Why: units answer for a task that nobody can name.
    Bad:
        - {number: 1, lead: 区教委}
    Good:
        - {number: 1, group: 校园安全, lead: 区教委}
    Source: merged cells lose their text when a table is copied row by row
    """


@told_by_program("S08", "implicit-type", Severity.WARNING)
def implicit_type() -> None:
    """Find a text that other programs would read as a number, a date or yes and no.

    Why: 1.10 becomes 1.1 and 否 stays a text where no becomes false.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, targets: [1.10]}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, targets: ["1.10"]}
    Source: YAML 1.1 type rules
    """


@told_by_program("S11", "unknown-format", Severity.ERROR)
def unknown_format() -> None:
    """Find a catalog whose format is not one this version of zeren knows.

    Why: a newer format may give a key another meaning.
    Bad:
        format: 99
        notice: {id: jia-2025, title: 甲区要点, jurisdiction: 甲区, lead_rule: stated}
        sections: []
    Good:
        format: 1
        notice: {id: jia-2025, title: 甲区要点, jurisdiction: 甲区, lead_rule: stated}
        sections: []
    Source: the catalog format
    """


@told_by_program("S12", "missing-field", Severity.ERROR)
def missing_field() -> None:
    """Find a mapping without a key it must have.

    Why: without its number a row cannot be cited, without its lead rule a notice not be read.
    Bad:
        - {title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: the catalog format
    """


@told_by_program(
    "S13",
    "wrong-value",
    Severity.ERROR,
    told_as=("unknown-choice", "empty-value", "wrong-shape"),
)
def wrong_value() -> None:
    """Find a value of the wrong kind: no date, not one of the choices, nothing at all.

    Why: the value is left out, and whatever depended on it.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: [区教委]}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: the catalog format
    """


@told_by_program("S14", "no-such-task", Severity.ERROR)
def no_such_task() -> None:
    """Find units assigned once for all tasks from one on that the notice does not have.

    Why: the sentence of the notice then holds for no task at all.
    Bad:
        notice: {defaults: [{from: "1.9", cooperate: 各镇街, words: 以下各项均需各镇街落实}]}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        notice: {defaults: [{from: "1.1", cooperate: 各镇街, words: 以下各项均需各镇街落实}]}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: the catalog format
    """


@told_by_program("S15", "old-key", Severity.NOTE)
def old_key() -> None:
    """Find a key by a name that it had in an older version; `zeren fmt` writes the new one.

    Why: the next version may not know the old name any more.
    Bad:
        - {no: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: the catalog format
    """


@told_by_program("S16", "wrong-link", Severity.ERROR)
def wrong_link() -> None:
    """Find a `same_as` to a task that the notice does not have or that repeats another itself.

    Why: the task then counts nowhere, or not where its author wanted.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, same_as: ["1.9"]}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 2, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, same_as: ["1.1"]}
    Source: the catalog format
    """


@told_by_program("S17", "repeat-names-others", Severity.WARNING)
def repeat_names_others() -> None:
    """Find a task with `same_as` that names a unit which the tasks it repeats do not name.

    Why: counted under the other task, the unit's duty would stand in no answer; so it counts.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 2, title: 校舍修缮, content: 修缮校舍。, lead: 区财政局, same_as: ["1.1"]}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
        - {number: 2, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, same_as: ["1.1"]}
    Source: the catalog format
    """


@told_by_program("U01", "unknown-unit", Severity.WARNING, strict=Severity.ERROR)
def unknown_unit() -> None:
    """Find a unit that the registry of its jurisdiction does not hold.

    Why: a misspelt unit is a unit of its own; its tasks are missing from the list of the right one.
    Bad:
        units: [{name: 区水利局, kind: department, source: 机构名录}]
        tasks:
          - {number: 1, title: 水库巡查, content: 巡查水库。, lead: 区水力局}
    Good:
        units: [{name: 区水利局, kind: department, source: 机构名录}]
        tasks:
          - {number: 1, title: 水库巡查, content: 巡查水库。, lead: 区水利局}
    Source: misspelt units in published notices
    """


@told_by_program("U09", "membership-cycle", Severity.ERROR)
def membership_cycle() -> None:
    """Find collectives that are members of themselves.

    Why: nobody can say who belongs to them.
    Bad:
        format: 1
        jurisdictions:
          - name: 甲区
            units:
              - {name: 成员单位, kind: collective, members: [各部门], source: 名录}
              - {name: 各部门, kind: collective, members: [成员单位], source: 名录}
    Good:
        format: 1
        jurisdictions:
          - name: 甲区
            units:
              - {name: 成员单位, kind: collective, members: [区教委], source: 名录}
              - {name: 区教委, kind: department, source: 名录}
    Source: the registry format
    """


@told_by_program("U13", "name-taken", Severity.ERROR)
def name_taken() -> None:
    """Find one name given to two units of a jurisdiction.

    Why: a cell with this name could mean either.
    Bad:
        format: 1
        jurisdictions:
          - name: 甲区
            units:
              - {name: 区应急管理局, kind: department, aliases: [区应急局], source: 名录}
              - {name: 区应急局, kind: department, source: 名录}
    Good:
        format: 1
        jurisdictions:
          - name: 甲区
            units:
              - {name: 区应急管理局, kind: department, aliases: [区应急局], source: 名录}
    Source: the registry format
    """
