"""Imports a document: paragraphs and tables in, a draft catalog with doubts out."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import product

from matrices.answers.assignments import Basis, interpret
from matrices.catalogs.model import (
    Catalog,
    Default,
    LeadRule,
    Notice,
    Role,
    RuleSource,
    Section,
    Task,
    UnitCell,
)
from matrices.catalogs.registry import Registry
from matrices.diagnostics import Place, Problem, Severity
from matrices.importing.draft import Draft, DraftSection, DraftTask, doubt
from matrices.importing.duties import lists_duties
from matrices.importing.front_matter import FrontMatter, read_front_matter
from matrices.importing.mark_tables import explained_marks, is_legend, unfold_all
from matrices.importing.narrative import NarrativeReader
from matrices.importing.outline import read_marker
from matrices.importing.task_tables import TableReader, find_layout
from matrices.importing.unit_cells import is_doubtful, names_without_gap, names_written
from matrices.notation import MentionKind, parse_cell
from matrices.readers.document import Document, Paragraph
from matrices.spelling import one_slip_apart

_SECTION_NUMBER = re.compile(r"[1-9][0-9]*(?:[.-][0-9]+)*")
_RARE, _FREQUENT = 1, 3
_PLACE_END = re.compile("[省市县区州旗镇乡]")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """What to take of a document: all by default.

    `tables` are numbers of task tables counted from 1, `sections` numbers or parts of titles.
    `keep_text` also takes numbered items of running text that nothing assigns.
    """

    notice_id: str
    jurisdiction: str = ""
    tables: tuple[int, ...] = ()
    sections: tuple[str, ...] = ()
    keep_text: bool = False


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """Figures of an import; all count tasks but `units` and `doubts`."""

    tasks: int
    units: int
    stated: int
    by_rule: int
    without_units: int
    left_out: int
    plain_left_out: int
    doubts: int


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft catalog, all doubts in order, and the doubts to write beside each task.

    `notes` tell what the reader of the format left out or mended; nobody need act on them.
    """

    catalog: Catalog
    doubts: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    doubts_by_task: dict[str, tuple[Problem, ...]]
    summary: ImportSummary


def import_document(
    document: Document, path: str, registry: Registry, request: ImportRequest
) -> Imported:
    """Read the tasks of a document.

    `path` names the document in doubts, `registry` gives names that are certain. What is not
    understood is never dropped silently: it becomes a doubt with its place and literal text.
    """
    front = read_front_matter(document, request.notice_id)
    jurisdiction = request.jurisdiction or front.jurisdiction
    known = registry.holding_separators(jurisdiction) | _names_of_document(document, registry)
    draft = _read_blocks(document, path, known, request)
    draft.names = sorted(name for name in known if _occurs(name, draft))
    if request.sections:
        draft.sections = [s for s in draft.sections if _wanted(s, request.sections)]
    catalog, places = _build(draft, front, jurisdiction, request)
    doubts_by_task = {key: tuple(task.doubts) for key, task in places.items() if task.doubts}
    strange = _doubtful_units(catalog, registry, path, places)
    for key, problem in [*strange, *_near_neighbours(catalog, registry, path, places)]:
        doubts_by_task[key] = (*doubts_by_task.get(key, ()), problem)
    notes = tuple(p for p in document.problems if p.severity is Severity.NOTE)
    general = tuple(draft.doubts) + tuple(p for p in document.problems if p not in notes)
    everything = [*general, *(p for key in places for p in doubts_by_task.get(key, ()))]
    if general:
        doubts_by_task[""] = general
    return Imported(
        catalog,
        tuple(everything),
        notes,
        doubts_by_task,
        _summary(catalog, registry, draft, len(everything)),
    )


def _names_of_document(document: Document, registry: Registry) -> frozenset[str]:
    """Names with a separator inside that any registry holds and this document writes."""
    text = "\n".join(
        block.text
        if isinstance(block, Paragraph)
        else "\n".join(c.text for r in block.rows for c in r)
        for block in document.blocks
    )
    return frozenset(
        name
        for jurisdiction in registry.jurisdictions
        for name in registry.holding_separators(jurisdiction)
        if name in text
    )


def _occurs(name: str, draft: Draft) -> bool:
    """Tell whether a task uses a name that would be read as several without being told."""
    return len(parse_cell(name).mentions) > 1 and any(
        name in units for task in draft.tasks for units in task.units.values()
    )


def _wanted(section: DraftSection, wanted: Iterable[str]) -> bool:
    return any(
        w == str(section.number) or (not w.isdecimal() and w in section.title) for w in wanted
    )


