"""Notices: what their catalogs hold."""

from __future__ import annotations

from asking import summarise_notices
from catalog_fixtures import Ask


def test_a_notice_is_summed_up(ask: Ask) -> None:
    found = ask("""\
        - {number: 1, title: a, lead: 区水利局, cooperate: 各镇街}
        - {number: 2, title: b, lead: 各镇街}
        - {number: 3, title: c}
        """)
    (summary,) = summarise_notices(found)

    assert (summary.tasks, summary.with_units, summary.led, summary.orphans, summary.units) == (
        3,
        2,
        1,
        2,
        2,
    )
