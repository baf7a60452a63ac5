"""Rules: their cases in tests/rules, their pages, and the examples on the pages."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from conftest import stopped_by
from rule_examples import check_example

from matrices.diagnostics import MatrixError
from matrices.rules.register import all_rules, find_rule, find_rules
from matrices.rules.rule import RETIRED, Profile, Rule, read_docstring
from matrices.wording import current_language, say, use_language

CASES = Path(__file__).parent / "rules"
RULES = all_rules()


def _codes(rule: Rule) -> str:
    return rule.code


def _cases() -> list[tuple[str, str, dict[str, object]]]:
    return [
        (path.stem, name, case)
        for path in sorted(CASES.glob("*.yaml"))
        for name, case in yaml.safe_load(path.read_text(encoding="utf-8")).items()
    ]


@pytest.mark.parametrize(
    ("code", "name", "case"), _cases(), ids=[f"{code}-{name}" for code, name, _ in _cases()]
)
def test_case(code: str, name: str, case: dict[str, object], tmp_path: Path) -> None:
    """A case names the places it expects as file:line:column, line:column or only line."""
    found = check_example(str(case.get("pass") or case["fail"]), code, tmp_path).problems

    if "pass" in case:
        assert [str(problem) for problem in found] == []
        return
    assert {problem.code for problem in found} == {code}
    expected = case.get("at")
    if expected:
        assert [f"{p.place.line}:{p.place.column}" for p in found] == expected
    for words in case.get("says", []):  # type: ignore[attr-defined]
        assert any(words in str(problem.values) for problem in found), words


@pytest.mark.parametrize("rule", RULES, ids=_codes)
def test_every_rule_has_cases_that_pass_and_fail(rule: Rule) -> None:
    cases = yaml.safe_load((CASES / f"{rule.code}.yaml").read_text(encoding="utf-8")).values()

    assert any("pass" in case for case in cases)
    assert any("fail" in case for case in cases)


def test_no_case_is_left_from_another_rule() -> None:
    assert {path.stem for path in CASES.glob("*.yaml")} == {rule.code for rule in RULES}


@pytest.mark.parametrize("rule", RULES, ids=_codes)
def test_page_is_complete(rule: Rule) -> None:
    assert rule.finds.startswith("Find ")
    assert rule.finds.endswith(".")
    assert rule.why
    assert rule.bad
    assert rule.good
    assert rule.source
    assert rule.code not in RETIRED
    assert rule.severities
    assert Profile.STRICT in rule.severities or Profile.DRAFTING in rule.severities


@pytest.mark.parametrize("rule", RULES, ids=_codes)
def test_bad_example_is_found(rule: Rule, tmp_path: Path) -> None:
    found = check_example(rule.bad, rule.code, tmp_path).problems

    assert {problem.code for problem in found} == {rule.code}


@pytest.mark.parametrize("rule", RULES, ids=_codes)
def test_good_example_is_quiet(rule: Rule, tmp_path: Path) -> None:
    assert check_example(rule.good, rule.code, tmp_path).problems == ()


@pytest.mark.parametrize("rule", RULES, ids=_codes)
def test_both_languages_have_the_page(rule: Rule) -> None:
    before = current_language()
    try:
        use_language("en")
        english = say(f"rule.{rule.code}.finds"), say(f"rule.{rule.code}.why")
        use_language("zh")
        chinese = say(f"rule.{rule.code}.finds"), say(f"rule.{rule.code}.why")
    finally:
        use_language(before)

    assert english == (rule.finds, rule.why)
    assert all(any("\u4e00" <= c <= "\u9fff" for c in text) for text in chinese)


def test_names_are_not_used_twice() -> None:
    names = [name for rule in RULES for name in {rule.name, *rule.told_as}]

    assert len(names) == len(set(names))


def test_a_rule_is_found_by_code_name_and_reported_name() -> None:
    assert find_rule("l01") is find_rule("no-lead")
    assert find_rule("yaml-syntax").code == "S01"
    assert [rule.code[0] for rule in find_rules(["L"])] == ["L"] * 15
    assert [rule.code for rule in find_rules(["L01,C05"])] == ["L01", "C05"]


def test_an_unknown_rule_names_the_nearest() -> None:
    with pytest.raises(MatrixError) as caught:
        find_rule("no-laed")
    assert caught.value.message_id == "error.unknown-rule-nearest"
    assert "no-lead" in caught.value.values["candidates"]


def test_a_rule_that_is_like_none_has_no_suggestion() -> None:
    with stopped_by("unknown-rule") as caught:
        find_rule("完全不像")

    assert caught.value.values == {"rule": "完全不像"}


def test_docstring_is_parted_into_its_sections() -> None:
    finds, sections = read_docstring(
        "Find a\nthing.\n\nWhy: be\n    cause.\nBad:\n    - x\n      y\n"
    )

    assert finds == "Find a thing."
    assert sections == {"Why": "be cause.", "Bad": "- x\n  y\n"}
