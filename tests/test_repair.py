"""Repairs: the cell reads as before, everything else stays, twice is as once."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matrices.catalogs.workspace import load_workspace
from matrices.notation import parse_cell
from matrices.rules.repair import REPAIRED_RULES, repair_catalog

UNITS = """\
format: 1
jurisdictions:
  - name: 甲区
    units:
      - {name: 区应急管理局, kind: department, aliases: [区应急局], source: 名录}
      - {name: 区水利局, kind: department, source: 名录}
      - {name: 市科委、中关村管委会, kind: department, source: 名录}
"""
NAMES = [
    "区应急局",
    "区应急管理局",
    "甲区水利局",
    "区水利局",
    "各镇街",
    "平台",
    "区安委会",
    "区教委等单位",
]
CELLS = st.lists(
    st.tuples(st.sampled_from(NAMES), st.sampled_from(["、", ",", "，", ";", " ", "及"])),
    min_size=1,
    max_size=6,
)


def repaired(folder: Path, cell: str) -> str:
    """The text of the catalog after every repair."""
    path = folder / "jia.yaml"
    path.write_text(
        "format: 1\nnotice: {id: jia, title: 要点, jurisdiction: 甲区, lead_rule: stated}\n"
        "sections:\n  - number: 1\n    title: 任务\n    tasks:\n"
        "      - number: 1\n        title: 一\n"
        f"        lead: {cell}\n        cooperate: 区教委 # 注\n",
        encoding="utf-8",
    )
    (folder / "units.yaml").write_text(UNITS, encoding="utf-8")
    workspace = load_workspace([folder])
    return repair_catalog(
        workspace.catalogs[0], workspace.registry, REPAIRED_RULES.__contains__
    ).after


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("区应急局", "区应急管理局"),
        ("'区应急局'", '"区应急管理局"'),
        ("甲区水利局、区教委", "区水利局、区教委"),
        ("区水利局、区教委、区水利局", "区水利局、区教委"),
        ("区应急局、区应急管理局", "区应急管理局"),
        ('"区教委,各镇街、平台"', '"区教委，各镇街、平台"'),
        ("区教委、区水利局、区水利局等单位", "区教委、区水利局、区水利局等单位"),
        ("区水利局（区应急局）", "区水利局（区应急局）"),
        ('"区教委\\n区水利局"', '"区教委\\n区水利局"'),
        ('""', '""'),
    ],
)
def test_repair(tmp_path: Path, cell: str, expected: str) -> None:
    line = repaired(tmp_path, cell).splitlines()[8]

    assert line == f"        lead: {expected}"


def test_a_cell_over_several_lines_is_left_alone(tmp_path: Path) -> None:
    cell = "|\n          区应急局,\n          区水利局"

    assert "区应急局," in repaired(tmp_path, cell)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(CELLS)
def test_a_repaired_cell_names_the_same_units(parts: list[tuple[str, str]]) -> None:
    import tempfile

    cell = "".join(name + mark for name, mark in parts[:-1]) + parts[-1][0]
    with tempfile.TemporaryDirectory() as folder:
        text = repaired(Path(folder), f'"{cell}"')
        workspace = load_workspace([Path(folder)])
        after = text.splitlines()[8].partition(": ")[2].strip('"')
        registry = workspace.registry

        def units(content: str) -> list[str]:
            known = registry.holding_separators("甲区")
            names = [registry.key("甲区", m.name).name for m in parse_cell(content, known).mentions]
            return list(dict.fromkeys(names))

        assert units(after) == units(cell)
        again = repaired(Path(folder), f'"{after}"')
        assert again.splitlines()[8] == f'        lead: "{after}"'
