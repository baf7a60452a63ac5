"""Scope: which tasks a question is about, by jurisdiction, notice, period, section and role.

Whoever asks the index has no catalogs at hand: what a catalog is, is only known to the types.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from matrices.catalogs.model import Catalog, Section


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

    def admits_catalog(self, catalog: Catalog) -> bool:
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

    def admits_section(self, catalog: Catalog, section: Section) -> bool:
        """Tell whether tasks of this section are asked for."""
        return self.admits_heading(catalog.notice.id, section.no, section.title)

    def admits_heading(self, notice: str, no: str, title: str) -> bool:
        """Tell whether tasks of the section with this number and title are asked for."""
        return not self.sections or any(
            wanted in (no, f"{notice}/{no}") or (not wanted.isdecimal() and wanted in title)
            for wanted in self.sections
        )


def unmatched_filters(
    scope: Scope, catalogs: Sequence[Catalog]
) -> list[tuple[str, str, tuple[str, ...]]]:
    """Values of a scope that no notice has: (filter, value, what there is instead)."""
    notices = [catalog.notice for catalog in catalogs]
    found: list[tuple[str, str, tuple[str, ...]]] = []
    for name, wanted, existing in (
        ("jurisdiction", scope.jurisdictions, sorted({n.jurisdiction for n in notices})),
        ("notice", scope.notices, sorted({n.id for n in notices})),
    ):
        found += [(name, value, tuple(existing)) for value in wanted if value not in existing]
    periods = sorted({n.period for n in notices if n.period})
    found += [
        ("period", value, tuple(periods))
        for value in scope.periods
        if not any(period_holds(period, value) for period in periods)
    ]
    for value in scope.sections:
        asked = Scope(sections=(value,))
        if not any(asked.admits_section(c, section) for c in catalogs for section in c.sections):
            titles = dict.fromkeys(section.title for c in catalogs for section in c.sections)
            found.append(("section", value, tuple(titles)[:8]))
    return found


def period_holds(period: str, wanted: str) -> bool:
    """Tell whether a period asks for another: a year is in every one that holds it (2021-2025)."""
    if period == wanted:
        return True
    years = period.split("-")
    return wanted.isdecimal() and len(years) == 2 and years[0] <= wanted <= years[1]