def _read_blocks(
    document: Document, path: str, known: frozenset[str], request: ImportRequest
) -> Draft:
    draft = Draft()
    duties = lists_duties(_words(p) for p in document.paragraphs)
    text = NarrativeReader(
        draft, path, known, lists_duties=duties, written=names_without_gap(document)
    )
    tables = TableReader(draft, path, known, names_written(document))
    legend = explained_marks(p.text for p in document.paragraphs)
    ids = [id(table) for table in document.tables]
    unfolded = dict(zip(ids, unfold_all(document.tables, legend), strict=True))
    count = 0
    for found in document.blocks:
        if isinstance(found, Paragraph):
            # a legend is followed where a table assigns by marks, elsewhere it is a doubt
            if not (any(unfolded.values()) and is_legend(found.text)):
                text.read(found)
            continue
        text.break_off()
        marked = unfolded[id(found)]
        block = marked.table if marked is not None else found
        if find_layout(block) is not None:
            count += 1
            if request.tables and count not in request.tables:
                continue
        for words, place in marked.doubtful if marked is not None else ():
            tables.doubt_rule(words, place.describe())
        tables.read(block, *text.last_heading)
        text.last_heading = ("", 0)
    has_tables = any(section.from_table for section in draft.sections)
    has_annotations = any(t.units for s in draft.sections if not s.from_table for t in s.tasks)
    text.finish(keep_unassigned=request.keep_text or not (has_tables or has_annotations))
    _spread_rules_of_tables(draft)
    return draft


def _words(paragraph: Paragraph) -> str:
    marker = read_marker(paragraph.text)
    return marker.rest if marker is not None else paragraph.text


def _spread_rules_of_tables(draft: Draft) -> None:
    """A rule that all tables state is the notice's; of some tables, it holds for their tasks."""
    tables = [section for section in draft.sections if section.from_table]
    if not draft.rule_words and tables and all(section.rule_words for section in tables):
        draft.rule_words = tables[0].rule_words
        draft.rule_from = tables[0].tasks[0]
        return
    for section in tables:
        for task in section.tasks if section.rule_words else ():
            task.lead_rule = task.lead_rule or LeadRule.FIRST_LISTED


def _build(
    draft: Draft, front: FrontMatter, jurisdiction: str, request: ImportRequest
) -> tuple[Catalog, dict[str, DraftTask]]:
    notice = _notice(draft, front, jurisdiction, request)
    places: dict[str, DraftTask] = {}
    ids: dict[int, str] = {}
    sections: list[Section] = []
    taken: set[int] = set()
    before_rule = draft.rule_from is not None
    for found in draft.sections:
        for role, item in product(found.columns, found.tasks):
            item.units.setdefault(role, "")  # a column that says nothing of a task says so
        number = found.number if found.number and found.number not in taken else 0
        if not number:
            number = max((*taken, *(s.number for s in draft.sections if s.number)), default=0) + 1
        taken.add(number)
        tasks: list[Task] = []
        used: set[str] = set()
        keeps_numbers = _own_numbers_hold(found)
        numbered = keeps_numbers and any(item.no for item in found.tasks)
        for position, item in enumerate(found.tasks, 1):
            own = item.no if keeps_numbers else ""
            no = _task_number(own, position, used, numbered=numbered)
            before_rule = before_rule and item is not draft.rule_from
            rule = item.lead_rule
            if before_rule and rule is None and Role.LEAD not in item.units:
                rule = LeadRule.NONE
            task = _task(
                item, f"{request.notice_id}/{number}.{no}", str(number), no, request.notice_id, rule
            )
            ids[id(item)] = f"{number}.{no}"
            places[task.id] = item
            tasks.append(task)
        sections.append(
            Section(
                str(number),
                found.title or front.title,
                found.place,
                found.columns,
                tuple(tasks),
                Place(""),
            )
        )
    order = list(places)
    defaults = []
    for default in draft.defaults:
        after = f"{request.notice_id}/{ids[id(default.after)]}" if id(default.after) in ids else ""
        following = order[order.index(after) + 1 :] if after in order else order
        if following:
            defaults.append(
                Default(
                    default.role,
                    default.units,
                    following[0].partition("/")[2],
                    default.words,
                    Place(""),
                    as_list=default.as_list,
                )
            )
    return Catalog("", notice, tuple(sections), tuple(defaults)), places


def _notice(draft: Draft, front: FrontMatter, jurisdiction: str, request: ImportRequest) -> Notice:
    if draft.rule_words:
        rule, by, basis = LeadRule.FIRST_LISTED, RuleSource.NOTICE, draft.rule_words
    elif any(task.units.get(Role.LEAD) for task in draft.tasks):
        rule, by, basis = LeadRule.STATED, RuleSource.NOTICE, ""
    else:
        # a task may state the rule in a bracket of its own
        stated = any(task.lead_rule is LeadRule.FIRST_LISTED for task in draft.tasks)
        by = RuleSource.NOTICE if stated else RuleSource.ASSUMED
        rule, basis = LeadRule.NONE, ""
    return Notice(
        id=request.notice_id,
        title=front.title or request.notice_id,
        number=front.number,
        issuer=front.issuer,
        jurisdiction=jurisdiction,
        issued=front.issued,
        period=front.period,
        lead_rule=rule,
        lead_rule_by=by,
        lead_rule_basis=basis,
        place=Place(""),
        names=tuple(draft.names),
    )


