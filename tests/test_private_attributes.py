"""What zeren uses of other packages that they promise nobody, and that it still is there.

A package may change such a name without a word. Each stands in one place of the source and
in `INNER`, with a check of the installed version; the source is searched for others.
"""

from __future__ import annotations

import ast
import importlib.util
import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from conftest import SOURCE

# Modules and classes whose contents are documented. Any other module of another package is an
# inner one, and so are attributes of anything else in it.
DOCUMENTED = {
    "duckdb",
    "pyspark.sql",
    "docx",
    "docx.document",
    "docx.enum.section",
    "docx.enum.section.WD_ORIENT",
    "docx.enum.text",
    "docx.enum.text.WD_ALIGN_PARAGRAPH",
    "docx.shared",
    "docx.text.run",
    "lxml",
    "lxml.etree",
    "lxml.html",
    "matplotlib",
    "matplotlib.figure",
    "matplotlib.font_manager",
    "networkx",
    "networkx.community",
    "openpyxl",
    "openpyxl.cell.cell",
    "openpyxl.utils",
    "openpyxl.utils.cell",
    "openpyxl.worksheet.worksheet",
    "pdfminer.layout",
    "pdfminer.pdfinterp",
    "pdfplumber",
    "pdfplumber.page",
    "rich",
    "rich.box",
    "rich.cells",
    "rich.console",
    "rich.progress",
    "rich.table",
    "rich.table.Table",
    "rich.text",
    "ruamel.yaml",
    "ruamel.yaml.comments",
    "ruamel.yaml.error",
    "ruamel.yaml.scalarstring",
    "tabulate",
    "typer",
    "typer.core",
    "typer.main",
    "wcwidth",
    "xlsxwriter",
    "xlsxwriter.format",
    "xlsxwriter.workbook",
    "xlsxwriter.worksheet",
    "yaml",
}


# What is expected of the installed versions


def pdf_page() -> Any:  # noqa: ANN401
    """A page with one word, as pdfplumber opens it."""
    import pdfplumber
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.drawString(100, 700, "word")
    canvas.save()
    return pdfplumber.open(stream).pages[0]


def expect_layout_taken_over() -> None:
    from pdfminer.layout import LTPage

    page = pdf_page()
    page._layout = LTPage(1, page.bbox)

    assert page.layout is page._layout
    assert page.chars == [], "the page was drawn although it had been"
    assert len(pdf_page().chars) == 4


def expect_page_drawn_by_hand() -> None:
    from pdfminer.pdfinterp import PDFPageInterpreter
    from pdfplumber.page import PDFPageAggregatorWithMarkedContent

    page = pdf_page()
    drawn: list[str] = []

    class Watching(PDFPageAggregatorWithMarkedContent):
        def begin_figure(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().begin_figure(*args, **kwargs)

        def paint_path(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
            super().paint_path(*args, **kwargs)

        def render_char(self, *args: Any, **kwargs: Any) -> float:  # noqa: ANN401
            drawn.append("character")
            return super().render_char(*args, **kwargs)

    device = Watching(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)

    assert len(drawn) == 4, "characters are drawn another way"
    assert len(list(device.get_result())) == 4


def expect_password_told() -> None:
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
    from pdfplumber.utils.exceptions import PdfminerException
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, encrypt=StandardEncryption("secret"))
    canvas.drawString(100, 700, "word")
    canvas.save()
    with pytest.raises(PdfminerException) as caught:
        pdfplumber.open(stream)

    assert isinstance(caught.value.args[0], PDFPasswordIncorrect)


def expect_written_cells_only() -> None:
    import openpyxl

    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet["C1048576"] = "=1+1"
    stream = io.BytesIO()
    workbook.save(stream)
    cells = openpyxl.load_workbook(stream).worksheets[0]._cells

    assert list(cells) == [(1_048_576, 3)], "other cells than those of the file, or other keys"
    assert cells[1_048_576, 3].data_type == "f"


def expect_font_table_replaced() -> None:
    import docx
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.part import Part

    document = docx.Document()
    paper = document.part
    old = paper.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    number = paper.relate_to(old, RELATIONSHIP_TYPE.FONT_TABLE)
    new = Part(old.partname, old.content_type, old.blob + b" ", old.package)
    paper.load_rel(RELATIONSHIP_TYPE.FONT_TABLE, new, number)
    stream = io.BytesIO()
    document.save(stream)
    again = docx.Document(stream).part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)

    assert again.blob == old.blob + b" ", "the template's font table stays"


