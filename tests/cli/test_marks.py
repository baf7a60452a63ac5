"""What is assumed, inferred or left open is marked wherever it is printed, with one legend."""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Run, Zeren
from docx import Document
from made_notices import write_made_notices
from openpyxl import load_workbook

from matrices.wording import say, use_language

TEXTS = ("table", "plain", "md", "csv", "tsv", "html")
FILES = ("xlsx", "docx")
LEGEND = "※ assumed lead"


@pytest.fixture
def data(tmp_path: Path) -> str:
    """Notices in which leads are assumed: by the catalog (guess-2024), or if asked (none-2024)."""
    write_made_notices(tmp_path / "data")
    return str(tmp_path / "data")


def _text_of(path: Path) -> str:
    if path.suffix == ".xlsx":
        cells = [
            str(cell.value)
            for sheet in load_workbook(path).worksheets
            for row in sheet.iter_rows()
            for cell in row
        ]
        return "\n".join(cells)
    document = Document(str(path))
    cells = [c.text for table in document.tables for row in table.rows for c in row.cells]
    notes = [p.text for section in document.sections for p in section.footer.paragraphs]
    return "\n".join([*cells, *(p.text for p in document.paragraphs), *notes])


@pytest.fixture
def printed(zeren: Zeren, data: str, tmp_path: Path) -> Callable[..., str]:
    """All that a call prints or writes in a format."""

    def run(format_name: str, *call: str) -> str:
        if format_name in TEXTS:
            done = zeren("--data", data, *call, "-f", format_name)
            assert done.status == 0
            return html.unescape(done.out + done.err)
        path = tmp_path / f"out.{format_name}"
        assert zeren("--data", data, *call, "-o", str(path), "--force").status == 0
        return _text_of(path)

    return run


by_format = pytest.mark.parametrize("format_name", [*TEXTS, *FILES])
# calls that print a lead of guess-2024 or none-2024, with how it is marked there
CALLS = (
    ("owns 区公安局", "lead※"),
    ("owns 区水利局", "区公安局※等"),
    ("tasks 查火", "区公安局※等"),
    ("show guess-2024/1.1", "区公安局※"),
    ("checklist 区公安局", "lead※"),
    ("checklist 区水利局", "区公安局※等"),
    ("overlaps --kind lead-and-cooperate", "two roles of one unit※"),
)
by_call = pytest.mark.parametrize(("call", "mark"), CALLS, ids=[call for call, _ in CALLS])


@by_format
@by_call
def test_an_assumed_lead_is_marked_in_its_cell(
    printed: Callable[..., str], format_name: str, call: str, mark: str
) -> None:
    text = printed(format_name, *call.split(), "--notice", "guess-2024")

    assert mark in text
    if not call.startswith("show"):
        assert LEGEND in text


@by_format
@by_call
def test_strict_leaves_no_mark(
    printed: Callable[..., str], format_name: str, call: str, mark: str
) -> None:
    text = printed(format_name, *call.split(), "--notice", "guess-2024", "--strict")

    assert "※" not in text.replace(say("note.marks"), "")
    assert "assumed: first listed" not in text.replace("assumed: the first listed leads", "")


@by_format
@pytest.mark.parametrize(("letters", "mark"), [(False, "◇"), (True, "a")])
def test_an_assumed_lead_has_its_own_sign_in_a_matrix(
    printed: Callable[..., str], format_name: str, letters: bool, mark: str
) -> None:
    call = ["matrix", "--notice", "none-2024", *(["--letters"] if letters else [])]
    without = printed(format_name, *call)
    assumed = printed(format_name, *call, "--assume", "first-listed")

    assert LEGEND in assumed
    assert LEGEND not in without
    if letters and format_name == "html":
        return  # its script has words of one letter
    cells = [re.split(r"[\s,|<>]+", t.replace(say("note.marks"), "")) for t in (without, assumed)]
    assert [words.count(mark) for words in cells] == [0, 3]


@pytest.mark.parametrize("command", ["units", "notices"])
def test_counts_of_leads_say_how_many_are_assumed(zeren: Zeren, data: str, command: str) -> None:
    call = ("--data", data, command, "--notice", "none-2024")
    stated = zeren(*call)
    assumed = zeren(*call, "--assume", "first-listed")

    assert "of them assumed" not in stated.out
    assert "of them assumed" in assumed.out
    assert LEGEND in assumed.out
    rows = json.loads(zeren(*call, "--assume", "first-listed", "-f", "json").out)
    assert sum(row["led_assumed"] for row in rows) == sum(row["led"] for row in rows) == 3


def test_workload_counts_assumed_leads_apart(zeren: Zeren, data: str) -> None:
    run = zeren("--data", data, "workload", "--notice", "guess-2024", "-f", "json")

    police = next(load for load in json.loads(run.out) if load["unit"] == "区公安局")
    assert (police["lead_stated"], police["lead_assumed"]) == (0, 2)
    assert LEGEND in run.err


def test_json_tells_the_basis_instead_of_a_mark(zeren: Zeren, data: str) -> None:
    call = ("--data", data)
    owned = json.loads(zeren(*call, "owns", "区公安局", "--notice", "guess-2024", "-f", "json").out)
    tasks = json.loads(zeren(*call, "tasks", "查火", "-f", "json").out)
    shown = json.loads(zeren(*call, "show", "guess-2024/1.1", "-f", "json").out)
    listed = json.loads(
        zeren(*call, "checklist", "区水利局", "--notice", "guess-2024", "-f", "json").out
    )
    matrix = json.loads(zeren(*call, "matrix", "--notice", "guess-2024", "-f", "json").out)

    assert {o["basis"] for o in owned if o["role"] == "lead"} == {"assumed"}
    for task in (*tasks, *shown):
        leads = [a for a in task["assignments"] if a["role"] == "lead"]
        assert [(a["unit"], a["basis"]) for a in leads] == [("区公安局", "assumed")]
    assert listed[0]["leads"] == ["区公安局"]
    signs = [cell for row in matrix for cell in row["cells"] if cell["role"] == "lead"]
    assert {cell["basis"] for cell in signs} == {"assumed"}
    assert "※" not in json.dumps([owned, tasks, shown, listed, matrix])