def _own_numbers_hold(section: DraftSection) -> bool:
    """Items of running text keep their numbers where each has one of its own."""
    numbers = [task.no for task in section.tasks]
    return section.from_table or (all(numbers) and len(set(numbers)) == len(numbers))


def _task_number(no: str, position: int, used: set[str], *, numbered: bool) -> str:
    candidate = no if no and _SECTION_NUMBER.fullmatch(no) else ("" if numbered else str(position))
    number = position
    while not candidate or candidate in used:
        candidate = str(number)
        number += 1
    used.add(candidate)
    return candidate


def _task(
    item: DraftTask, task_id: str, section_no: str, no: str, notice: str, rule: LeadRule | None
) -> Task:
    task = Task(
        id=task_id,
        notice_id=notice,
        section_no=section_no,
        no=no,
        group=item.group,
        title=item.title,
        content=item.content,
        targets=tuple(item.targets),
        deadline=item.deadline,
        cells=tuple(
            UnitCell(role, item.units[role], Place("")) for role in Role if role in item.units
        ),
        named_in_text=item.from_text,
        lead_rule=rule,
        source_place=item.place,
        note=item.note,
        place=Place(""),
    )
    return replace(task, imported=fingerprint(task))


def fingerprint(task: Task) -> str:
    """Eight characters that change with any word of a task but its place in the source."""
    parts = (
        task.group,
        task.title,
        task.content,
        *task.targets,
        task.deadline,
        *(f"{cell.role}={cell.text}" for cell in task.cells),
        task.lead_rule or "",
        task.note,
    )
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=4).hexdigest()


def _doubtful_units(
    catalog: Catalog, registry: Registry, path: str, places: dict[str, DraftTask]
) -> list[tuple[str, Problem]]:
    """Words in unit cells that may be no unit, each where it stands first."""
    known = frozenset(catalog.notice.names)
    jurisdiction = catalog.notice.jurisdiction
    seen: set[str] = set()
    found: list[tuple[str, Problem]] = []
    for task in catalog.tasks:
        item = places[task.id]
        quoted = "".join(str(problem.values.get("text", "")) for problem in item.doubts)
        for cell in task.cells:
            for mention in parse_cell(cell.text, known).mentions:
                if mention.text in seen or mention.text in quoted:
                    continue
                if registry.resolve(jurisdiction, mention.name) is None and is_doubtful(
                    mention, task, known
                ):
                    seen.add(mention.text)
                    found.append(
                        (task.id, doubt("I07", "doubtful-unit", path, item.place, mention.text))
                    )
    return found


def _differ_in_place(name: str, other: str) -> bool:
    """甲区财政局 and 乙区财政局 are two bodies, neither is a slip for the other."""
    ends = [_PLACE_END.search(text, 1) for text in (name, other)]
    if not all(ends):
        return False
    (first, second) = (end.end() for end in ends if end)
    return name[first:] == other[second:] and name[:first] != other[:second]


def _near_neighbours(
    catalog: Catalog, registry: Registry, path: str, places: dict[str, DraftTask]
) -> list[tuple[str, Problem]]:
    """Names that occur once and are one slip apart from one that occurs often (省交通运偷厅)."""
    counts: Counter[str] = Counter()
    where: dict[str, str] = {}
    known = frozenset(catalog.notice.names)
    for task in catalog.tasks:
        for cell in task.cells:
            for mention in parse_cell(cell.text, known).mentions:
                if mention.kind is MentionKind.AGENCY:
                    counts[mention.name] += 1
                    where.setdefault(mention.name, task.id)
    frequent = [name for name, count in counts.items() if count >= _FREQUENT]
    found: list[tuple[str, Problem]] = []
    for name, count in counts.items():
        if count > _RARE or registry.resolve(catalog.notice.jurisdiction, name) is not None:
            continue
        near = next(
            (
                other
                for other in frequent
                if one_slip_apart(name, other) and not _differ_in_place(name, other)
            ),
            "",
        )
        if near:
            task_id = where[name]
            found.append(
                (
                    task_id,
                    doubt("I06", "near-name", path, places[task_id].place, name, suggestion=near),
                )
            )
    return found


def _summary(catalog: Catalog, registry: Registry, draft: Draft, doubts: int) -> ImportSummary:
    responsibilities = interpret([catalog], registry)
    stated = by_rule = without = 0
    for assignments in responsibilities.by_task.values():
        if not assignments:
            without += 1
        elif any(a.basis in (Basis.FIRST_LISTED, Basis.SOLE) for a in assignments):
            by_rule += 1
        else:
            stated += 1
    return ImportSummary(
        tasks=len(catalog.tasks),
        units=len(responsibilities.by_unit),
        stated=stated,
        by_rule=by_rule,
        without_units=without,
        left_out=draft.left_out,
        plain_left_out=draft.plain_left_out,
        doubts=doubts,
    )