def expect_parts_and_relations() -> None:
    import docx

    relations = docx.Document().part.rels.values()

    assert any(relation.reltype.endswith("/styles") for relation in relations)
    assert all(relation.target_part.blob for relation in relations if not relation.is_external)


def expect_xml_of_papers() -> None:
    import docx
    from docx.oxml import OxmlElement
    from docx.oxml.ns import nsdecls, qn
    from docx.oxml.parser import parse_xml

    document = docx.Document()
    run = document.add_paragraph().add_run("word")
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "font")
    run.element.append(OxmlElement("w:br"))
    document.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}/>"))

    assert [piece.tag for piece in run.element] == [qn("w:rPr"), qn("w:t"), qn("w:br")]
    assert document.element.body[0].tag == qn("w:p")


def expect_implicit_resolvers() -> None:
    import yaml

    resolvers = yaml.SafeLoader.yaml_implicit_resolvers
    tags = [tag for tag, pattern in resolvers["n"] if pattern.match("no")]

    assert tags == ["tag:yaml.org,2002:bool"]
    assert not any(pattern.match("none of it") for _, pattern in resolvers["n"])


def expect_pattern_of_unprintable() -> None:
    import yaml

    found = yaml.reader.Reader.NON_PRINTABLE.search("区\t水\n利\x07局")

    assert found is not None
    assert found.start() == 5


def expect_kinds_of_usage_errors() -> None:
    from typer.exceptions import TyperException

    app = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)

    def ask(name: str, number: Annotated[int, typer.Option("--number")] = 1) -> None: ...
    def tell() -> None: ...

    app.command()(ask)
    app.command()(tell)

    def refused(*words: str) -> Any:  # noqa: ANN401
        with pytest.raises(TyperException) as caught:
            app(words, standalone_mode=False)
        return caught.value

    kinds = {
        words: type(refused(*words)).__name__
        for words in ((), ("ask",), ("ask", "a", "--numbr", "1"), ("ask", "a", "--number", "x"),
                      ("ask", "a", "--number"))
    }  # fmt: skip
    assert list(kinds.values()) == [
        "NoArgsIsHelpError", "MissingParameter", "NoSuchOption", "BadParameter", "BadOptionUsage",
    ]  # fmt: skip
    assert refused("ask").param.param_type_name == "argument"
    assert refused("ask", "a", "--number", "x").param.opts == ["--number"]
    assert refused("ask", "a", "--numbr", "1").option_name == "--numbr"
    assert list(refused("ask", "a", "--numbr", "1").possibilities) == ["--number"]
    assert str(refused("aks")) == "No such command 'aks'. Did you mean 'ask'?"
    assert str(refused("ask", "a", "b")) == "Got unexpected extra argument(s) (b)"


def expect_list_of_fonts() -> None:
    from matplotlib import font_manager

    assert "DejaVu Sans" in {font.name for font in font_manager.fontManager.ttflist}


@dataclass(frozen=True)
class Inner:
    """A name that a package promises nobody.

    `where` is where the source uses it: a file, or a file and the function in it.
    """

    package: str
    attribute: str
    where: tuple[str, ...]
    why: str
    expect: Callable[[], None]

    @property
    def name(self) -> str:
        return self.attribute.rpartition(".")[2]


