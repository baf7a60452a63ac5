"""The documentation says what the program does: every command shown in it is run."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from generated_docs import (
    CHECKOUT,
    Block,
    Stage,
    agrees,
    blocks,
    command_names,
    console_commands,
    generated_files,
    pages,
    played,
    question_names,
    refreshed,
    with_generated_parts,
)

from matrices.api import Answer, Filters, Matrix
from matrices.catalogs.locations import MAX_FILES
from matrices.catalogs.nodes import MAX_BYTES, MAX_DEPTH, MAX_NODES, MAX_SCALAR
from matrices.catalogs.reader import (
    CATALOG_FIELDS,
    DEFAULT_FIELDS,
    NOTICE_FIELDS,
    SECTION_FIELDS,
    TASK_FIELDS,
)
from matrices.catalogs.registry import JURISDICTION_FIELDS, UNIT_FIELDS
from matrices.readers import limits
from matrices.readers.remarks import REMARKS
from matrices.wording import LOCALE_FOLDER, use_language

pytestmark = pytest.mark.skipif(
    not (CHECKOUT / "pyproject.toml").is_file(), reason="the documentation is not installed"
)

PAGES = pages()
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")


def _name(path: Path) -> str:
    return path.relative_to(CHECKOUT).as_posix()


def _without_blocks(text: str) -> str:
    lines = text.split("\n")
    for block in reversed(list(blocks(text))):
        del lines[block.start - 1 : block.end + 1]
    return "\n".join(lines)


def _anchors(path: Path) -> set[str]:
    """The anchors that headings get on the web: lower case, no punctuation, dashes for spaces."""
    headings = HEADING.findall(_without_blocks(path.read_text(encoding="utf-8")))
    plain = (re.sub(r"[^\w\- ]", "", title.lower()).strip() for _, title in headings)
    return {title.replace(" ", "-") for title in plain}


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_commands_print_what_the_page_shows(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    for _, commands in played(page, text):
        for command, printed in commands:
            if not agrees(command.expected, printed):
                assert printed == command.expected, f"$ {command.line} (make docs refreshes it)"


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(_without_blocks(page.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page

        assert target.exists(), link
        if anchor:
            assert anchor in _anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_generated_parts_are_current(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert text == with_generated_parts(page, text), "make docs writes it anew"


@pytest.mark.slow
def test_generated_files_are_current() -> None:
    wanted = generated_files()

    written = {path: path.read_text(encoding="utf-8") for path in wanted}

    assert written == wanted, "make docs writes them anew"


def test_every_command_has_its_sections() -> None:
    commands = _anchors(CHECKOUT / "docs/commands.md")
    as_data = _anchors(CHECKOUT / "docs/json.md")

    for name in command_names():
        assert f"zeren-{name}" in commands
    for name in question_names():
        assert name in as_data


def test_every_problem_is_explained() -> None:
    wording = (LOCALE_FOLDER / "en/LC_MESSAGES/zeren.po").read_text(encoding="utf-8")
    pages = ("docs/catalog-format.md", "docs/rules.md", "docs/json.md")
    page = "".join((CHECKOUT / name).read_text(encoding="utf-8") for name in pages)
    readers = "".join(
        p.read_text(encoding="utf-8") for p in (CHECKOUT / "matrices/catalogs").glob("*.py")
    )
    names = re.findall(r'^msgid "problem\.(.+)"$', wording, re.MULTILINE)

    found = [name for name in names if f'"{name}"' in readers]

    assert len(found) > 20
    assert [n for n in found if f"`{n}`" not in page and f" {n}\n" not in page] == []


def test_every_field_and_limit_is_explained() -> None:
    page = (CHECKOUT / "docs/catalog-format.md").read_text(encoding="utf-8")
    groups = (CATALOG_FIELDS, NOTICE_FIELDS, DEFAULT_FIELDS, SECTION_FIELDS, TASK_FIELDS)
    explained = set(re.findall(r"`(?:\w+\[\]\.)?([\w-]+)`", page))

    for fields in (*groups, JURISDICTION_FIELDS, UNIT_FIELDS):
        for name, field in fields.items():
            assert name in explained
            assert explained.issuperset(field.choices), name
    for limit in (MAX_NODES, MAX_DEPTH, MAX_SCALAR, MAX_FILES, MAX_BYTES >> 20):
        assert f"| {limit:,} " in page


@pytest.mark.parametrize("name", ["import.md", "import.zh.md"])
def test_every_doubt_and_limit_of_an_import_is_explained(name: str) -> None:
    page = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
    importing = (CHECKOUT / "matrices/importing").glob("*.py")
    code = "".join(path.read_text(encoding="utf-8") for path in importing)
    doubts = set(re.findall(r'"(I\d+)",\s*"([a-z-]+)"', code))
    doubts |= {("I04", name) for name in re.findall(r'doubts\.append\("([a-z-]+)"\)', code)}
    doubts |= {(number, name) for name, (number, _) in REMARKS.items()}

    explained = set(re.findall(r"^\| (I\d+) \| `([a-z-]+)` \|", page, re.MULTILINE))

    assert explained == doubts
    for limit in (
        limits.FILE_BYTES >> 20,
        limits.ARCHIVE_BYTES >> 20,
        limits.ARCHIVE_RATIO,
        limits.ARCHIVE_MEMBERS,
        limits.XML_PART_BYTES >> 20,
        limits.XML_DEPTH,
        limits.HTML_BYTES >> 20,
        limits.HTML_DEPTH,
        limits.TEXT_BYTES >> 20,
        limits.TEXT_LINES,
        limits.TABLE_ROWS,
        limits.TABLE_CELLS,
        limits.TABLE_COLUMNS,
        limits.PDF_PAGES,
        limits.PDF_STREAM_BYTES >> 20,
        limits.PDF_ALL_STREAMS_BYTES >> 20,
        limits.PDF_PAGE_MARKS,
        limits.CONVERSION_SECONDS,
    ):
        assert re.search(rf"\| {limit:,}(?: \D+)? \|$", page, re.MULTILINE), limit


def test_json_keys_are_the_documented_ones() -> None:
    page = CHECKOUT / "docs/json.md"
    text = page.read_text(encoding="utf-8")
    shown = 0

    for block in blocks(text):
        if not block.info.startswith("console"):
            continue
        section = text.split("\n")[: block.start]
        table = "\n".join(section).rpartition("\n## ")[2]
        documented = re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)
        for command in console_commands(block):
            keys = [m[1] for line in command.expected if (m := re.match(r'    "(\w+)":', line))]
            shown += bool(keys)
            assert keys == (documented if keys else [])

    assert shown >= 8


@pytest.mark.parametrize(
    ("english", "chinese"),
    [(p.with_name(p.name.replace(".zh.md", ".md")), p) for p in PAGES if p.name.endswith(".zh.md")],
    ids=_name,
)
def test_the_twins_have_the_same_structure(english: Path, chinese: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in (english, chinese)]
    headings = [[level for level, _ in HEADING.findall(_without_blocks(text))] for text in texts]
    commands = [
        [c.line for b in blocks(text) if b.info == "console" for c in console_commands(b)]
        for text in texts
    ]

    assert headings[0] == headings[1]
    assert commands[0] == commands[1]


@pytest.mark.parametrize(("name", "language"), [("python.md", "en"), ("python.zh.md", "zh")])
def test_python_answers_what_the_page_shows(
    name: str, language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The examples of a page are one session, beside the files that the page writes."""
    monkeypatch.chdir(tmp_path)
    use_language(language)
    session: dict[str, object] = {}
    runner = doctest.DocTestRunner(verbose=False)
    shown: list[str] = []
    for block in blocks((CHECKOUT / "docs" / name).read_text(encoding="utf-8")):
        kind, _, file_name = block.info.partition(" ")
        text = "\n".join(block.lines) + "\n"
        if kind == "yaml":
            path = tmp_path / file_name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif kind == "python":
            example = doctest.DocTestParser().get_doctest(text, session, name, name, block.start)
            runner.run(example, out=shown.append, clear_globs=False)
            session.update(example.globs)

    assert "".join(shown) == ""
    assert runner.tries > 20


