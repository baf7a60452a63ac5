"""YAML text to nodes: places, raw text, and input that means harm."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import stopped_by
from hypothesis import example, given
from hypothesis import strategies as st

from matrices.catalogs import nodes
from matrices.catalogs.nodes import Node, read_bytes, read_nodes
from matrices.diagnostics import MatrixError, Place, Problem

ALIAS_BOMB = "a: &a [x, x]\n" + "\n".join(f"b{n}: &b{n} [*a, *a, *a]" for n in range(50))
YAML_MARKS = "[]{}:,-?&*!|>'\"%@`#\\ \n\tab1~"


def _read(data: bytes | str) -> tuple[Node | None, list[tuple[str, int, int]]]:
    root, problems = read_nodes("x.yaml", data.encode() if isinstance(data, str) else data)
    assert all(problem.code == "S01" for problem in problems)
    return root, [(p.name, p.place.line, p.place.column) for p in problems]


def _only_problem(data: bytes | str) -> tuple[str, int, int]:
    root, problems = _read(data)
    assert root is None
    assert len(problems) == 1
    return problems[0]


def _problem(data: bytes) -> Problem:
    return read_nodes("x.yaml", data)[1][0]


def _plain(node: Node) -> object:
    if node.kind == "scalar":
        return node.value
    if node.kind == "sequence":
        return [_plain(item) for item in node.items]
    return {key.value: _plain(value) for key, value in node.pairs}


def test_nodes_know_their_places_and_raw_text() -> None:
    root, problems = _read("id: no\n名称:\n  - 012\n  - {a: '1'}\n")

    assert problems == []
    assert root is not None
    (id_key, id_value), (name_key, items) = root.pairs
    assert (id_key.value, id_value.value, id_value.place) == ("id", "no", Place("x.yaml", 1, 5))
    assert name_key.place == Place("x.yaml", 2, 1)
    assert [(i.kind, i.place.line, i.place.column) for i in items.items] == [
        ("scalar", 3, 5),
        ("mapping", 4, 5),
    ]
    assert items.items[0].value == "012"


def test_duplicate_keys_stay_visible() -> None:
    root, _ = _read("a: 1\na: 2\n")

    assert root is not None
    assert [(key.value, value.value) for key, value in root.pairs] == [("a", "1"), ("a", "2")]


@pytest.mark.parametrize(
    ("written", "other_type"),
    [
        ("no", "bool"),
        ("Yes", "bool"),
        ("012", "int"),
        ("0x1F", "int"),
        ("1:30", "int"),
        ("1.10", "float"),
        (".inf", "float"),
        ("2024-01-05", "timestamp"),
        ("~", "null"),
        ("=", "value"),
        ("区水利局", ""),
        ("'no'", ""),
        ('"012"', ""),
        ("8处", ""),
    ],
)
def test_what_yaml_would_make_of_a_scalar(written: str, other_type: str) -> None:
    root, problems = _read(f"- {written}\n")

    assert problems == []
    assert root is not None
    assert root.items[0].other_type == other_type


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ("empty-file", 0, 0)),
        (b"# nothing\n", ("empty-file", 0, 0)),
        (b"\xef\xbb\xbf", ("empty-file", 0, 0)),
        (b"a: 1\n---\nb: 2\n", ("several-documents", 2, 1)),
        (b"a: [1\nb: 2\n", ("yaml-syntax", 2, 2)),
        (b"a: 'x\n", ("yaml-syntax", 2, 1)),
        (b"\t- a\n", ("yaml-syntax", 1, 1)),
        (b"a: !!python/name:os.system x\n", ("yaml-tag", 1, 4)),
        (b"a: &x 1\n", ("yaml-alias", 1, 4)),
        (b"a: *x\n", ("yaml-alias", 1, 4)),
        ("标题: 武隆\nb: \x01\nc: 1\nd: 2\n".encode(), ("not-text", 2, 4)),
        (b"a: 1\nb: \x00\n", ("not-text", 2, 4)),
        (b"a: \x1b[31mred\n", ("not-text", 1, 4)),
        ("标题: \x9b31m\n".encode(), ("not-text", 1, 5)),
        ("a: 1\n标题: 武隆".encode("gb18030"), ("not-utf8", 2, 1)),
        ("a: 1\n标题: 武隆".encode("utf-16"), ("not-utf8", 1, 1)),
        ("a: 1\n".encode("utf-16-le"), ("not-text", 1, 2)),
        (b"\xef\xbb\xbfa: b\n\xff", ("not-utf8", 2, 1)),
        (b"\xff\xff\xff", ("not-utf8", 1, 1)),
    ],
)
def test_a_file_that_cannot_be_read_is_one_problem_with_a_place(
    data: bytes, expected: tuple[str, int, int]
) -> None:
    assert _only_problem(data) == expected


def test_the_likely_encoding_is_named() -> None:
    assert _problem("标题".encode("gb18030")).values == {"encoding": "GB18030"}
    assert _problem("标题".encode("utf-16")).values == {"encoding": "UTF-16"}
    assert _problem("标题".encode("utf-16-be")).values["encoding"] != "UTF-16"
    assert _problem(b"a\xff\xff").values == {"encoding": "?"}


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    root, problems = _read(b"\xef\xbb\xbfformat: 1\n")

    assert problems == []
    assert root is not None
    assert root.pairs[0][0].value == "format"


def test_a_plain_non_specific_tag_is_allowed() -> None:
    root, problems = _read("a: ! 12\n")

    assert problems == []
    assert root is not None
    assert root.pairs[0][1].value == "12"


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: "])
def test_deep_nesting_is_refused_where_it_gets_too_deep(opening: str) -> None:
    name, line, column = _only_problem(opening * 100_000)

    assert (name, line) == ("too-deep", 1)
    assert column < 200


def test_the_deepest_nesting_allowed_is_read() -> None:
    depth = nodes.MAX_DEPTH

    assert _read("[" * depth + "]" * depth)[1] == []
    assert _only_problem("[" * (depth + 1) + "]" * (depth + 1)) == ("too-deep", 1, depth + 1)


def test_an_alias_bomb_is_refused_at_its_first_anchor() -> None:
    assert _only_problem(ALIAS_BOMB) == ("yaml-alias", 1, 4)


def test_a_megabyte_scalar_is_refused() -> None:
    assert _only_problem(f"a: {'x' * (1 << 20)}") == ("text-too-long", 1, 4)
    assert _only_problem(f"? {'x' * (1 << 20)}\n: 1") == ("text-too-long", 1, 3)
    assert _read(f"a: {'x' * nodes.MAX_SCALAR}")[1] == []


def test_a_file_of_five_million_values_is_refused_at_the_limit() -> None:
    name, line, _ = _only_problem(b"- a\n" * 5_000_000)

    assert name == "too-many-nodes"
    assert line <= nodes.MAX_NODES < 1_000_000


@given(st.binary() | st.text().map(str.encode) | st.text(YAML_MARKS).map(str.encode))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
@example(b"%YAML 9.9\n--- a")
@example("\ufeffa: \ufeff".encode())
@example("a: \u2028\u0085b".encode())
@example(b'"\\ud800"')
def test_any_bytes_give_a_node_or_one_problem(data: bytes) -> None:
    root, problems = read_nodes("x.yaml", data)

    assert (root is None) == (len(problems) == 1)
    assert all(p.place.line <= data.count(b"\n") + data.count(b"\r") + 4 for p in problems)


def test_every_character_but_control_characters_is_read() -> None:
    text = "".join(
        chr(code)
        for code in range(0x20, 0x110000)
        if not (0x7F <= code < 0xA0 and code != 0x85)
        and not 0xD800 <= code < 0xE000
        and code not in (0xFFFE, 0xFFFF)
        and chr(code) not in '\\"'
    )

    for start in range(0, len(text), 50_000):
        assert _read(f'- "x{text[start : start + 50_000]}y"\n')[1] == []


values = st.recursive(
    st.text(
        st.characters(min_codepoint=0x20, max_codepoint=0x9FFF, exclude_characters="\x7f")
    ).filter(lambda text: not any(0x80 <= ord(c) < 0xA0 for c in text)),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc名称", min_size=1, max_size=4), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(values)
def test_quoted_values_are_read_as_they_are_written(value: object) -> None:
    text = json.dumps(value, ensure_ascii=False)
    root, problems = _read(text)

    assert problems == []
    assert root is not None
    assert _plain(root) == value


def test_files_are_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")

    assert read_bytes(path) == b"a: 1\n"


def test_a_missing_file_a_folder_and_an_impossible_name_are_told(tmp_path: Path) -> None:
    with stopped_by("no-such-file"):
        read_bytes(tmp_path / "none.yaml")
    with stopped_by("not-a-file"):
        read_bytes(tmp_path)
    with pytest.raises(MatrixError):
        read_bytes(Path("a\0b"))
    with pytest.raises(MatrixError):
        read_bytes(Path("x" * 5000))


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(nodes.MAX_BYTES + 1)

    with stopped_by("too-large") as caught:
        read_bytes(path)
    assert caught.value.values == {"path": str(path), "limit": "32 MiB"}


def test_a_file_that_fails_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"a: 1\n")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(MatrixError) as caught:
        read_bytes(path)
    assert caught.value.message_id == "error.unreadable"
    assert caught.value.values["reason"] == "Permission denied"