INNER = (
    Inner(
        "pdfplumber",
        "pdfplumber.page.Page._layout",
        ("matrices/readers/pdf/bounds.py:_hand_over",),
        "a page is drawn within bounds, and pdfplumber must not draw it again without",
        expect_layout_taken_over,
    ),
    *(
        Inner(
            "pdfplumber",
            attribute,
            ("matrices/readers/pdf/bounds.py:draw",),
            "a page is drawn as pdfplumber would draw it, counting what is drawn",
            expect_page_drawn_by_hand,
        )
        for attribute in (
            "pdfplumber.page.PDFPageAggregatorWithMarkedContent",
            "pdfplumber.page.Page.page_obj",
            "pdfplumber.pdf.PDF.rsrcmgr",
            "pdfplumber.pdf.PDF.laparams",
        )
    ),
    *(
        Inner(
            package,
            attribute,
            ("matrices/readers/pdf/assembly.py",),
            "a file with a password is told from a damaged one",
            expect_password_told,
        )
        for package, attribute in (
            ("pdfplumber", "pdfplumber.utils.exceptions"),
            ("pdfminer.six", "pdfminer.pdfdocument"),
        )
    ),
    Inner(
        "openpyxl",
        "openpyxl.worksheet.worksheet.Worksheet._cells",
        ("matrices/readers/xlsx.py:_written_cells",),
        "the public iterators make a cell for every place of the used area",
        expect_written_cells_only,
    ),
    *(
        Inner(
            "python-docx",
            attribute,
            ("matrices/output/docx.py",),
            "the template's font table gives way to ours",
            expect_font_table_replaced,
        )
        for attribute in ("docx.opc.constants", "docx.opc.part")
    ),
    Inner(
        "python-docx",
        "docx.opc.part.Part.rels",
        ("matrices/readers/docx.py:_Reading.__init__",),
        "notes, comments and lists stand in parts of their own",
        expect_parts_and_relations,
    ),
    *(
        Inner(
            "python-docx",
            attribute,
            where,
            "its public classes leave out tracked insertions, merges and fonts of Chinese text",
            expect_xml_of_papers,
        )
        for attribute, where in (
            ("docx.oxml", ("matrices/output/docx.py",)),
            ("docx.oxml.ns", ("matrices/output/docx.py", "matrices/checklists/filled_sheets.py")),
            ("docx.oxml.parser", ("matrices/readers/docx.py",)),
        )
    ),
    Inner(
        "PyYAML",
        "yaml.SafeLoader.yaml_implicit_resolvers",
        ("matrices/catalogs/nodes.py:reads_as_other_type",),
        "what YAML takes for no text is warned of and quoted; no value is ever converted",
        expect_implicit_resolvers,
    ),
    Inner(
        "PyYAML",
        "yaml.reader.Reader.NON_PRINTABLE",
        ("matrices/catalogs/nodes.py:_first_unprintable",),
        "the place of the first forbidden character is told",
        expect_pattern_of_unprintable,
    ),
    Inner(
        "matplotlib",
        "matplotlib.font_manager.fontManager.ttflist",
        ("matrices/output/charts.py:chinese_font",),
        "the names of the fonts found are compared with those that have Chinese characters",
        expect_list_of_fonts,
    ),
    Inner(
        "typer",
        "typer.exceptions",
        ("cli/main.py", "cli/help_page.py"),
        "wrong calls are told in the user's language; typer keeps the kinds of error to itself",
        expect_kinds_of_usage_errors,
    ),
)


@pytest.mark.parametrize("inner", INNER, ids=lambda inner: f"{inner.package} {inner.name}")
def test_the_installed_version_still_has_it(inner: Inner) -> None:
    try:
        inner.expect()
    except (Exception, pytest.fail.Exception) as error:
        pytest.fail(
            f"{inner.package} {version(inner.package)} has no {inner.attribute} as we know it"
            f" ({type(error).__name__}: {error}).\n"
            f"Used in {', '.join(inner.where)}, because {inner.why}."
        )


def test_what_is_gone_is_told_with_its_place_and_purpose() -> None:
    page: Any = object()
    gone = replace(INNER[0], expect=lambda: page.gone)

    with pytest.raises(pytest.fail.Exception) as caught:
        test_the_installed_version_still_has_it(gone)

    assert str(caught.value) == (
        f"pdfplumber {version('pdfplumber')} has no pdfplumber.page.Page._layout as we know it"
        " (AttributeError: 'object' object has no attribute 'gone').\n"
        "Used in matrices/readers/pdf/bounds.py:_hand_over, because a page is drawn within bounds,"
        " and pdfplumber must not draw it again without."
    )


