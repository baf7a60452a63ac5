"""docs/rules.md is what the rules say, and the judged findings are those that are found."""

from __future__ import annotations

from pathlib import Path

import pytest
from rules_document import (
    DOCUMENT,
    KEYS,
    counts_on_bundled_notices,
    document_text,
    judged_findings,
)

CHECKOUT = Path(__file__).resolve().parent.parent


@pytest.mark.skipif(not DOCUMENT.exists(), reason="the documentation is not beside the tests")
def test_the_page_is_up_to_date() -> None:
    assert DOCUMENT.read_text("utf-8") == document_text(), "run python -m tests.rules_document"


def test_every_finding_was_judged() -> None:
    judged = {
        code: int(str(entry["right"])) + int(str(entry.get("wrong", 0)))
        for code, entry in judged_findings().items()
        if int(str(entry["right"])) + int(str(entry.get("wrong", 0)))
    }

    assert judged == dict(counts_on_bundled_notices())


def test_no_rule_of_the_default_profile_is_wrong_more_than_once_in_ten() -> None:
    for code, entry in judged_findings().items():
        counts = {key: int(str(entry.get(key, 0))) for key in KEYS}
        right, wrong = counts["right"], counts["wrong"]
        elsewhere = counts["right_elsewhere"], counts["wrong_elsewhere"]

        assert wrong <= 0.1 * (right + wrong), code
        assert wrong + elsewhere[1] <= 0.1 * sum(counts.values()), code
        assert sum(elsewhere) < 10 or elsewhere[1] <= 0.1 * sum(elsewhere), code
