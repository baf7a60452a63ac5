"""Two notices compared: what was kept, reworded, widened, split, dropped, and who has it now."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

from matrices.answers.assignments import Responsibilities, in_role_order
from matrices.answers.records import NamedUnit
from matrices.answers.similarity import pairs_of
from matrices.catalogs.links import CARRIES_OUT as CARRIES_OUT_LINK
from matrices.catalogs.links import NOT_SAME, Link
from matrices.catalogs.model import Role, Task
from matrices.catalogs.terms import Term, Terms
from matrices.catalogs.unit_key import UnitKey
from matrices.compare.counterparts import SAME, Counterparts, differing_names
from matrices.compare.figures import DOWN, UP, Change, changed_figures, figures_in
from matrices.compare.matching import Match, Piece, match_tasks, pair_weights
from matrices.compare.records import (
    CARRIES_OUT,
    DROPPED,
    KEPT,
    MERGED,
    NARROWED,
    NEW,
    POSSIBLE,
    RELATIONS,
    REWORDED,
    SPLIT,
    SURE,
    WIDENED,
    Compared,
    Comparison,
    End,
    Side,
    TakenFor,
    UnitChange,
)
from matrices.compare.shared_words import shared_words

# wording alike to so much, without numbers and names of places, is the same wording
_SAME_WORDING = 0.9
# one text holds nearly all of the other, and the other much less of it
_HOLDS, _HOLDS_LITTLE = 0.7, 0.5
# 配合市水利局, 按照市教委部署: what a lower level says of the body it helps
_HELPED = re.compile(
    r"(?:配合|协助|按照|根据|承接|落实)((?:国家|中央|省|市|区|县)[\u4e00-\u9fff]{1,10}?(?:局|委|办|厅|部门|部))"
)


class _Side(NamedTuple):
    """The tasks of one side in their order; units by their labels, with their names."""

    responsibilities: Responsibilities
    tasks: list[Task]
    pieces: list[Piece]
    units: list[dict[str, str]]
    leads: list[frozenset[str]]

    def end(self, place: int) -> End:
        return end_of(self.responsibilities, self.tasks[place])


def compare_notices(
    a: Responsibilities,
    b: Responsibilities,
    links: Sequence[Link] = (),
    terms: Sequence[Term] = (),
    *,
    levels: bool = False,
    every: bool = False,
) -> Comparison:
    """Every task of both sides with its partners, or without one.

    With `levels`, `a` is the upper level and `b` the lower one that carries its tasks out.
    `every` also gives the possible links. `links` are those a person settled: they hold, and
    what they rule out is not looked at. `terms` are read as one word each.
    """
    counterparts = Counterparts((a.registry, b.registry), (_named_units(a), _named_units(b)))
    words = Terms(terms)
    one = _side(a, counterparts.label_a, words)
    other = _side(b, counterparts.label_b, words, counterparts.label_of_name if levels else None)
    partners = _partners(one, other, links, levels=levels)
    rows = _rows(one, other, partners, words, levels=levels)
    others = [pair for pair in counterparts.found if pair.basis != SAME]
    differing = differing_names(others)
    shown = [row for row in rows if every or row.tier == SURE]
    return Comparison(
        tuple(sorted(shown, key=lambda row: RELATIONS.index(row.relation))),
        _unit_changes(one, other, partners),
        _counted(one, partners.of_a, partners.perhaps_a),
        _counted(other, partners.of_b, partners.perhaps_b),
        tuple(TakenFor(*pair) for pair in differing),
        len(others) - len(differing),
        len(rows) - len(shown),
        levels,
        sum(row.by_person for row in shown),
    )


def end_of(responsibilities: Responsibilities, task: Task) -> End:
    """A task as one end of a link."""
    ordered = in_role_order(responsibilities.by_task[task.id])
    named = [
        (a.role, NamedUnit(a.unit.name, str(a.role), a.is_assumed_lead, a.open_ended))
        for a in ordered
    ]
    return End(
        task.id,
        task.label,
        tuple(unit for role, unit in named if role is Role.LEAD),
        tuple(unit for role, unit in named if role is not Role.LEAD),
    )


def text_of(task: Task) -> str:
    """All words of a task, one part a line, full width made half."""
    return unicodedata.normalize("NFKC", "\n".join((task.title, task.content, *task.targets)))


def piece_of(
    responsibilities: Responsibilities, task: Task, units: Iterable[str], words: Terms
) -> Piece:
    """A task as it is matched."""
    section = responsibilities.sections[task.id]
    headings = tuple(words.unified(text) for text in (section.title, task.group) if text)
    return Piece(
        words.unified(task.title),
        headings,
        words.unified(task.content),
        tuple(map(words.unified, task.targets)),
        frozenset(units),
    )


def _named_units(side: Responsibilities) -> Iterable[UnitKey]:
    return side.by_unit


def _side(
    responsibilities: Responsibilities,
    label: Callable[[UnitKey], str],
    words: Terms,
    called: Callable[[str], str] | None = None,
) -> _Side:
    """One side; with `called`, the bodies that a task says it helps count as units of it."""
    tasks = list(responsibilities.tasks.values())
    units: list[dict[str, str]] = []
    leads: list[frozenset[str]] = []
    pieces: list[Piece] = []
    for task in tasks:
        assignments = responsibilities.by_task[task.id]
        named = {label(a.unit): a.unit.name for a in assignments}
        units.append(named)
        leads.append(frozenset(label(a.unit) for a in assignments if a.role is Role.LEAD))
        helped = [called(name) for name in _bodies_helped(task)] if called else []
        pieces.append(piece_of(responsibilities, task, [*named, *helped], words))
    return _Side(responsibilities, tasks, pieces, units, leads)


def _bodies_helped(task: Task) -> list[str]:
    """The upper bodies that a task says it helps or follows, as it names them."""
    return [name for text in (task.title, task.content) for name in _HELPED.findall(text)]


class _Partners:
    """The links between two sides, by the places of their tasks."""

    def __init__(self, by_person: set[tuple[int, int]]) -> None:
        self.by_person = by_person
        self.matches: dict[tuple[int, int], Match] = {}
        self.of_a: dict[int, list[int]] = defaultdict(list)
        self.of_b: dict[int, list[int]] = defaultdict(list)
        self.perhaps_a: set[int] = set()
        self.perhaps_b: set[int] = set()

    def add(self, match: Match) -> None:
        self.matches[match.a, match.b] = match
        if match.is_sure:
            self.of_a[match.a].append(match.b)
            self.of_b[match.b].append(match.a)
        else:
            self.perhaps_a.add(match.a)
            self.perhaps_b.add(match.b)


def _partners(one: _Side, other: _Side, links: Sequence[Link], *, levels: bool) -> _Partners:
    """What the method finds, and over it what a person settled.

    Whoever asks for two levels says that they belong together.
    """
    place_a = {task.id: place for place, task in enumerate(one.tasks)}
    place_b = {task.id: place for place, task in enumerate(other.tasks)}
    settled: dict[tuple[int, int], bool] = {}
    for link in links:
        for first, second in ((link.a, link.b), (link.b, link.a)):
            if first in place_a and second in place_b:
                settled[place_a[first], place_b[second]] = link.kind != NOT_SAME
                if link.kind == CARRIES_OUT_LINK:
                    break
    partners = _Partners({pair for pair, holds in settled.items() if holds})
    for match in match_tasks(one.pieces, other.pieces, settled, are_related=levels):
        partners.add(match)
    return partners


def _rows(
    one: _Side, other: _Side, partners: _Partners, words: Terms, *, levels: bool
) -> list[Compared]:
    texts_a, texts_b = (
        [words.unified(text_of(task)) for task in side.tasks] for side in (one, other)
    )
    weight = pair_weights(Counter(pairs_of(text)) for text in (*texts_a, *texts_b))

    def rarity(pair: str) -> float:
        return weight.get(pair, 0.0)

    rows: list[Compared] = []
    for (a, b), match in partners.matches.items():
        figures = tuple(changed_figures(_figure_texts(one.tasks[a]), _figure_texts(other.tasks[b])))
        together_a = partners.of_b[b] if match.is_sure else [a]
        together_b = partners.of_a[a] if match.is_sure else [b]
        units_a, units_b = _together(one.units, together_a), _together(other.units, together_b)
        leads_a = frozenset().union(*(one.leads[n] for n in together_a))
        leads_b = frozenset().union(*(other.leads[n] for n in together_b))
        relation = CARRIES_OUT if levels else _relation(one, other, partners, match, figures)
        rows.append(
            Compared(
                one.end(a),
                other.end(b),
                relation,
                SURE if match.is_sure else POSSIBLE,
                None if (a, b) in partners.by_person else match.score,
                bool(one.leads[a] - leads_b or other.leads[b] - leads_a)
                if leads_a and leads_b
                else None,
                tuple(name for label, name in other.units[b].items() if label not in units_a),
                tuple(name for label, name in one.units[a].items() if label not in units_b),
                shared_words(texts_a[a], texts_b[b], rarity),
                figures,
                (a, b) in partners.by_person,
            )
        )
    rows += _alone(one, partners.of_a, partners.perhaps_a, DROPPED)
    rows += _alone(other, partners.of_b, partners.perhaps_b, NEW)
    return rows


def _together(units: Sequence[dict[str, str]], places: Iterable[int]) -> set[str]:
    return {label for place in places for label in units[place]}


def _alone(
    side: _Side, sure: Mapping[int, Sequence[int]], perhaps: set[int], relation: str
) -> list[Compared]:
    """The tasks of one side without a sure partner; those with a possible one only perhaps."""
    rows: list[Compared] = []
    for place in range(len(side.tasks)):
        if sure.get(place):
            continue
        end, names = side.end(place), tuple(side.units[place].values())
        tier = POSSIBLE if place in perhaps else SURE
        rows.append(
            Compared(end, None, relation, tier, units_lost=names)
            if relation == DROPPED
            else Compared(None, end, relation, tier, units_gained=names)
        )
    return rows


def _relation(
    one: _Side, other: _Side, partners: _Partners, match: Match, figures: Sequence[Change]
) -> str:
    partners_a, partners_b = len(partners.of_a[match.a]), len(partners.of_b[match.b])
    if match.is_sure and max(partners_a, partners_b) > 1:
        return SPLIT if partners_a >= partners_b else MERGED
    directions = {figure.direction for figure in figures}
    if UP in directions and DOWN not in directions:
        return WIDENED
    if DOWN in directions and UP not in directions:
        return NARROWED
    a, b = one.tasks[match.a], other.tasks[match.b]
    if not figures and _same_wording(
        _wording(a, one.responsibilities), _wording(b, other.responsibilities)
    ):
        return KEPT
    numbers_a, numbers_b = _numbers(a), _numbers(b)
    if match.found_a >= _HOLDS and match.found_b < _HOLDS_LITTLE and numbers_a <= numbers_b:
        return WIDENED
    if match.found_b >= _HOLDS and match.found_a < _HOLDS_LITTLE and numbers_b <= numbers_a:
        return NARROWED
    return REWORDED


def _numbers(task: Task) -> set[tuple[float, str]]:
    return {(figure.number, figure.unit) for figure in figures_in(_figure_texts(task))}


def _figure_texts(task: Task) -> list[str]:
    """Where the figures of a task stand: in its targets, in its text where it has none."""
    return list(task.targets) or [task.title, task.content]


def _wording(task: Task, responsibilities: Responsibilities) -> str:
    """The words of a task without the names of its own place; numbers are made alike later."""
    jurisdiction = responsibilities.jurisdiction_of[task.id]
    text = text_of(task)
    for name in responsibilities.registry.place_names(jurisdiction):
        text = text.replace(name, "")
    return text


def _same_wording(one: str, other: str) -> bool:
    first, second = Counter(pairs_of(one)), Counter(pairs_of(other))
    total = first.total() + second.total()
    return not total or 2 * (first & second).total() / total >= _SAME_WORDING


def _unit_changes(one: _Side, other: _Side, partners: _Partners) -> tuple[UnitChange, ...]:
    """What every body gained, lost and keeps, most changes first."""
    names: dict[str, str] = {}
    parts: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for side, far, sure, perhaps, otherwise, led in (
        (other, one, partners.of_b, partners.perhaps_b, "gained", "leads_gained"),
        (one, other, partners.of_a, partners.perhaps_a, "lost", "leads_lost"),
    ):
        for place, task in enumerate(side.tasks):
            far_places = sure.get(place, ())
            is_open = not far_places and place in perhaps
            named_far = _together(far.units, far_places)
            led_far = frozenset().union(*(far.leads[n] for n in far_places))
            tells_leads = not is_open and (bool(led_far) or not far_places)
            for label, name in side.units[place].items():
                names.setdefault(label, name)
                stays = label in named_far
                if not (stays and side is one):
                    kind = "open" if is_open else "keeps" if stays else otherwise
                    parts[label][kind].append(task.id)
                if tells_leads and label in side.leads[place] - led_far:
                    parts[label][led].append(task.id)
    changes = [
        UnitChange(
            names[label],
            *(
                tuple(own[key])
                for key in ("gained", "lost", "keeps", "open", "leads_gained", "leads_lost")
            ),
        )
        for label, own in parts.items()
    ]
    return tuple(
        sorted(changes, key=lambda u: (-len(u.gained) - len(u.lost), -len(u.keeps), u.unit))
    )


def _counted(side: _Side, sure: Mapping[int, Sequence[int]], perhaps: set[int]) -> Side:
    places = range(len(side.tasks))
    linked = sum(bool(sure.get(place)) for place in places)
    is_open = sum(not sure.get(place) and place in perhaps for place in places)
    asked = side.responsibilities
    return Side(
        "、".join(catalog.notice.id for catalog in asked.catalogs),
        len(places),
        len(asked.repeats),
        linked,
        len(places) - linked - is_open,
        is_open,
        any(side.leads),
    )
