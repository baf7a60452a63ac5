"""Scope: which tasks a question is about, by jurisdiction, notice, period, section and role.

Whoever asks the index has no catalogs at hand: what a catalog is, is only known to the types.
"""

# no postponed annotations: a named tuple would compile each of them anew at every start
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from matrices.diagnostics import MatrixError

if TYPE_CHECKING:
    from matrices.catalogs.model import Catalog, Section

_MOST_TOLD = 8


class Jurisdiction(NamedTuple):
    """What a jurisdiction on record, or of a notice, is called; `name` is what it is known by."""

    name: str
    short_name: str
    full_name: str
    code: str = ""
    within: str = ""


class Scope(NamedTuple):
    """Which tasks a question is about; an empty tuple asks for all.

    `strict` leaves out what the notice itself does not say; `assume_first_listed` takes the
    first listed unit for the lead in notices that state no lead.
    A section is named by its number, by ``<notice>/<number>`` or by a part of its title.
    """

    jurisdictions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    strict: bool = False
    assume_first_listed: bool = False

    def assumes(self, rule: str) -> bool:
        """Tell whether the first listed is taken for the lead where no notice says so.

        `rule` is what the catalog sets for the task: first-listed without the notice's word is
        the assumption of its author, none leaves it to the question.
        """
        if self.strict:
            return False
        return rule == "first-listed" or (rule == "none" and self.assume_first_listed)

    def admits_catalog(self, catalog: "Catalog") -> bool:
        """Tell whether tasks of this notice are asked for."""
        notice = catalog.notice
        return self.admits_notice(notice.id, notice.jurisdiction, notice.period)

    def admits_notice(self, notice: str, jurisdiction: str, period: str) -> bool:
        """Tell whether tasks of the notice of this id, jurisdiction and period are asked for."""
        return (
            (not self.jurisdictions or jurisdiction in self.jurisdictions)
            and (not self.notices or notice in self.notices)
            and (not self.periods or any(period_holds(period, p) for p in self.periods))
        )

    def admits_section(self, catalog: "Catalog", section: "Section") -> bool:
        """Tell whether tasks of this section are asked for."""
        return self.admits_heading(catalog.notice.id, section.no, section.title)

    def admits_heading(self, notice: str, no: str, title: str) -> bool:
        """Tell whether tasks of the section with this number and title are asked for."""
        return not self.sections or any(
            wanted in (no, f"{notice}/{no}") or (not wanted.isdecimal() and wanted in title)
            for wanted in self.sections
        )


def jurisdictions_meant(wanted: Sequence[str], known: Sequence[Jurisdiction]) -> tuple[str, ...]:
    """What the jurisdictions asked for are known by, with those that lie in them.

    They may be asked for by name, full name or code, and by that of a jurisdiction around them,
    be it on record or not. What nothing is known of is left as it is. Raises MatrixError
    (``error.ambiguous-jurisdiction``) for a name that several on record bear.
    """
    by_name: dict[str, list[Jurisdiction]] = {}
    inside: dict[str, list[Jurisdiction]] = {}
    for each in sorted(known):
        for name in dict.fromkeys(each[:4]):
            by_name.setdefault(name, []).append(each)
        if each.within:
            inside.setdefault(each.within, []).append(each)
    found: dict[str, None] = {}
    for value in wanted:
        meant = by_name.get(value, []) if value else []
        meant = [each for each in meant if each.name == value != each.short_name] or meant
        if len(meant) > 1:
            raise MatrixError(
                "error.ambiguous-jurisdiction",
                jurisdiction=value,
                candidates="、".join(each.name for each in meant[:_MOST_TOLD]),
            )
        waiting = [*meant, *inside.get(value, ())]
        if not waiting:
            found[value] = None
        while waiting:
            each = waiting.pop(0)
            if each.name in found:
                continue
            found[each.name] = None
            for name in dict.fromkeys(each[:4]):
                # a name that several bear says of nothing that it lies in this one
                if name and len(by_name[name]) == 1:
                    waiting += inside.get(name, ())
    return tuple(found)


def unmatched(
    scope: Scope,
    notices: Sequence[tuple[str, str, str]],
    sections: Sequence[tuple[str, str, str]],
    known: Sequence[Jurisdiction],
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Values of a scope that no notice has: (filter, value, what there is instead).

    Notices are (id, jurisdiction, period), sections (notice, no, title); `known` says which
    jurisdictions go by which names (see `jurisdictions_meant`).
    """
    ids, places = sorted({n[0] for n in notices}), sorted({n[1] for n in notices})
    found: list[tuple[str, str, tuple[str, ...]]] = [
        ("jurisdiction", value, _some(places, value))
        for value in scope.jurisdictions
        if not set(jurisdictions_meant((value,), known)) & set(places)
    ]
    found += [("notice", value, _some(ids, value)) for value in scope.notices if value not in ids]
    periods = sorted({n[2] for n in notices if n[2]})
    found += [
        ("period", value, _some(periods, value))
        for value in scope.periods
        if not any(period_holds(period, value) for period in periods)
    ]
    for value in scope.sections:
        asked = Scope(sections=(value,))
        if not any(asked.admits_heading(*section) for section in sections):
            found.append(
                ("section", value, tuple(dict.fromkeys(s[2] for s in sections))[:_MOST_TOLD])
            )
    return found


def _some(known: Sequence[str], wanted: str) -> tuple[str, ...]:
    """What there is, where it is much the nearest of it; the first where nothing is near."""
    if len(known) <= _MOST_TOLD:
        return tuple(known)
    from matrices.spelling import FAINTLY_ALIKE, nearest_names  # only a slip pays for it

    nearest = nearest_names(wanted, known, _MOST_TOLD, alike=FAINTLY_ALIKE)
    return tuple(nearest or known[:_MOST_TOLD])


def period_holds(period: str, wanted: str) -> bool:
    """Tell whether a period asks for another: a year is in every one that holds it (2021-2025)."""
    if period == wanted:
        return True
    years = period.split("-")
    return wanted.isdecimal() and len(years) == 2 and years[0] <= wanted <= years[1]
