"""Rules on what one notice says in two places: in its text and in an annex, in two annexes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, islice
from operator import add

from matrices.answers.similarity import plain, plain_lines
from matrices.catalogs.model import Role, Task
from matrices.catalogs.registry import registered_kind
from matrices.catalogs.unit_key import UnitKey
from matrices.diagnostics import Severity
from matrices.notation import MentionKind
from matrices.rules.rule import Examined, Found, about, rule

_SENTENCE_END = re.compile(r"[。；;！!？?\n]+")
_CLAUSE_END = re.compile(r"[，,。；;：:！!？?\n]+")
_QUOTED = re.compile(r"“([^“”]{4,40})”")
_NO_WORD = re.compile(r"[\W_的]+")
_AND = str.maketrans("与及", "和和")
_LEVEL = re.compile(r"[省市区县]级|全[省市区县](?!级)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_LEAST_OF_A_CLAUSE = 0.5  # a clause with less in common says something else
_SHORTEST_ROW = 12  # characters; less than that is said in many rows
_SHORTEST_DUTY = 10
_SHORTEST_CLAUSE = 7  # besides the word for the level
_MOST_HOLDERS = 2  # rows that hold a duty; what more of them hold is boilerplate
_ONE_BODY = (MentionKind.AGENCY, MentionKind.TOWNSHIP)
_COMMON = 60  # rows that are looked up for one pair of characters; more is boilerplate
_MOST_ROWS = 8  # that one row may repeat
_MOST_UNITS = 3  # that a finding lists of each row

_DOCUMENT = re.compile(r"《([^《》]{4,60})》")
_MAKES_IT = re.compile(
    r"(?:修订|编制|制定|制订|起草|印发|出台|发布|拟订|拟定)[^，。；;《》]{0,8}《([^《》]{4,60})》"
)
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{1,3}?[省市区县])+")
_OPENING = re.compile(r"^(?:20\d\d年)?(?:度)?(?:关于)?(?:进一步)?")
_KIND_OF_DOCUMENT = re.compile(
    r"的?(?:实施意见|指导意见|工作意见|意见|实施方案|工作方案|行动方案|工作要点|通知)$"
)
_SHORTEST_DOCUMENT = 8
_START = 4  # characters by which the rows are found that may name a document
_LONGEST_WORD = 2  # characters that another wording of a document's name leaves out


def _same_words(text: str) -> str:
    """What two wordings of one clause have in common: no marks, no 的, one word for and."""
    return unicodedata.normalize("NFKC", _NO_WORD.sub("", text)).translate(_AND)


def _pairs(plain_text: str) -> set[str]:
    return set(map(add, plain_text, plain_text[1:]))


def _share(pairs: set[str], theirs: set[str]) -> float:
    return len(pairs & theirs) / len(pairs) if pairs else 1.0


def _numbers(task: Task) -> set[str]:
    return set(_NUMBER.findall("\n".join((task.title, task.content, *task.targets))))


def _is_linked(one: Task, two: Task) -> bool:
    return one.id in two.same_as or two.id in one.same_as


def _is_elsewhere(one: Task, two: Task) -> bool:
    return one.section_no != two.section_no and not _is_linked(one, two)


def _short(task: Task) -> str:
    """A task's id within its notice."""
    return task.id.partition("/")[2]


