"""The canonical layout: idempotent, comments kept, nothing but layout changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matrices.catalogs.canonical import canonical_text, read_root, values_of, with_new_names
from matrices.catalogs.locations import bundled_root
from matrices.catalogs.nodes import read_nodes
from matrices.diagnostics import MatrixError

WORDS = st.text(
    st.sampled_from("校舍修缮，、（）ab 01.:#-'\"\\\n%&*!|>@`{}[]?，é\u3000"), max_size=12
)
PLAIN = st.sampled_from(["no", "012", "1.10", "2025-03-05", "3", "校舍", "~", "1e3", "0x1F", "1_0"])


@st.composite
def yaml_texts(draw: st.DrawFn) -> str:
    """Files as a person may write them: odd indents, comments, quotes, line breaks."""
    indent = " " * draw(st.integers(1, 6))
    lines = ["# 说明"] if draw(st.booleans()) else []
    lines.append("format:   1")
    lines.append("sections:")
    for number in range(draw(st.integers(1, 4))):
        if draw(st.booleans()):
            lines.append(f"{indent}# 第{number}行 #2")
        word = draw(WORDS)
        quoted = '"' + word.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
        value = draw(st.one_of(st.just(quoted), PLAIN, st.just("'" + "校'''舍" + "'")))
        spaces = " " * draw(st.integers(0, 3))
        lines.append(f"{indent}- {spaces}title: {value}")
        if draw(st.booleans()):
            lines.append(f"{indent}  {spaces}content: [ {value},{value} ]  # 尾注")
    return "\n".join(lines) + "\n" * draw(st.integers(0, 3))


@settings(max_examples=150, deadline=None)
@given(yaml_texts())
def test_layout_changes_nothing_else_and_is_stable(text: str) -> None:
    try:
        laid_out = canonical_text("a.yaml", text)
    except MatrixError as error:
        assert error.message_id in ("error.not-only-layout", "error.unreadable-yaml")  # noqa: PT017
        return

    assert values_of(read_root("a.yaml", laid_out)) == values_of(read_root("a.yaml", text))
    assert laid_out.count("#") == text.count("#")
    assert canonical_text("a.yaml", laid_out) == laid_out


@pytest.mark.parametrize("name", ["wulong-2025", "jiangjin-2025", "banan-2024", "units"])
def test_bundled_files_can_be_laid_out(name: str) -> None:
    text = (bundled_root() / f"{name}.yaml").read_text("utf-8")
    laid_out = canonical_text(name, text)

    assert values_of(read_root(name, laid_out)) == values_of(read_root(name, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:   1\n", "a: 1\n"),
        ("a:\n- 1\n- 2\n", "a:\n  - 1\n  - 2\n"),
        ("a: 1  \n\n\n", "a: 1\n"),
        ("a: 'x'\n# 尾\n", "a: 'x'\n# 尾\n"),
        ("\ufeffa: 1\r\n", "a: 1\n"),
    ],
)
def test_layout(text: str, expected: str) -> None:
    assert canonical_text("a.yaml", text) == expected


@pytest.mark.parametrize("text", ["a: [1\n", "a: &x 1\nb: *x\n", "a: 1\na: 2\n", ""])
def test_what_cannot_be_laid_out_is_refused(text: str) -> None:
    with pytest.raises(MatrixError):
        canonical_text("a.yaml", text)


OLD = """\
# no: 1 in a comment
format: 1
notice:
  id: demo
  title: "no: 1"   # no comment
  jurisdiction: 示例区
  lead_rule: first-listed
  lead_rule_by: 'assumption'
  lead_rule_basis: assumption
sections:
  - no: 1
    title: no
    tasks:
      - {no: 1, title: 'no', content: "no: 2", lead: assumption}
      - "no": 2   # no
        'title': no no
      - {'no': "3", note: "no"}
"""
NEW = """\
# no: 1 in a comment
format: 1
notice:
  id: demo
  title: "no: 1"   # no comment
  jurisdiction: 示例区
  lead_rule: first-listed
  lead_rule_by: 'assumed'
  lead_rule_basis: assumption
sections:
  - number: 1
    title: no
    tasks:
      - {number: 1, title: 'no', content: "no: 2", lead: assumption}
      - "number": 2   # no
        'title': no no
      - {'number': "3", note: "no"}
"""


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_old_names_become_new_and_nothing_else_changes(line_break: str) -> None:
    old, new = (text.replace("\n", line_break) for text in (OLD, NEW))

    assert with_new_names("a.yaml", old) == new
    assert with_new_names("a.yaml", new) == new


def test_a_new_name_that_is_there_already_is_not_written_twice() -> None:
    text = OLD.replace("  - no: 1\n", "  - no: 1\n    number: 2\n")

    assert "  - no: 1\n    number: 2\n" in with_new_names("a.yaml", text)


def test_a_registry_has_no_old_names() -> None:
    text = "format: 1\njurisdictions:\n  - {name: 示例区, units: []}\nno: 1\n"

    assert with_new_names("units.yaml", text) == text


@pytest.mark.parametrize("word", ["\x85", "\u2028", "é\u3000", "\U0001f600"])
def test_old_names_behind_odd_characters_are_found(word: str) -> None:
    text = OLD.replace("# no comment", f"# {word} comment").replace("no no", f"no{word}no")
    read = read_nodes("a.yaml", text.encode())[0]
    if read is None:  # YAML ends a line there
        return

    laid_out = with_new_names("a.yaml", text)
    assert laid_out.count("number") == 4
    assert values_of(read_root("a.yaml", laid_out.replace("number", "no"))) == values_of(
        read_root("a.yaml", text.replace("'assumption'", "'assumed'"))
    )