def test_the_index_of_checklists_counts_assumed_leads_apart(
    zeren: Zeren, data: str, tmp_path: Path
) -> None:
    folder, book = tmp_path / "out", tmp_path / "out.xlsx"
    call = ("--data", data, "checklist", "--all", "--notice", "guess-2024", "-o")
    assert zeren(*call, str(folder)).status == 0
    assert zeren(*call, str(book)).status == 0

    for path in (folder / "index.xlsx", book):
        sheet = load_workbook(path).worksheets[0]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        head = next(row for row in rows if "of them assumed" in row)
        police = next(row for row in rows if row[0] == "区公安局")
        assert police[head.index("of them assumed")] == 2
        assert any(LEGEND in str(row[0]) for row in rows)


@pytest.mark.parametrize(
    ("suffix", "wanted"),
    [
        ("graphml", ">assumed<"),
        ("gexf", 'value="assumed"'),
        ("dot", 'style=dashed, label="※"'),
        ("mmd", "-.->|lead※|"),
        ("json", '"basis": "assumed"'),
    ],
)
def test_an_assumed_lead_is_told_in_every_file_of_the_graph(
    zeren: Zeren, data: str, tmp_path: Path, suffix: str, wanted: str
) -> None:
    path = tmp_path / f"g.{suffix}"
    call = ("--data", data, "graph", "--notice", "guess-2024", "-o", str(path), "--force")

    assert zeren(*call).status == 0
    text = path.read_text("utf-8")
    assert wanted in text
    assert (LEGEND in text) is (suffix in ("dot", "mmd"))
    assert zeren(*call, "--strict").status == 0
    assert wanted not in path.read_text("utf-8")


def test_an_assumed_lead_is_told_in_the_edges_of_a_csv(
    zeren: Zeren, data: str, tmp_path: Path
) -> None:
    call = ("--data", data, "graph", "--notice", "guess-2024", "-o", str(tmp_path / "g.csv"))
    assert zeren(*call).status == 0

    edges = (tmp_path / "g-edges.csv").read_text("utf-8-sig").splitlines()
    assert "甲区/区公安局,guess-2024/1.1,Directed,lead,assumed" in edges


def test_marks_on_a_terminal(zeren: Zeren, data: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")

    def drawn(*call: str) -> str:
        run: Run = zeren("--data", data, *call, "--notice", "guess-2024")
        return re.sub(r"\x1b\[[0-9;]*m", "", run.out)

    assert "lead※" in drawn("owns", "区公安局")
    assert "区公安局※等" in drawn("owns", "区水利局")
    assert "◇" in drawn("matrix")
    assert LEGEND in drawn("owns", "区公安局")


def test_an_open_list_ends_in_deng_wherever_it_is_printed(printed: Callable[..., str]) -> None:
    for format_name in (*TEXTS, *FILES):
        for call in ("owns 区水利局", "tasks 修堤", "checklist 区水利局", "checklist 区公安局"):
            text = printed(format_name, *call.split(), "--notice", "own-2025")
            assert re.search("区(水利|公安)局等", text), (format_name, call)
            assert LEGEND in text, (format_name, call)
        orphans = printed(format_name, "orphans", "--notice", "guess-2024", "--strict",
                          "--reason", "no-lead")  # fmt: skip
        assert "区公安局、区水利局等" in orphans, format_name


def test_the_legend_is_the_same_everywhere_in_both_languages(zeren: Zeren, data: str) -> None:
    for language in ("en", "zh"):
        use_language(language)
        legend = say("note.marks")
        for call in ("owns 区公安局", "workload", "tasks", "checklist 区公安局", "matrix", "units"):
            run = zeren("--data", data, *call.split(), "-f", "plain", language=language)
            assert run.out.count(legend) == 1, (language, call)


def test_names_with_marks_are_read_back_as_names(zeren: Zeren, data: str, tmp_path: Path) -> None:
    """A sheet that was filled in before a lead was assumed still fits one made after."""
    sheet = tmp_path / "区公安局.csv"
    call = ("--data", data, "checklist", "区公安局", "--notice", "guess-2024", "-f", "csv")
    text = zeren(*call).out
    assert "区公安局※等" in text
    for written in (text, text.replace("※", "")):
        sheet.write_text(written, encoding="utf-8")
        run = zeren("--data", data, "merge", str(sheet), "--notice", "guess-2024", "-f", "json")
        assert run.status == 0
        assert all(not task["contradictions"] for task in json.loads(run.out))


@pytest.mark.parametrize("suffix", ["xlsx", "docx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_we_print_around_a_checklist_is_not_taken_for_somebodys_words(
    zeren: Zeren, data: str, tmp_path: Path, suffix: str, language: str
) -> None:
    for notice in ("body-2025", "guess-2024"):
        path = tmp_path / f"{notice}.{suffix}"
        call = ("--data", data, "checklist", "区公安局", "--notice", notice, "-o", str(path))
        assert zeren(*call, language=language).status == 0

        run = zeren("--data", data, "merge", str(path), "-f", "json")
        assert run.status == 0
        assert "Written outside the table" not in run.err, run.err