# What the source uses


@dataclass(frozen=True)
class Use:
    """An inner name in the source: its last name, and all of it as far as the source says."""

    file: str
    function: str
    name: str
    written: str

    def is_of(self, inner: Inner) -> bool:
        """Tell whether this is a use that `INNER` speaks of."""
        is_named = (
            self.name == inner.name
            or self.written == inner.attribute
            or self.written.startswith(f"{inner.attribute}.")
        )
        return is_named and bool({self.file, f"{self.file}:{self.function}"} & set(inner.where))


class Search(ast.NodeVisitor):
    """Looks through a module for names with an underscore on what is not its own, for modules
    that nobody documents, and for attributes deep inside another package.
    """

    def __init__(self, file: str, tree: ast.Module) -> None:
        self.file = file
        self.uses: list[Use] = []
        self.stack: list[str] = []
        self.in_foreign_class = [False]
        self.modules: dict[str, str] = {}
        self.own = {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
        self.visit(tree)

    def add(self, name: str, written: str) -> None:
        self.uses.append(Use(self.file, ".".join(self.stack), name, written))

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        roots = {ast.unparse(base).partition(".")[0] for base in node.bases}
        self.in_foreign_class.append(bool(roots & set(self.modules)))
        self.visit_FunctionDef(node)
        self.in_foreign_class.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.ClassDef) -> None:
        self.stack.append(node.name)
        self.generic_visit(node)
        self.stack.pop()

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            if is_foreign(alias.name):
                self.modules[alias.asname or alias.name.partition(".")[0]] = (
                    alias.name if alias.asname else alias.name.partition(".")[0]
                )
                self.look_at_module(alias.name)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        module = node.module or ""
        if node.level or not is_foreign(module):
            return
        for alias in node.names:
            whole = f"{module}.{alias.name}"
            self.modules[alias.asname or alias.name] = whole
            if is_module(whole):
                self.look_at_module(whole)
            elif is_private(alias.name):
                self.add(alias.name, whole)
            else:
                self.look_at_module(module)

    def look_at_module(self, module: str) -> None:
        if module not in DOCUMENTED:
            self.add(module.rpartition(".")[2], module)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        written = ast.unparse(node)
        root, _, rest = written.partition(".")
        if is_private(node.attr) and not self.is_own(node.value):
            self.add(node.attr, written)
        elif root in self.modules and rest.replace(".", "").isidentifier():
            whole = f"{self.modules[root]}.{rest}"
            package, _, attribute = whole.rpartition(".")
            if package not in DOCUMENTED and whole not in DOCUMENTED:
                self.add(attribute, whole)
            return  # the attributes of this one are parts of the same name
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        by_name = {"getattr", "hasattr", "setattr", "delattr", "attrgetter"}
        if ast.unparse(node.func).rpartition(".")[2] in by_name:
            for argument in node.args:
                if isinstance(argument, ast.Constant) and is_private(str(argument.value)):
                    self.add(str(argument.value), ast.unparse(node))
        self.generic_visit(node)

    def visit_MatchClass(self, node: ast.MatchClass) -> None:
        for name in filter(is_private, node.kwd_attrs):
            self.add(name, ast.unparse(node))
        self.generic_visit(node)

    def is_own(self, value: ast.expr) -> bool:
        if not isinstance(value, ast.Name):
            return False
        if value.id in ("self", "cls"):
            return not self.in_foreign_class[-1]
        return value.id in self.own


# what the documentation of collections.namedtuple promises
PUBLIC_ALL_THE_SAME = frozenset(("_replace", "_asdict", "_make", "_fields"))


def is_private(name: str) -> bool:
    return name.startswith("_") and not name.endswith("__") and name not in PUBLIC_ALL_THE_SAME


def is_foreign(module: str) -> bool:
    root = module.partition(".")[0]
    return root not in sys.stdlib_module_names and root not in ("cli", "matrices")