@rule("S18", "repeat-not-linked", Severity.NOTE, per_row=True)
def repeat_not_linked(examined: Examined) -> Iterator[Found]:
    """Find a row that says what other rows of the notice say, and names no unit of its own.

    Why: counted as a task of its own, the same work stands twice in every figure; `same_as` says so.
    Bad:
        tasks:
          - {number: 1, title: 高层建筑整治, content: 排查整治高层建筑的消防安全隐患并登记造册。}
        annex:
          - {number: 1, title: 高层建筑, content: 排查整治高层建筑消防安全隐患并登记造册。, lead: 区消防救援局}
    Good:
        tasks:
          - {number: 1, title: 高层建筑整治, content: 排查整治高层建筑的消防安全隐患并登记造册。, same_as: ["2.1"]}
        annex:
          - {number: 1, title: 高层建筑, content: 排查整治高层建筑消防安全隐患并登记造册。, lead: 区消防救援局}
    Source: the text of two 2025 district notices, which their annexes say again row by row
    """
    tasks = examined.catalog.tasks
    rows = _Rows(tasks, examined.thresholds["similarity"] / 100)
    repeats: set[str] = set()
    for row in rows.asked:
        others, covered = rows.said_elsewhere(row, repeats)
        task = tasks[row]
        theirs = _units_of(examined, others)
        if theirs and _units_of(examined, [task]) <= theirs:
            repeats.add(task.id)
            ids = [_short(other) for other in others]
            yield about(
                task,
                others="、".join(ids),
                percent=f"{100 * covered:.0f}",
                link="same_as: [" + ", ".join(f'"{each}"' for each in ids) + "]",
            )


def _units_of(examined: Examined, tasks: Iterable[Task]) -> set[UnitKey]:
    """The units that the cells of these rows name, whether the rows count or repeat others."""
    parts = examined.responsibilities
    return {a.unit for task in tasks for a in parts.assignments_of(task.id)}


class _Rows:
    """The rows of a notice, ready to be asked which of them say what another says.

    A row is held as its pairs of neighbouring characters. `asked` are the rows that may be said
    elsewhere, with the pairs of each sentence; most are given up at once, for too many of their
    pairs stand in no other row.
    """

    def __init__(self, tasks: Sequence[Task], least: float) -> None:
        self._tasks = tasks
        self._least = least
        rows = [[task.group, task.title, *_SENTENCE_END.split(task.content)] for task in tasks]
        lines = iter(plain_lines(line for row in rows for line in row))
        self._lines = [list(islice(lines, len(row))) for row in rows]
        self._pairs = [_pairs("".join(row)) for row in self._lines]
        seen: set[str] = set()
        shared: set[str] = set()  # pairs that stand in two rows or more
        for pairs in self._pairs:
            shared |= pairs & seen
            seen |= pairs
        may_be = (row for row in range(len(tasks)) if self._may_be_elsewhere(row, shared))
        said = {row: self._sentences(row) for row in may_be}
        self.asked = {
            row: sentences
            for row, sentences in said.items()
            if all(_share(pairs, shared) >= least for pairs in sentences)
        }
        wanted = set().union(*(pairs for said in self.asked.values() for pairs in said))
        self._holders: dict[str, list[int]] = defaultdict(list)
        for row, pairs in enumerate(self._pairs):
            for pair in pairs & wanted:
                if len(self._holders[pair]) < _COMMON:
                    self._holders[pair].append(row)

    def _sentences(self, row: int) -> list[set[str]]:
        return [_pairs(line) for line in self._lines[row][2:] if len(line) > 1]

    def _may_be_elsewhere(self, row: int, shared: set[str]) -> bool:
        return (
            _share(self._pairs[row], shared) >= self._least
            and not self._tasks[row].same_as
            and sum(map(len, self._lines[row][2:])) >= _SHORTEST_ROW
        )

    def said_elsewhere(self, row: int, repeats: Collection[str]) -> tuple[list[Task], float]:
        """The rows of other sections that together say all of a row, and how fully; else none.

        `repeats` are tasks that are themselves found to be repeats: nothing leads to them.
        """
        others: set[int] = set()
        covered = 1.0
        for pairs in self.asked[row]:
            share, other = self._best_row(self._tasks[row], pairs, repeats)
            if share < self._least:
                return [], 0
            covered = min(covered, share)
            others.add(other)
        if len(others) > _MOST_ROWS or not self._leaves_nothing_out(row, others):
            return [], 0
        return [self._tasks[other] for other in sorted(others)], covered

    def _best_row(self, task: Task, pairs: set[str], repeats: Collection[str]) -> tuple[float, int]:
        """The row that holds most of these pairs, and its share of them.

        A row with enough of them holds one of the rarest; only the rows of those are looked up.
        """
        by_rarity = sorted(sorted(pairs), key=lambda pair: len(self._holders[pair]))
        rarest = by_rarity[: int(len(pairs) * (1 - self._least)) + 1]
        candidates = {row for pair in rarest for row in self._holders[pair]}
        shares = (
            (_share(pairs, self._pairs[row]), -row)
            for row in candidates
            if _is_elsewhere(task, other := self._tasks[row])
            and not other.same_as
            and other.id not in repeats
        )
        share, row = max(shares, default=(0.0, 0))
        return share, -row

    def _leaves_nothing_out(self, row: int, others: Collection[int]) -> bool:
        """Tell whether other rows hold every clause of a row, every number, and its title."""
        task = self._tasks[row]
        theirs = set().union(*(self._pairs[other] for other in others))
        numbers = set().union(*(_numbers(self._tasks[other]) for other in others))
        clauses = [_pairs(plain(clause)) for clause in _CLAUSE_END.split(task.content)]
        return (
            _numbers(task) <= numbers
            and _share(_pairs(self._lines[row][1]), theirs) >= self._least
            and all(_share(clause, theirs) >= _LEAST_OF_A_CLAUSE for clause in clauses)
        )


