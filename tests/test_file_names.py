from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrices.files.names import MAX_SHEET_NAME, file_names, sheet_names


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("区水利局", "区水利局.xlsx"),
        ("../../etc/passwd", "_.._etc_passwd.xlsx"),
        ("CON", "_CON.xlsx"),
        ("com1.局", "_com1.局.xlsx"),
        ("a\x00b\nc", "a_b_c.xlsx"),
        ("..", "_.xlsx"),
        ("", "_.xlsx"),
        (" 区局. ", "区局.xlsx"),
        ("-rf", "_-rf.xlsx"),
        (".hidden", "hidden.xlsx"),
        ("C:\\局", "C__局.xlsx"),
    ],
)
def test_a_file_name_is_safe(name: str, expected: str) -> None:
    assert file_names([name], ".xlsx") == [expected]


def test_a_long_name_is_cut_between_characters() -> None:
    assert file_names(["局" * 200], ".docx") == ["局" * 40 + ".docx"]


def test_names_that_fall_together_are_told_apart() -> None:
    names = ["区A局", "区a局", "区Ａ局", "区/局", "区_局"]

    assert file_names(names, ".md", taken=["区_局.md"]) == [
        "区A局.md",
        "区a局-2.md",
        "区Ａ局-3.md",
        "区_局-2.md",
        "区_局-3.md",
    ]


def test_sheet_names_keep_the_rules_of_excel() -> None:
    names = sheet_names(["History", "a/b:c*d?[e]\\", "'局'", "", "局" * 50, "局" * 50])

    assert names == ["History-2", "a_b_c_d__e__", "局", "_", "局" * 31, "局" * 29 + "-2"]


@given(st.lists(st.text(), max_size=8))
def test_no_name_is_unsafe(names: list[str]) -> None:
    files = file_names(names, ".xlsx")
    sheets = sheet_names(names)

    assert len({name.casefold() for name in files}) == len(names)
    assert len({name.casefold() for name in sheets}) == len(names)
    for name in files:
        assert not set(name) & set('<>:"/\\|?*\x00\n')
        assert not name.startswith((".", "-"))
        assert len(name.encode("utf-8", "replace")) < 200
    for name in sheets:
        assert 0 < len(name.encode("utf-16-le", "surrogatepass")) // 2 <= MAX_SHEET_NAME