def is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except ModuleNotFoundError:
        return False


def searched(file: str, code: str) -> list[Use]:
    return Search(file, ast.parse(code)).uses


def source_files() -> Iterator[tuple[str, str]]:
    for package in ("cli", "matrices"):
        for path in sorted((SOURCE / package).rglob("*.py")):
            yield path.relative_to(SOURCE).as_posix(), path.read_text("utf-8")


def names_in(path: Path, function: str) -> set[str]:
    """Every name, attribute and imported module in a function, or in the file."""
    tree: ast.AST = ast.parse(path.read_text("utf-8"))
    for name in filter(None, function.split(".")):
        tree = next(
            node
            for node in ast.iter_child_nodes(tree)
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and node.name == name
        )
    found: set[str] = set()
    for node in ast.walk(tree):
        match node:
            case ast.Attribute():
                found.add(node.attr)
            case ast.Name():
                found.add(node.id)
            case ast.ImportFrom():
                found |= {*(node.module or "").split("."), *(alias.name for alias in node.names)}
            case ast.Import():
                found |= {part for alias in node.names for part in alias.name.split(".")}
            case _:
                pass  # nothing else has a name of another package
    return found


@pytest.mark.checkout
def test_the_list_is_complete() -> None:
    unlisted = [
        f"{use.file} ({use.function or 'module'}): {use.written}"
        for file, code in source_files()
        for use in searched(file, code)
        if not any(use.is_of(inner) for inner in INNER)
    ]

    assert unlisted == [], "inner names of other packages that INNER does not list"


@pytest.mark.checkout
@pytest.mark.parametrize("inner", INNER, ids=lambda inner: f"{inner.package} {inner.name}")
def test_what_is_listed_is_used_where_it_says(inner: Inner) -> None:
    for where in inner.where:
        file, _, function = where.partition(":")
        assert inner.name in names_in(SOURCE / file, function), f"{inner.name} is not in {where}"


def test_a_name_with_an_underscore_is_used_in_one_place() -> None:
    assert [inner.attribute for inner in INNER if is_private(inner.name)] == [
        "pdfplumber.page.Page._layout",
        "openpyxl.worksheet.worksheet.Worksheet._cells",
    ]
    assert all(len(inner.where) == 1 for inner in INNER if is_private(inner.name))


@pytest.mark.parametrize(
    ("code", "written"),
    [
        ("def f(sheet):\n    return sheet._cells", "sheet._cells"),
        ("def f(sheet):\n    sheet._cells = {}", "sheet._cells"),
        ("def f(sheet):\n    return sheet.rows[0]._cells.values()", "sheet.rows[0]._cells"),
        ("def f(sheet):\n    return getattr(sheet, '_cells')", "getattr(sheet, '_cells')"),
        ("from yaml import _yaml", "yaml._yaml"),
        ("import yaml.reader", "yaml.reader"),
        ("from yaml import reader", "yaml.reader"),
        ("from yaml.reader import Reader", "yaml.reader"),
        ("import yaml as y\ny.reader.Reader.NON_PRINTABLE", "yaml.reader.Reader.NON_PRINTABLE"),
        ("from yaml import SafeLoader\nSafeLoader.bad.check", "yaml.SafeLoader.bad.check"),
        ("import yaml\nclass A(yaml.Loader):\n    def f(self):\n        self._x", "self._x"),
        ("match 1:\n    case int(_real=1):\n        pass", "int(_real=1)"),
    ],
)
def test_the_search_finds(code: str, written: str) -> None:
    assert written in [use.written for use in searched("x.py", code)]


@pytest.mark.parametrize(
    "code",
    [
        "class A:\n    _x = 1\n    def f(self):\n        return self._x, A._x",
        "def f(value):\n    return type(value).__name__",
        "import yaml\nyaml.parse",
        "from matrices.wording import say\nsay.x.y",
        "def f(table):\n    return table.rows",
    ],
)
def test_the_search_passes_over_what_is_ours(code: str) -> None:
    assert searched("x.py", code) == []