@dataclass(frozen=True, slots=True)
class _Duty:
    """Who has a duty in a row; `is_subject` where the sentence itself begins with the unit."""

    task: Task
    units: frozenset[UnitKey]
    words: str
    is_subject: bool


@rule("T04", "overlapping-task", Severity.WARNING)
def overlapping_task(examined: Examined) -> Iterator[Found]:
    """Find a duty that one section gives to one unit and another section to another.

    Why: two units lead the same work, or neither does.
    Bad:
        tasks:
          - {number: 1, title: 统筹, content: 区安委办发挥专项办公室的职能作用。, lead: 区安委办}
        annex:
          - {number: 1, title: 专项办公室, content: 发挥专项办公室的职能作用。, lead: 区应急管理局}
    Good:
        tasks:
          - {number: 1, title: 统筹, content: 区安委办发挥专项办公室的职能作用。, lead: 区安委办}
        annex:
          - {number: 1, title: 专项办公室, content: 发挥专项办公室的职能作用。, lead: 区安委办}
    Source: the text of a 2025 district notice and its annex name different units for one duty
    """
    told: set[tuple[str, str]] = set()
    for duties in _duties(examined).values():
        if len({duty.task.id for duty in duties}) > _MOST_HOLDERS:
            continue
        by_units = {(duty.task.id, duty.units): duty for duty in reversed(duties)}
        for one, two in combinations(reversed(by_units.values()), 2):
            pair = (one.task.id, two.task.id)
            if pair not in told and _answer_differently(examined, one, two):
                told.add(pair)
                yield about(
                    two.task,
                    words=two.words,
                    unit=_names(two.units),
                    other=one.task.id,
                    other_unit=_names(one.units),
                )


def _answer_differently(examined: Examined, one: _Duty, two: _Duty) -> bool:
    if not one.units or not two.units or not _is_elsewhere(one.task, two.task):
        return False
    # a part of what one row leads may be given to a unit that the other names beside its own
    in_one = one.units if one.is_subject else _named_in(examined, one.task)
    in_two = two.units if two.is_subject else _named_in(examined, two.task)
    return not (_have_one_in_common(one.units, in_two) or _have_one_in_common(two.units, in_one))


def _have_one_in_common(units: Iterable[UnitKey], others: Iterable[UnitKey]) -> bool:
    """Tell whether a unit stands in both, be it without its level (省建设厅、交通运输厅)."""
    theirs = tuple(other.name for other in others)
    return any(
        name.endswith(theirs) or any(other.endswith(name) for other in theirs)
        for name in (unit.name for unit in units)
    )


def _named_in(examined: Examined, task: Task) -> set[UnitKey]:
    return {a.unit for a in examined.responsibilities.by_task[task.id]}


def _names(units: Iterable[UnitKey]) -> str:
    names = sorted(unit.name for unit in units)
    return "、".join(names[:_MOST_UNITS]) + ("…" if len(names) > _MOST_UNITS else "")


