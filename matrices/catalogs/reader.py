"""Reads catalogs: YAML nodes to notices, sections and tasks, with every problem placed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from matrices.catalogs.fields import Field, Mapping, Shape, read_mapping
from matrices.catalogs.model import (
    Catalog,
    CheckSettings,
    Default,
    LeadRule,
    LeftOut,
    Notice,
    Role,
    RuleSource,
    Section,
    Task,
    UnitCell,
    Waiver,
)
from matrices.catalogs.nodes import Node
from matrices.diagnostics import Place, Problem, Severity

UNIT_COLUMNS: dict[str, Field] = {role.value: Field(Shape.CELL) for role in Role}
TASK_FIELDS: dict[str, Field] = {
    "number": Field(Shape.NUMBER, required=True, formerly="no"),
    "group": Field(Shape.TEXT),
    "title": Field(Shape.CELL),
    "content": Field(Shape.CELL),
    "targets": Field(Shape.TEXTS),
    "deadline": Field(Shape.TEXT),
    **UNIT_COLUMNS,
    "named_in": Field(Shape.CHOICE, choices=("table", "text")),
    "lead_rule": Field(Shape.CHOICE, choices=tuple(LeadRule)),
    "place": Field(Shape.TEXT),
    "note": Field(Shape.TEXT),
    "same_as": Field(Shape.TEXTS),
    "imported": Field(Shape.TEXT),
}
SECTION_FIELDS: dict[str, Field] = {
    "number": Field(Shape.NUMBER, required=True, formerly="no"),
    "title": Field(Shape.TEXT, required=True),
    "place": Field(Shape.TEXT),
    "columns": Field(Shape.MAPPING, fields={role.value: Field(Shape.TEXT) for role in Role}),
    "tasks": Field(Shape.MAPPINGS, required=True, fields=TASK_FIELDS),
}
DEFAULT_FIELDS: dict[str, Field] = {
    "from": Field(Shape.NUMBER, required=True),
    **UNIT_COLUMNS,
    "extends": Field(Shape.CHOICE, choices=("tasks", "lists")),
    "words": Field(Shape.TEXT, required=True),
}
PROFILES = ("default", "strict", "drafting")
# what `zeren check` counts against, with the value that holds where a notice sets none
THRESHOLDS: dict[str, int] = {
    "leads": 3,
    "units": 10,
    "sentences": 4,
    "similarity": 75,
    "lead-share": 40,
    "row-share": 70,
}
CHECK_FIELDS: dict[str, Field] = {
    "profile": Field(Shape.CHOICE, choices=PROFILES),
    "ignore": Field(Shape.TEXTS),
    "thresholds": Field(Shape.MAPPING, fields={name: Field(Shape.NUMBER) for name in THRESHOLDS}),
}
WAIVER_FIELDS: dict[str, Field] = {
    "rule": Field(Shape.TEXT, required=True),
    "task": Field(Shape.TEXT),
    "reason": Field(Shape.TEXT, required=True),
    "by": Field(Shape.TEXT, required=True),
    "until": Field(Shape.DATE, required=True),
}
LEFT_OUT_FIELDS: dict[str, Field] = {
    "part": Field(Shape.TEXT, required=True),
    "why": Field(Shape.TEXT, required=True),
}
NOTICE_FIELDS: dict[str, Field] = {
    "id": Field(Shape.IDENTIFIER, required=True),
    "title": Field(Shape.TEXT, required=True),
    "number": Field(Shape.TEXT),
    "issuer": Field(Shape.TEXT),
    "jurisdiction": Field(Shape.TEXT, required=True),
    "issued": Field(Shape.DATE),
    "period": Field(Shape.TEXT),
    "lead_rule": Field(Shape.CHOICE, required=True, choices=tuple(LeadRule)),
    "lead_rule_by": Field(
        Shape.CHOICE, choices=tuple(RuleSource), old_choices={"assumption": "assumed"}
    ),
    "lead_rule_basis": Field(Shape.TEXT),
    "covers": Field(Shape.TEXTS),
    "left_out": Field(Shape.MAPPINGS, fields=LEFT_OUT_FIELDS),
    "names": Field(Shape.TEXTS),
    "defaults": Field(Shape.MAPPINGS, fields=DEFAULT_FIELDS),
    "check": Field(Shape.MAPPING, fields=CHECK_FIELDS),
    "waivers": Field(Shape.MAPPINGS, fields=WAIVER_FIELDS),
}
CATALOG_FIELDS: dict[str, Field] = {
    "format": Field(Shape.FORMAT, required=True),
    "notice": Field(Shape.MAPPING, required=True, fields=NOTICE_FIELDS),
    "sections": Field(Shape.MAPPINGS, required=True, fields=SECTION_FIELDS),
}


def build_catalog(path: str, root: Node) -> tuple[Catalog | None, list[Problem]]:
    """Build the catalog of one file.

    Returns the catalog with whatever could be read, None where it has no usable notice
    head, and all problems: a row with a problem is kept as far as it is readable.
    """
    problems: list[Problem] = []
    top = read_mapping(root, CATALOG_FIELDS, problems)
    if top is None or "notice" not in top.nodes:
        return None, problems
    head = read_mapping(top.nodes["notice"], NOTICE_FIELDS, problems)
    if head is None or "id" not in head.texts:
        return None, problems
    notice = _build_notice(head, problems)
    sections: list[Section] = []
    seen: dict[str, Place] = {}
    if "sections" in top.nodes:
        for node in top.nodes["sections"].items:
            section = _build_section(node, notice, seen, problems)
            if section is not None:
                sections.append(section)
    defaults = _build_defaults(head, problems)
    problems.extend(
        Problem("S14", "no-such-task", default.place, values={"task": default.first_task})
        for default in defaults
        if f"{notice.id}/{default.first_task}" not in seen
    )
    sections = _without_wrong_links(sections, problems)
    return Catalog(path, notice, tuple(sections), defaults), _hints_told_once(problems)


def _hints_told_once(problems: list[Problem]) -> list[Problem]:
    """An old key stands on every row: it is told where it first stands, with how often."""
    count = Counter(p.values["key"] for p in problems if p.name == "old-key")
    told: dict[str, Problem] = {}
    for problem in problems:
        if problem.name == "old-key":
            key = problem.values["key"]
            told.setdefault(
                key, problem._replace(values={**problem.values, "count": str(count[key])})
            )
    return [*told.values(), *(p for p in problems if p.name != "old-key")]


def _without_wrong_links(sections: list[Section], problems: list[Problem]) -> list[Section]:
    """Every `same_as` leads to a task that itself counts; what does not is told and left out."""
    links = {task.id: task.same_as for section in sections for task in section.tasks}

    def kept(task: Task) -> Task:
        right = tuple(other for other in task.same_as if links.get(other) == ())
        problems.extend(
            Problem(
                "S16",
                "wrong-link",
                task.place,
                values={"task": task.id, "other": other.partition("/")[2]},
            )
            for other in task.same_as
            if other not in right
        )
        return replace(task, same_as=right) if right != task.same_as else task

    return [
        replace(section, tasks=tuple(kept(task) for task in section.tasks)) for section in sections
    ]


def _build_notice(head: Mapping, problems: list[Problem]) -> Notice:
    lead_rule = LeadRule(head.text("lead_rule", LeadRule.NONE))
    if lead_rule is LeadRule.FIRST_LISTED and "lead_rule_by" not in head.texts:
        problems.append(Problem("S12", "missing-field", head.place, values={"key": "lead_rule_by"}))
    return Notice(
        id=head.text("id"),
        title=head.text("title"),
        number=head.text("number"),
        issuer=head.text("issuer"),
        jurisdiction=head.text("jurisdiction"),
        issued=head.text("issued"),
        period=head.text("period"),
        lead_rule=lead_rule,
        lead_rule_by=RuleSource(head.text("lead_rule_by", RuleSource.ASSUMED)),
        lead_rule_basis=head.text("lead_rule_basis"),
        place=head.place,
        names=head.lists.get("names", ()),
        check=_build_check_settings(head, problems),
        waivers=_build_waivers(head, problems),
        covers=head.lists.get("covers", ()),
        left_out=_build_left_out(head, problems),
    )


def _build_check_settings(head: Mapping, problems: list[Problem]) -> CheckSettings:
    node = head.nodes.get("check")
    entry = read_mapping(node, CHECK_FIELDS, problems) if node else None
    if entry is None:
        return CheckSettings()
    thresholds: list[tuple[str, int]] = []
    if "thresholds" in entry.nodes:
        fields = CHECK_FIELDS["thresholds"].fields
        numbers = read_mapping(entry.nodes["thresholds"], fields, problems)
        for key, text in numbers.texts.items() if numbers else ():
            if text.isdecimal():
                thresholds.append((key, int(text[:9])))
            else:
                problems.append(
                    Problem(
                        "S13",
                        "wrong-shape",
                        numbers.place_of(key) if numbers else entry.place,
                        values={"key": key, "wanted": "number", "found": text[:40]},
                    )
                )
    return CheckSettings(
        entry.text("profile"), entry.lists.get("ignore", ()), tuple(thresholds), entry.place
    )


def _build_waivers(head: Mapping, problems: list[Problem]) -> tuple[Waiver, ...]:
    """A waiver without a reason, an author or a day is reported and waives nothing."""
    waivers: list[Waiver] = []
    node = head.nodes.get("waivers")
    for item in node.items if node else ():
        entry = read_mapping(item, WAIVER_FIELDS, problems)
        if entry is None or any(
            key not in entry.texts for key, field in WAIVER_FIELDS.items() if field.required
        ):
            continue
        waivers.append(
            Waiver(
                rule=entry.text("rule"),
                task=entry.text("task"),
                reason=entry.text("reason"),
                by=entry.text("by"),
                until=entry.text("until"),
                place=entry.place,
            )
        )
    return tuple(waivers)


def _build_left_out(head: Mapping, problems: list[Problem]) -> tuple[LeftOut, ...]:
    node = head.nodes.get("left_out")
    entries = [read_mapping(item, LEFT_OUT_FIELDS, problems) for item in node.items] if node else []
    return tuple(LeftOut(e.text("part"), e.text("why")) for e in entries if e is not None)


def _build_defaults(head: Mapping, problems: list[Problem]) -> tuple[Default, ...]:
    defaults: list[Default] = []
    node = head.nodes.get("defaults")
    for item in node.items if node else ():
        entry = read_mapping(item, DEFAULT_FIELDS, problems)
        if entry is None:
            continue
        defaults.extend(
            Default(
                role,
                entry.texts[role],
                entry.text("from"),
                entry.text("words"),
                entry.place,
                as_list=entry.text("extends") == "lists",
            )
            for role in Role
            if entry.text(role).strip()
        )
    return tuple(defaults)


def _build_section(
    node: Node, notice: Notice, seen: dict[str, Place], problems: list[Problem]
) -> Section | None:
    entry = read_mapping(node, SECTION_FIELDS, problems)
    if entry is None or "number" not in entry.texts:
        return None
    columns: dict[Role, str] = {}
    if "columns" in entry.nodes:
        named = read_mapping(entry.nodes["columns"], SECTION_FIELDS["columns"].fields, problems)
        columns = {Role(key): text for key, text in named.texts.items()} if named else {}
    tasks: list[Task] = []
    if "tasks" in entry.nodes:
        for item in entry.nodes["tasks"].items:
            task = _build_task(item, entry.texts["number"], columns, notice, problems)
            if task is None:
                continue
            if task.id in seen:
                problems.append(
                    Problem(
                        "S04",
                        "duplicate-task-id",
                        task.place,
                        values={"task": task.id, "line": str(seen[task.id].line)},
                    )
                )
                continue
            seen[task.id] = task.place
            tasks.append(task)
    return Section(
        entry.texts["number"],
        entry.text("title"),
        entry.text("place"),
        columns,
        tuple(tasks),
        entry.place,
    )


def _build_task(
    node: Node, section_no: str, columns: dict[Role, str], notice: Notice, problems: list[Problem]
) -> Task | None:
    entry = read_mapping(node, TASK_FIELDS, problems)
    if entry is None or "number" not in entry.texts:
        return None
    problems.extend(
        Problem(
            "S05",
            "missing-cell",
            node.place,
            values={"column": role.value, "head": head},
        )
        for role, head in columns.items()
        if role.value not in entry.places
    )
    if not entry.text("title") and not entry.text("content") and not entry.text("group"):
        problems.append(Problem("S07", "blank-task", node.place, Severity.WARNING))
    rule = entry.text("lead_rule")
    return Task(
        id=f"{notice.id}/{section_no}.{entry.texts['number']}",
        notice_id=notice.id,
        section_no=section_no,
        no=entry.texts["number"],
        group=entry.text("group"),
        title=entry.text("title"),
        content=entry.text("content"),
        targets=entry.lists.get("targets", ()),
        deadline=entry.text("deadline"),
        cells=tuple(
            UnitCell(role, entry.texts[role].strip(" \t"), entry.place_of(role))
            for role in Role
            if role in entry.texts
        ),
        named_in_text=entry.text("named_in") == "text",
        lead_rule=LeadRule(rule) if rule else None,
        source_place=entry.text("place"),
        note=entry.text("note"),
        place=node.place,
        imported=entry.text("imported"),
        has_blank_title="title" in entry.texts and not entry.texts["title"].strip(),
        same_as=tuple(f"{notice.id}/{number}" for number in entry.lists.get("same_as", ())),
    )