def test_every_name_of_the_front_door_is_on_its_page() -> None:
    methods = [n for n in vars(Matrix) if not n.startswith("_")] + list(vars(Answer))
    wanted = {n for n in methods if not n.startswith("_")} | set(Filters.__annotations__)

    for name in ("python.md", "python.zh.md"):
        page = (CHECKOUT / "docs" / name).read_text(encoding="utf-8")
        assert {n for n in wanted if not re.search(rf"[`.]{n}\b", page)} == set(), name


def test_left_out_lines() -> None:
    assert agrees(["a", "...", "d"], ["a", "b", "c", "d"])
    assert not agrees(["a", "...", "d"], ["a", "d"])
    assert not agrees(["a", "...", "x"], ["a", "b", "c", "d"])
    assert refreshed(["a", "...", "x"], ["1", "2", "3", "4"]) == ["1", "...", "4"]
    assert refreshed(["old"], ["1", "2"]) == ["1", "2"]


def test_files_of_a_page_are_edited(tmp_path: Path) -> None:
    stage = Stage(tmp_path, tmp_path / "page.md")
    stage.write("notes/a.txt", ["one", "two"])

    assert stage.run("sed -i s/two/three/ notes/a.txt") == []
    assert stage.run("cat notes/a.txt") == ["one", "three"]
    with pytest.raises(ValueError, match="holds no four"):
        stage.run("sed -i s/four/five/ notes/a.txt")


def test_console_commands() -> None:
    block = Block("console", 0, 3, ["$ zeren owns X", "out", "$ echo $?", "0"])

    assert [(c.line, c.expected) for c in console_commands(block)] == [
        ("zeren owns X", ["out"]),
        ("echo $?", ["0"]),
    ]
