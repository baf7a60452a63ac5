"""Links that the method proposes, as a `links.yaml` for a person to edit."""

from __future__ import annotations

from matrices.catalogs.links import CARRIES_OUT, CONTINUES
from matrices.catalogs.writer import write_links
from matrices.compare.records import SURE, Comparison
from matrices.wording import say


def proposed_links(comparison: Comparison) -> tuple[str, int]:
    """The links of a comparison as YAML text, sure ones first, and how many they are.

    What a person has settled already is left out: it stands in a file of its own. Over each
    link stands what a person needs to judge it.
    """
    rows = [row for row in comparison.rows if row.a and row.b and not row.by_person]
    links = [
        (
            row.a.id,
            row.b.id,
            say(
                "compare.proposal",
                tier=say("compare." + row.tier),
                relation=say("compare." + row.relation),
                a=_short(row.a.label),
                b=_short(row.b.label),
                shared="、".join(row.shared),
            ),
        )
        for row in sorted(rows, key=lambda row: row.tier != SURE)
        if row.a and row.b
    ]
    kind = CARRIES_OUT if comparison.levels else CONTINUES
    head = say("compare.proposals-head", a=comparison.a.name, b=comparison.b.name)
    return write_links(kind, links, head.split("\n")), len(links)


def _short(label: str) -> str:
    return label if len(label) <= 30 else label[:29] + "…"
