"""The canonical layout: idempotent, comments kept, nothing but layout changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matrices.catalogs.canonical import canonical_text, read_root, values_of
from matrices.catalogs.locations import bundled_root
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


@pytest.mark.slow
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
