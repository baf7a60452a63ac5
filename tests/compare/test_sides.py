"""What a call names: ids, files with what lies beside them, two periods; and what it cannot."""

from __future__ import annotations

from pathlib import Path

import pytest
from comparing import catalog_text, links_of

from matrices.api import Matrix, load
from matrices.diagnostics import MatrixError

ROWS = [
    ("a", "校园食品安全", "检查学校食堂，公示结果", "区市场监管局/"),
    ("b", "河道清漂", "落实河道保洁责任，清理水面漂浮物", "区水利局/"),
    ("c", "森林防火", "清理林下可燃物，设置防火检查站", "区林业局/"),
]


@pytest.fixture
def asked(tmp_path: Path) -> Matrix:
    (tmp_path / "alt.yaml").write_text(catalog_text("alt", ROWS), encoding="utf-8")
    text = catalog_text("neu", ROWS[::-1], period="2025")
    (tmp_path / "neu.yaml").write_text(text, encoding="utf-8")
    return load(tmp_path, index=False)


SAME = [("1.1", "1.3", "kept"), ("1.2", "1.2", "kept"), ("1.3", "1.1", "kept")]


def test_ids_files_and_periods_are_the_same_question(asked: Matrix, tmp_path: Path) -> None:
    files = [str(tmp_path / f"{name}.yaml") for name in ("alt", "neu")]

    for found in (
        asked.compare("alt", "neu"),
        asked.compare(*files),
        asked.compare("alt", files[1]),
        asked.compare(period=("2024", "2025"), jurisdiction="示例区"),
        load(index=False).compare(*files),
    ):
        assert links_of(found.found) == SAME
        assert found.problems == ()


def test_links_beside_two_files_hold(tmp_path: Path, asked: Matrix) -> None:
    links = "format: 1\nnot_same:\n  - {a: alt/1.2, b: neu/1.2}\n"
    (tmp_path / "links.yaml").write_text(links, encoding="utf-8")
    files = [str(tmp_path / f"{name}.yaml") for name in ("alt", "neu")]

    found = load(index=False).compare(*files)
    assert found.problems == ()
    assert {("1.2", "-", "dropped"), ("-", "1.2", "new")} <= set(links_of(found.found))


def test_two_files_of_one_notice_are_two_sides(tmp_path: Path, asked: Matrix) -> None:
    later = tmp_path / "later"
    later.mkdir()
    (later / "alt.yaml").write_text(catalog_text("alt", ROWS[:2]), encoding="utf-8")

    found = asked.compare(str(tmp_path / "alt.yaml"), str(later / "alt.yaml"))
    assert found.problems == ()
    assert set(links_of(found.found)) == {
        ("1.1", "1.1", "kept"),
        ("1.2", "1.2", "kept"),
        ("1.3", "-", "dropped"),
    }


def test_a_notice_with_itself(asked: Matrix, tmp_path: Path) -> None:
    for name in ("alt", str(tmp_path / "alt.yaml")):
        rows = asked.compare(name, name).found.rows
        assert [(row.relation, row.score) for row in rows] == [("kept", 1.0)] * 3


def test_a_file_that_is_no_catalog_is_a_problem_not_a_crash(asked: Matrix, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "x.yaml"
    broken.parent.mkdir()
    broken.write_text("format: 1\nnotice: {id: x}\n", encoding="utf-8")

    found = asked.compare("alt", str(broken))
    assert found.problems
    assert {row.relation for row in found.found.rows} == {"dropped"}


@pytest.mark.parametrize(
    ("names", "filters", "told"),
    [
        (("alt",), {}, "error.two-notices"),
        (("alt", "neu", "alt"), {}, "error.two-notices"),
        ((), {"period": "2024"}, "error.two-notices"),
        (("alt", "neu"), {"period": "2024"}, "error.two-notices"),
        (("alt", "nue"), {}, "error.unknown-notice"),
        (("alt", "fehlt.yaml"), {}, "error.unknown-notice"),
        ((), {"period": ("2024", "2026")}, "error.no-notice-of-period"),
    ],
)
def test_what_names_no_two_sides(
    asked: Matrix, names: tuple[str, ...], filters: dict[str, str], told: str
) -> None:
    with pytest.raises(MatrixError) as caught:
        asked.compare(*names, **filters)  # type: ignore[arg-type]

    assert caught.value.message_id == told