def _duties(examined: Examined) -> dict[str, list[_Duty]]:
    """Every clause, and every quoted term of a clause with a subject, with who has the duty."""
    subject = _subject(_names_of_bodies(examined))
    clauses: dict[str, list[_Duty]] = defaultdict(list)
    terms: dict[str, list[_Duty]] = defaultdict(list)
    for task in examined.responsibilities.tasks.values():
        for duty in _duties_of(examined, task, subject):
            if len(duty.words) < _SHORTEST_DUTY:
                continue
            if len(key := _same_words(duty.words)) >= _SHORTEST_DUTY:
                clauses[key].append(duty)
            for term in _QUOTED.findall(duty.words):
                if len(key := _same_words(term)) >= _SHORTEST_DUTY:
                    terms[f"“{key}”"].append(replace(duty, words=term))
    with_subject = {k: v for k, v in terms.items() if any(duty.is_subject for duty in v)}
    return with_subject | clauses


def _duties_of(examined: Examined, task: Task, subject: re.Pattern[str]) -> Iterator[_Duty]:
    """The clauses of a row; a subject holds to the end of its sentence.

    A text that names units as subjects says of its other sentences nothing about who is to act.
    """
    answering = _answering(examined, task.id)
    sentences = [
        [clause.strip() for clause in _CLAUSE_END.split(sentence) if clause.strip()]
        for sentence in _SENTENCE_END.split(task.content)
    ]
    if task.named_in_text and any(subject.match(c) for clauses in sentences for c in clauses):
        answering = frozenset()
    for clauses in sentences:
        units, is_subject = answering, False
        for clause in clauses:
            words = clause
            if match := subject.match(clause):
                key = examined.registry.key(examined.jurisdiction, match.group(1))
                units, is_subject = frozenset({key}), True
                words = clause[match.end() :]
            yield _Duty(task, units, words, is_subject)


def _names_of_bodies(examined: Examined) -> tuple[str, ...]:
    """The names of units, on record or in a cell, that mean one body."""
    record = examined.registry.jurisdictions.get(examined.jurisdiction)
    on_record = [
        name
        for unit in (record.units if record else ())
        if registered_kind(unit) in _ONE_BODY
        for name in (unit.name, *unit.aliases)
    ]
    named = [m.name for _, _, m in examined.named if m.kind in _ONE_BODY]
    return tuple(sorted({name for name in on_record + named if len(name) > 2}))


@lru_cache(maxsize=256)
def _subject(names: tuple[str, ...]) -> re.Pattern[str]:
    """A clause that begins with one of these names, and with no other beside it."""
    longest_first = sorted(names, key=len, reverse=True)
    return re.compile(
        "由?("
        + ("|".join(map(re.escape, longest_first)) or "(?!)")
        + r")(?![、和与及等的（(各]|成员|有关|所属)"
    )


def _answering(examined: Examined, task_id: str) -> frozenset[UnitKey]:
    """Who leads a row; where none does, all whom it holds responsible."""
    parts = [a for a in examined.responsibilities.by_task[task_id] if a.names_somebody]
    leads = [a.unit for a in parts if a.role is Role.LEAD]
    return frozenset(leads or [a.unit for a in parts if a.role is Role.RESPONSIBLE])


@rule("T10", "level-differs", Severity.WARNING)
def level_differs(examined: Examined) -> Iterator[Found]:
    """Find a clause that stands in two sections with another level: 市级 here, 区级 there.

    Why: one of the two was copied from the notice of another level.
    Bad:
        tasks:
          - {number: 1, title: 力量, content: 充实区级和社会救援力量。, lead: 区应急管理局}
        annex:
          - {number: 1, title: 力量, content: 充实市级和社会救援力量。, lead: 区应急管理局}
    Good:
        tasks:
          - {number: 1, title: 力量, content: 充实区级和社会救援力量。, lead: 区应急管理局}
        annex:
          - {number: 1, title: 力量, content: 充实区级和社会救援力量。, lead: 区应急管理局}
    Source: 区级 in the text and 市级 in the annex of a 2025 district notice
    """
    own = examined.jurisdiction[-1:]
    first: dict[str, tuple[Task, str]] = {}
    for task in examined.catalog.tasks:
        for clause in _CLAUSE_END.split(task.content):
            levels = "、".join(_LEVEL.findall(clause))
            key = _same_words(_LEVEL.sub("＊", clause)) if levels else ""
            if len(key) < _SHORTEST_CLAUSE:
                continue
            other, other_levels = first.setdefault(key, (task, levels))
            if levels != other_levels and task.section_no != other.section_no:
                if own in levels and own not in other_levels:
                    yield about(
                        other, word=other_levels, other=task.id, other_word=levels, words=clause
                    )
                else:
                    yield about(
                        task, word=levels, other=other.id, other_word=other_levels, words=clause
                    )


