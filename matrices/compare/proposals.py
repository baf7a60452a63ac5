"""Links that the method proposes, as a `links.yaml` for a person to edit."""

from __future__ import annotations

from matrices.catalogs.links import CARRIES_OUT, CONTINUES
from matrices.catalogs.writer import write_links
from matrices.compare.records import SURE, Compared, Comparison
from matrices.wording import say

_LONGEST_LABEL = 30


def proposed_links(comparison: Comparison) -> tuple[str, int]:
    """The links of a comparison as YAML text, and how many they are.

    What a person has settled already is left out: it stands in a file of its own. Those
    that are only possible stand there as comments.
    """
    rows = [row for row in comparison.rows if not row.by_person]
    links = [(row.tier, row.a.id, row.b.id, _told(row)) for row in rows if row.a and row.b]
    text = write_links(
        CARRIES_OUT if comparison.levels else CONTINUES,
        [(a, b, told) for tier, a, b, told in links if tier == SURE],
        [(a, b, told) for tier, a, b, told in links if tier != SURE],
        head=say("compare.proposals-head", a=comparison.a.name, b=comparison.b.name),
        doubtful_head=say("compare.possible-head"),
    )
    return text, len(links)


def _told(row: Compared) -> str:
    """What a person needs to judge a link."""
    labels = [_short(end.label) for end in (row.a, row.b) if end is not None]
    return say(
        "compare.proposal",
        tier=say("compare." + row.tier),
        relation=say("compare." + row.relation),
        a=labels[0],
        b=labels[-1],
        shared="、".join(row.shared),
    )


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST_LABEL else label[: _LONGEST_LABEL - 1] + "…"
