"""Builds whole files out of the short examples of rule pages and rule cases.

An example is a list of tasks, or a mapping with some of: `notice` (keys of the head), `section`
(keys of the section), `columns`, `units` (the registry of 甲区), `repeat` (how often the one
task is repeated), `tasks` and `annex` (the tasks of a second section). One that begins with
``format:`` stands for a whole file; a line ``---`` parts the notices of one example.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from matrices.catalogs.workspace import load_workspace
from matrices.rules.checking import CheckRequest, Report, check_workspace
from matrices.rules.register import find_rule

TODAY = date(2026, 6, 1)
HEAD = {
    "id": "jia-{number}",
    "title": "甲区工作要点",
    "number": "甲府发〔2025〕1号",
    "issuer": "甲区人民政府",
    "jurisdiction": "甲区",
    "issued": "2025-03-05",
    "period": '"2025"',
    "lead_rule": "stated",
}
SECTION = {"number": "1", "title": "重点任务", "place": "附件表一"}
ANNEX = {"number": "2", "title": "任务清单", "place": "附件表二"}


def check_example(example: str, code: str, folder: Path, today: date = TODAY) -> Report:
    """Ask one rule of an example."""
    for name, text in files_of(example).items():
        (folder / name).write_text(text, encoding="utf-8")
    request = CheckRequest(select=(find_rule(code),), today=today)
    return check_workspace(load_workspace([folder]), request)


def files_of(example: str) -> dict[str, str]:
    """The files an example stands for, by name."""
    files: dict[str, str] = {}
    for number, part in enumerate(re.split(r"(?m)^---\n", example), start=1):
        if part.startswith("format:"):
            name = "units.yaml" if "\njurisdictions:" in part else f"jia-{number}.yaml"
            files[name] = part
            continue
        blocks = _blocks(part)
        files[f"jia-{number}.yaml"] = _catalog(blocks, number)
        if "units" in blocks:
            files["units.yaml"] = _registry(blocks["units"])
    return files


def _blocks(example: str) -> dict[str, str]:
    """The text under each key that stands at the left edge."""
    if example.startswith("-"):
        return {"tasks": "\n" + example}
    blocks: dict[str, str] = {}
    key = ""
    for line in example.splitlines():
        if line[:1] not in (" ", "-", ""):
            key, _, rest = line.partition(":")
            blocks[key] = rest.strip()
        else:
            blocks[key] += "\n" + line
    return blocks


def _catalog(blocks: dict[str, str], number: int) -> str:
    head = {**HEAD, **_pairs(blocks.get("notice", ""))}
    lines = ["format: 1", "notice:"]
    lines += [f"  {key}: {value}".replace("{number}", str(number)) for key, value in head.items()]
    section = _pairs(blocks["section"]) if "section" in blocks else SECTION
    lines.append("sections:")
    lines += [f"  {'-' if n == 0 else ' '} {k}: {v}" for n, (k, v) in enumerate(section.items())]
    if "columns" in blocks:
        lines.append(f"    columns: {blocks['columns']}")
    lines.append("    tasks:")
    tasks = _lines(blocks.get("tasks", ""))
    if "repeat" in blocks:
        tasks = [
            tasks[0].replace("number: 1,", f"number: {n},")
            for n in range(1, int(blocks["repeat"]) + 1)
        ]
    lines += ["      " + task for task in tasks]
    if "annex" in blocks:
        lines += [f"  {'-' if n == 0 else ' '} {k}: {v}" for n, (k, v) in enumerate(ANNEX.items())]
        lines += ["    tasks:", *("      " + task for task in _lines(blocks["annex"]))]
    return "\n".join(lines) + "\n"


def _lines(block: str) -> list[str]:
    return [line.strip() for line in block.splitlines() if line.strip()]


def _pairs(flow: str) -> dict[str, str]:
    """The pairs of a flow mapping as they are written; nested ones stay whole."""
    inside = flow.strip().removeprefix("{").removesuffix("}")
    pairs: dict[str, str] = {}
    depth, quoted, start = 0, False, 0
    for index, character in enumerate(inside + ","):
        quoted ^= character == '"'
        depth += (character in "[{") - (character in "]}")
        if character == "," and depth == 0 and not quoted:
            key, _, value = inside[start:index].partition(":")
            if key.strip():
                pairs[key.strip()] = value.strip()
            start = index + 1
    return pairs


def _registry(units: str) -> str:
    text = "format: 1\njurisdictions:\n  - name: 甲区\n    units:"
    if units.startswith("["):
        return f"{text} {units}\n"
    return (
        text
        + "".join("\n      " + line.strip() for line in units.splitlines() if line.strip())
        + "\n"
    )