@rule("T12", "document-in-two-sections", Severity.NOTE, per_row=True)
def document_in_two_sections(examined: Examined) -> Iterator[Found]:
    """Find a document that two sections of the notice order to be made, each with its units.

    Why: two rows for one document are reported on twice; where their units differ, which holds?
    Bad:
        tasks:
          - {number: 1, title: 《甲区突发事件总体应急预案》, content: 修订预案。, lead: 区应急管理局}
        annex:
          - {number: 1, title: 预案, content: 修订突发事件总体应急预案。, lead: 区应急管理局, cooperate: 区教委}
    Good:
        tasks:
          - {number: 1, title: 《甲区突发事件总体应急预案》, content: 修订预案。, lead: 区应急管理局}
        annex:
          - {number: 1, title: 预案, content: 开展应急演练。, lead: 区应急管理局, cooperate: 区教委}
    Source: three documents of a 2025 district notice stand in its table of documents and in its measures
    """
    tasks = [
        task
        for task_id, task in examined.responsibilities.tasks.items()
        if examined.responsibilities.by_task[task_id]
    ]
    made = [(task, name) for task in tasks for name in _documents_made(task)]
    naming = _rows_naming({_core(name) for _, name in made}, tasks) if made else {}
    told: set[str] = set()
    for task, name in made:
        core = _core(name)
        others = [other for other in naming.get(core, ()) if _is_elsewhere(task, other)]
        if others and core not in told:
            told.add(core)
            yield about(
                others[-1],
                document=name,
                rows="；".join(
                    f"{_short(each)}（{_names(_named_in(examined, each))}）"
                    for each in naming[core]
                    if each is task or each in others
                ),
            )


def _rows_naming(cores: Iterable[str], tasks: Sequence[Task]) -> dict[str, list[Task]]:
    """The rows that name each document, with or without 《》, or by a name one word longer.

    A row is looked at for the documents whose first characters stand in it, not for all.
    """
    by_start: dict[str, list[str]] = defaultdict(list)
    for core in cores:
        if len(core) >= _SHORTEST_DOCUMENT:
            by_start[core[:_START]].append(core)
    naming: dict[str, list[Task]] = defaultdict(list)
    for task in tasks:
        text = f"{task.group}{task.title}{task.content}"
        words = _same_words(text)
        documents = {_core(name) for name in _DOCUMENT.findall(text)}
        starts = {words[n : n + _START] for n in range(len(words) - _START + 1)}
        for core in (core for start in starts & by_start.keys() for core in by_start[start]):
            if core in words or any(_is_short_for(core, each) for each in documents):
                naming[core].append(task)
    return naming


def _is_short_for(short: str, long: str) -> bool:
    """Tell whether a name leaves out a word of another: 总体预案 for 总体应急预案."""
    if not len(short) < len(long) <= len(short) + _LONGEST_WORD:
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _documents_made(task: Task) -> list[str]:
    """The documents a task is about: its title is one, or its text orders one to be made."""
    title = _DOCUMENT.fullmatch(task.title.strip())
    made = _MAKES_IT.findall(task.content)
    return list(dict.fromkeys([title.group(1), *made] if title else made))


def _core(name: str) -> str:
    """What other wordings of a document's name have in common with it."""
    short = _OPENING.sub("", _PLACE.sub("", _OPENING.sub("", name)))
    core = _same_words(_KIND_OF_DOCUMENT.sub("", short))
    return core if len(core) >= _SHORTEST_DOCUMENT else _same_words(short)
