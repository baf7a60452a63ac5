"""Catalogs as YAML: what is written is read back, whatever the texts hold."""

from __future__ import annotations

from dataclasses import replace

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from matrices.catalogs.model import (
    Catalog,
    Default,
    LeadRule,
    Notice,
    Role,
    RuleSource,
    Section,
    Task,
    UnitCell,
)
from matrices.catalogs.nodes import read_nodes
from matrices.catalogs.reader import build_catalog
from matrices.catalogs.writer import scalar, write_catalog
from matrices.diagnostics import Place

NOWHERE = Place("")
TRAPS = (
    "no",
    "Yes",
    "null",
    "~",
    "012",
    "1.10",
    "1e3",
    "0x1F",
    "12:30",
    "2025-03-05",
    "# 无",
    "a: b",
    "a #b",
    "- 项",
    "? 问",
    "& * ! | > % @ `",
    "\"双\" '单'",
    "\\n",
    "第一行\n第二行",
    "末尾\n",
    " 前后 ",
    "\t表",
    "[甲、乙]",
    "{甲: 乙}",
    "，、；。",
    "\u3000全角",
    "\u00a0",
    "\u200b",
    "\u2028",
    "\x85",
    "\ufeff",
    "😀🏳️‍🌈",
    "𠀀",
    "---",
    "...",
    "=",
    "<<",
)
# a YAML file can hold neither lone surrogates nor most control characters
printable = st.text(
    st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t"), max_size=30
)
anything = st.sampled_from(TRAPS) | printable
texts = anything.map(lambda text: text if text.strip() else "")  # blank and missing are one
names = anything.filter(str.strip)
cells = anything.map(lambda text: text.strip(" \t"))
numbers = st.from_regex(r"[1-9][0-9]{0,2}([.-][1-9]){0,2}", fullmatch=True)


@st.composite
def tasks(draw: st.DrawFn, section_no: str, no: str) -> Task:
    roles = draw(st.lists(st.sampled_from(Role), unique=True))
    title = draw(texts)
    return Task(
        id=f"demo/{section_no}.{no}",
        notice_id="demo",
        section_no=section_no,
        no=no,
        group=draw(texts),
        title=title,
        content=draw(texts),
        targets=tuple(draw(st.lists(names, max_size=3))),
        deadline=draw(texts),
        cells=tuple(UnitCell(role, draw(cells), NOWHERE) for role in Role if role in roles),
        named_in_text=bool(roles) and draw(st.booleans()),
        lead_rule=draw(st.none() | st.sampled_from(LeadRule)),
        source_place=draw(texts),
        note=draw(texts),
        place=NOWHERE,
        imported=draw(st.sampled_from(("", "012e4567", "12345678", "0123456e"))),
    )


@st.composite
def catalogs(draw: st.DrawFn) -> Catalog:
    sections = []
    for section_no in draw(st.lists(numbers, unique=True, max_size=2)):
        found = tuple(
            draw(tasks(section_no, no)) for no in draw(st.lists(numbers, unique=True, max_size=3))
        )
        columns = {role: draw(names) for role in Role if draw(st.booleans())}
        sections.append(Section(section_no, draw(names), draw(texts), columns, found, NOWHERE))
    defaults = tuple(
        Default(
            draw(st.sampled_from(Role)),
            draw(cells.filter(str.strip)),
            f"{task.section_no}.{task.no}",
            draw(names),
            NOWHERE,
            draw(st.booleans()),
        )
        for section in sections
        for task in section.tasks[:1]
    )
    rule = draw(st.sampled_from(LeadRule))
    basis = draw(texts)
    notice = Notice(
        id="demo",
        title=draw(names),
        number=draw(texts),
        issuer=draw(texts),
        jurisdiction=draw(names),
        issued=draw(st.sampled_from(("", "2025-03-05"))),
        period=draw(st.sampled_from(("", "2025", "2021-2025"))),
        lead_rule=rule,
        lead_rule_by=(
            draw(st.sampled_from(RuleSource))
            if rule is not LeadRule.NONE or basis
            else RuleSource.ASSUMED
        ),
        lead_rule_basis=basis,
        place=NOWHERE,
        names=tuple(draw(st.lists(names, max_size=2))),
    )
    return Catalog("", notice, tuple(sections), defaults)


def _read(text: str) -> Catalog:
    root, problems = read_nodes("demo.yaml", text.encode("utf-8"))
    assert root is not None, [(p.name, p.values) for p in problems]
    catalog, problems = build_catalog("demo.yaml", root)
    assert catalog is not None, [(p.name, p.values) for p in problems]
    return catalog


def _without_places(catalog: Catalog) -> Catalog:
    def bare(task: Task) -> Task:
        found = tuple(replace(cell, place=NOWHERE) for cell in task.cells)
        return replace(task, place=NOWHERE, cells=found, has_blank_title=False)

    return replace(
        catalog,
        path="",
        notice=replace(catalog.notice, place=NOWHERE),
        sections=tuple(
            replace(s, place=NOWHERE, tasks=tuple(map(bare, s.tasks))) for s in catalog.sections
        ),
        defaults=tuple(replace(d, place=NOWHERE) for d in catalog.defaults),
    )


@pytest.mark.slow
@given(catalogs(), st.dictionaries(st.sampled_from(("", "demo/1.1")), st.lists(anything)))
def test_what_is_written_is_read_back(catalog: Catalog, comments: dict[str, list[str]]) -> None:
    assert _without_places(_read(write_catalog(catalog, comments))) == catalog


@pytest.mark.parametrize("text", TRAPS)
def test_other_yaml_readers_see_text(text: str) -> None:
    written = write_catalog(_catalog(text))

    assert yaml.safe_load(written)["sections"][0]["tasks"][0]["content"] == text


@given(anything)
@example("no")
@example("012")
def test_a_scalar_stays_the_same_text(text: str) -> None:
    assert str(scalar(text)) == text


def test_comments_stand_before_their_task() -> None:
    lines = write_catalog(_catalog("推进"), {"": ["全文", "其他"], "demo/1.1": ["甲\n乙"]}).split(
        "\n"
    )

    assert lines[:2] == ["# 全文", "# 其他"]
    assert lines[lines.index("      # 甲 乙") + 1].strip() == "- number: 1"


def test_blank_comments_are_left_out() -> None:
    assert write_catalog(_catalog("推进"), {"": [""], "demo/1.1": ["\n"]}) == write_catalog(
        _catalog("推进")
    )


def _catalog(content: str) -> Catalog:
    task = Task(
        "demo/1.1", "demo", "1", "1", "", "", content, (), "", (), False, None, "", "", NOWHERE
    )
    notice = Notice(
        "demo", "甲", "", "", "示例区", "", "", LeadRule.NONE, RuleSource.NOTICE, "", NOWHERE
    )
    return Catalog("", notice, (Section("1", "乙", "", {}, (task,), NOWHERE),))
