"""Writes invented notices of one invented district or of many, the same ones every time."""

from __future__ import annotations

import random
from pathlib import Path

DISTRICT = "示例区"
TASKS_PER_SECTION = (5, 4, 20, 55, 12, 14)
BUREAUS = (
    *(
        "区应急管理局",
        "区水利局",
        "区林业局",
        "区教委",
        "区公安局",
        "区民政局",
        "区财政局",
        "区气象局",
    ),
    *("区商务委", "区农业农村委", "区交通运输委", "区住房城乡建委", "区规划自然资源局", "区国资委"),
    *(
        "区生态环境局",
        "区市场监管局",
        "区经济信息委",
        "区文化旅游委",
        "区卫生健康委",
        "区人力社保局",
    ),
    *("区消防救援局", "区发展改革委", "区城市管理局", "区大数据发展局"),
)
TOWNSHIPS = ("东山镇", "西河镇", "南桥镇", "北岭镇", "中坝镇", "石门镇", "双溪镇", "龙泉镇")
COLLECTIVES = ("区安委会成员单位", "各乡镇（街道）", "区级有关部门", "各行业主管部门")
VERBS = ("排查", "整治", "完善", "建设", "推进", "落实", "编制", "开展")
THINGS = ("防汛抗旱", "森林防火", "消防通道", "危险化学品", "燃气管网", "农村公路", "地质灾害点")


DISTRICTS_IN_A_CITY = 95


def write_notices(folder: Path, count: int) -> int:
    """Write `count` catalogs of one district and its registry; returns how many tasks they hold."""
    _write(folder / "units.yaml", ["format: 1", "jurisdictions:", *_record(DISTRICT, "")])
    for number in range(1, count + 1):
        _write(folder / f"shili-{number:04}.yaml", _catalog(number, DISTRICT))
    return count * sum(TASKS_PER_SECTION)


def write_districts(folder: Path, count: int) -> int:
    """Write a catalog of each of `count` districts; returns how many tasks they hold.

    Every city of 95 districts has a registry file.
    """
    for first in range(1, count + 1, DISTRICTS_IN_A_CITY):
        numbers = range(first, min(first + DISTRICTS_IN_A_CITY, count + 1))
        city = f"第{first // DISTRICTS_IN_A_CITY + 1}市"
        records = [line for n in numbers for line in _record(district(n), city)]
        _write(folder / f"units-{first:04}.yaml", ["format: 1", "jurisdictions:", *records])
        for number in numbers:
            _write(folder / catalog_name(number), _catalog(number, district(number)))
    return count * sum(TASKS_PER_SECTION)


def district(number: int) -> str:
    """The name of a district of `write_districts`."""
    return f"第{number}区"


def catalog_name(number: int) -> str:
    """The file of a district of `write_districts`."""
    return f"qu-{number:04}.yaml"


def _write(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _record(name: str, city: str) -> list[str]:
    lines = [f"  - name: {name}", *([f"    within: {city}"] if city else []), "    units:"]
    for names, kind in ((BUREAUS, "department"), (TOWNSHIPS, "township")):
        for name in names:
            lines += [f"      - name: {name}", f"        kind: {kind}", "        source: invented"]
    for name in COLLECTIVES:
        lines += [f"      - name: {name}", "        kind: collective", "        source: invented"]
        if name == COLLECTIVES[0]:
            lines.append(f"        members: [{', '.join(BUREAUS[:12])}]")
    return lines


def _catalog(number: int, name: str) -> list[str]:
    chance = random.Random(number)  # noqa: S311 - data that must be the same every time
    stated = number % 4 != 0
    lines = [
        "format: 1",
        "notice:",
        f"  id: shili-{number:04}",
        f"  title: {name}第{number}号工作要点",
        f"  jurisdiction: {name}",
        f'  period: "{2000 + number % 25}"',
        f"  lead_rule: {'stated' if stated else 'first-listed'}",
        f"  lead_rule_by: {'notice' if stated else 'assumed'}",
        "sections:",
    ]
    for section, tasks in enumerate(TASKS_PER_SECTION, 1):
        lines += [f"  - number: {section}", f"    title: 第{section}部分", "    tasks:"]
        for task in range(1, tasks + 1):
            lines += _task(chance, task, stated)
    return lines


def _task(chance: random.Random, no: int, stated: bool) -> list[str]:
    thing = chance.choice(THINGS)
    content = "，".join(f"{chance.choice(VERBS)}{chance.choice(THINGS)}" for _ in range(4))
    lines = [
        f"      - number: {no}",
        f"        title: {thing}领域",
        f"        content: {content}。",
        f"        targets: [{thing} {chance.randint(1, 90)}处]",
    ]
    listed = chance.sample(BUREAUS, chance.randint(1, 7))
    if chance.random() < 0.3:
        listed.append(chance.choice(TOWNSHIPS))
    others = "、".join(listed[1:])
    ending = chance.choice(COLLECTIVES) if chance.random() < 0.6 else ""
    cell = "，".join(part for part in (others, ending) if part)
    if stated:
        lead = "" if chance.random() < 0.02 else listed[0]
        return [*lines, f'        lead: "{lead}"', f'        cooperate: "{cell}"']
    whole = "，".join(part for part in (listed[0], cell) if part)
    return [*lines, f'        responsible: "{"" if chance.random() < 0.02 else whole}"']
