"""terms.yaml: what a user calls by two names is one word wherever tasks are compared."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparing import catalog_text, compared, links_of, load_texts
from hypothesis import given
from hypothesis import strategies as st

from matrices.answers.assignments import interpret
from matrices.api import load
from matrices.catalogs.terms import Term, Terms
from matrices.compare.matters import same_matters

ROWS = [
    ("1", "林下清理", "清理林下可燃物，设置检查站", "区林业局/"),
    ("2", "芯模联动", "建设芯模联动基地", "区大数据局/"),
    ("3", "河道清漂", "清理水面漂浮物", "区水利局/"),
    ("4", "夜间施工", "查处夜间施工扰民", "区生态环境局/"),
    ("5", "校园食品", "检查学校食堂，公示结果", "区市场监管局/"),
]
LATER = [*ROWS[2:], ROWS[0], ("2", "模芯协同", "推广模芯协同", "区大数据局/")]
TERMS = "format: 1\nterms:\n  - {word: 芯模联动, also: [模芯协同], note: 两处写法}\n"


@pytest.mark.parametrize(("terms", "is_found"), [("", False), (TERMS, True)])
def test_two_names_of_one_thing(tmp_path: Path, terms: str, is_found: bool) -> None:
    texts = {"alt": catalog_text("alt", ROWS), "neu": catalog_text("neu", LATER, period="2025")}
    workspace = load_texts(tmp_path, **texts, **({"terms": terms} if terms else {}))
    found = compared(workspace)

    assert workspace.problems == ()
    assert (("1.2", "1.5", "reworded") in links_of(found)) is is_found
    assert (("1.2", "-", "dropped") in links_of(found)) is not is_found


def test_the_front_door_reads_them(tmp_path: Path) -> None:
    load_texts(
        tmp_path,
        alt=catalog_text("alt", ROWS),
        neu=catalog_text("neu", LATER, period="2025"),
        terms=TERMS,
    )

    asked = load(tmp_path, index=False)
    assert ("1.2", "1.5", "reworded") in links_of(asked.compare("alt", "neu").found)
    files = asked.compare(str(tmp_path / "alt.yaml"), str(tmp_path / "neu.yaml")).found
    assert ("1.2", "1.5", "reworded") in links_of(files)
    assert asked.last_year(notice="neu")["neu/1.5"][0].task == "alt/1.2"


def test_duties_given_twice_under_two_names(tmp_path: Path) -> None:
    rows = [*ROWS, ("6", "模芯协同", "推广模芯协同", "区经济信息委/")]
    workspace = load_texts(tmp_path, alt=catalog_text("alt", rows), terms=TERMS)
    asked = interpret(workspace.catalogs, workspace.registry)

    def pairs(*terms: Term) -> set[tuple[str, str]]:
        found = same_matters(asked, terms=terms)
        return {(m.a.id, m.b.id) for m in found.rows}

    assert pairs() == set()
    assert pairs(*workspace.terms) == {("alt/1.2", "alt/1.6")}


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("format: 1\nterms:\n  - {word: 甲}\n", [("S12", 3, 5)]),
        ("format: 1\nterms:\n  - {word: 甲, also: 乙}\n", [("S13", 3, 21)]),
        ("format: 1\nterms:\n  - {word: 甲, also: [乙], who: 丙}\n", [("S03", 3, 26)]),
        ("terms:\n  - {word: 甲, also: [乙]}\n", [("S12", 1, 1)]),
    ],
)
def test_slips(tmp_path: Path, terms: str, found: list[tuple[str, int, int]]) -> None:
    workspace = load_texts(tmp_path, alt=catalog_text("alt", ROWS), terms=terms)

    assert [(p.code, p.place.line, p.place.column) for p in workspace.problems] == found


def test_a_name_in_two_entries_makes_one_word() -> None:
    words = Terms([Term("甲甲", ("乙乙",)), Term("丙丙", ("丁丁",)), Term("乙乙", ("丙丙",))])

    assert {words.unified(name) for name in ("甲甲", "乙乙", "丙丙", "丁丁")} == {"甲甲"}
    assert words.unified("戊戊") == "戊戊"


def test_the_longest_name_counts() -> None:
    words = Terms([Term("动火作业", ("动火",)), Term("气割", ("动火切割",))])

    assert words.unified("动火切割、动火、ＡＢ") == "气割、动火作业、AB"


NAMES = st.text("甲乙丙丁Ａ1(", min_size=1, max_size=3)


@given(st.lists(st.builds(Term, NAMES, st.lists(NAMES, max_size=3).map(tuple)), max_size=4))
def test_all_names_of_a_term_read_the_same(terms: list[Term]) -> None:
    words = Terms(terms)

    for term in terms:
        assert len({words.unified(name) for name in (term.word, *term.also)}) == 1
