"""Scope: which tasks a question is about, by jurisdiction, notice, period, section and role."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from matrices.catalogs.model import Catalog, LeadRule, Role, Section


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tasks a question is about; an empty tuple asks for all.

    `strict` leaves out what the notice itself does not say; `assume_first_listed` takes the
    first listed unit for the lead in notices that state no lead.
    A section is named by its number, by ``<notice>/<number>`` or by a part of its title.
    """

    jurisdictions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    strict: bool = False
    assume_first_listed: bool = False

    def assumes(self, rule: LeadRule) -> bool:
        """Tell whether the first listed is taken for the lead where no notice says so.

        `rule` is what the catalog sets for the task: first-listed without the notice's word is
        the assumption of its author, none leaves it to the question.
        """
        if self.strict:
            return False
        return rule is LeadRule.FIRST_LISTED or (rule is LeadRule.NONE and self.assume_first_listed)

    def admits_catalog(self, catalog: Catalog) -> bool:
        """Tell whether tasks of this notice are asked for."""
        notice = catalog.notice
        return (
            (not self.jurisdictions or notice.jurisdiction in self.jurisdictions)
            and (not self.notices or notice.id in self.notices)
            and (not self.periods or any(_period_holds(notice.period, p) for p in self.periods))
        )

    def admits_section(self, catalog: Catalog, section: Section) -> bool:
        """Tell whether tasks of this section are asked for."""
        return not self.sections or any(
            wanted in (section.no, f"{catalog.notice.id}/{section.no}")
            or (not wanted.isdecimal() and wanted in section.title)
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
        if not any(_period_holds(period, value) for period in periods)
    ]
    for value in scope.sections:
        asked = Scope(sections=(value,))
        if not any(asked.admits_section(c, section) for c in catalogs for section in c.sections):
            titles = dict.fromkeys(section.title for c in catalogs for section in c.sections)
            found.append(("section", value, tuple(titles)[:8]))
    return found


def _period_holds(period: str, wanted: str) -> bool:
    """A year asks for every period that holds it: 2023 is in 2021-2025."""
    if period == wanted:
        return True
    years = period.split("-")
    return wanted.isdecimal() and len(years) == 2 and years[0] <= wanted <= years[1]
