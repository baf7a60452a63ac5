"""How well two notices are compared: counted over invented pairs that a reader has answered."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import yaml
from comparing import catalog_text, compared, links_of, load_texts

PAIRS = yaml.safe_load(Path(__file__).with_name("pairs.yaml").read_text(encoding="utf-8"))
ALONE = ("dropped", "new")


def _counted(folder: Path, pair: dict[str, Any]) -> Counter[str]:
    place = "样板市" if pair.get("levels") else "示例区"
    workspace = load_texts(
        folder,
        alt=catalog_text("alt", pair["a"], place, "2024"),
        neu=catalog_text("neu", pair["b"], period="2025"),
    )
    found = set(links_of(compared(workspace, levels=bool(pair.get("levels")))))
    ids = {task[0]: f"1.{n}" for side in "ab" for n, task in enumerate(pair[side], 1)}
    right = {(ids.get(a, "-"), ids.get(b, "-"), relation) for a, b, relation in pair["links"]}
    count: Counter[str] = Counter()
    for kind, told in (("found", found), ("right", right), ("both", found & right)):
        count[f"{kind} relation"] += sum(relation not in ALONE for _, _, relation in told)
        for relation in ALONE:
            count[f"{kind} {relation}"] += sum(each[2] == relation for each in told)
    pairs = [{(a, b) for a, b, _ in told if "-" not in (a, b)} for told in (found, right)]
    count["found link"], count["right link"] = len(pairs[0]), len(pairs[1])
    count["both link"] = len(pairs[0] & pairs[1])
    return count


def test_what_a_reader_says_is_found(tmp_path: Path) -> None:
    count: Counter[str] = Counter()
    for number, pair in enumerate(PAIRS):
        count += _counted(tmp_path / str(number), pair)

    def precision(what: str) -> float:
        return count[f"both {what}"] / count[f"found {what}"]

    def recall(what: str) -> float:
        return count[f"both {what}"] / count[f"right {what}"]

    assert len(PAIRS) >= 10
    assert count["right link"] >= 45
    assert min(precision("link"), recall("link")) >= 0.95
    assert min(precision("relation"), recall("relation")) >= 0.9
    assert min(precision("dropped"), recall("dropped"), precision("new"), recall("new")) >= 0.9
