"""Rules on how units are named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrices.catalogs.locations import find_files
from matrices.catalogs.model import Task, UnitKind
from matrices.catalogs.repeats import known_names
from matrices.diagnostics import Place, Severity
from matrices.notation import Mention, MentionKind, looks_like_unit, parse_cell
from matrices.rules.rule import Examination, Examined, Found, about, about_notice, rule, rule_across
from matrices.spelling import one_slip_apart

_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任"
    "沈姚卢姜崔钟谭陆汪范石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
# 林业, 高新: a field of duty or a plain word may begin with a surname
_FIELD = "业务财教农工商卫旅审监督管税"
_GIVEN = rf"[^{_FIELD}\W\d_a-zA-Z]"
_PLAIN_WORDS = "石油|石化|高速|高校|高新|方案|方志|马路|林草|江河|余热|任务|程序|范围|董事会?"
_FULL_NAME = re.compile(rf"(?!(?:{_PLAIN_WORDS})$)[{_SURNAMES}]{_GIVEN}{{1,2}}(?:同志)?")
_NOT_A_PERSON = re.compile(r"[局委办厅部院署会处所站队科股室镇乡村街县区市州校企社馆台园库]$")
_BY_FUNCTION = re.compile(
    r"(?:负有|承担|具有).*职责.*(?:部门|单位)|行业.{0,2}主管部门|业务(?:管理|主管)部门|主管部门$|监管部门$|"
    r"职能部门$|行业部门$|防治部门$"
)
BY_FIELD = re.compile(r"[^各有相全区市]{2,6}部门")  # 教育部门: one bureau, told by its field
_NAME_NOISE = re.compile(r"[各、，,（）()\s]")
_LEVEL_WORDS = (("街道", "街"), ("镇乡", "乡镇"), ("街镇", "镇街"))


def first_of_each(
    names: Iterator[tuple[str, Task, Place]],
) -> Iterator[tuple[str, Task, Place, int]]:
    """Each name once, where it first stands, with how often it occurs."""
    first: dict[str, tuple[Task, Place]] = {}
    count: dict[str, int] = {}
    for name, task, place in names:
        first.setdefault(name, (task, place))
        count[name] = count.get(name, 0) + 1
    for name, (task, place) in first.items():
        yield name, task, place, count[name]


def _on_record_as(examined: Examined, name: str) -> str:
    unit = examined.registry.resolve(examined.jurisdiction, name)
    return unit.name if unit is not None else ""


def _has_district_prefix(examined: Examined, name: str) -> bool:
    return name.startswith(examined.registry.place_names(examined.jurisdiction))


@rule("U02", "alias-used", Severity.NOTE)
def alias_used(examined: Examined) -> Iterator[Found]:
    """Find units that a notice names only by another name than the one on record.

    Why: readers and spreadsheets count the two names as two units.
    Bad:
        units: [{name: 区应急管理局, kind: department, aliases: [区应急局], source: 名录}]
        tasks:
          - {number: 1, title: 预案修订, content: 修订预案。, lead: 区应急局}
    Good:
        units: [{name: 区应急管理局, kind: department, aliases: [区应急局], source: 名录}]
        tasks:
          - {number: 1, title: 预案修订, content: 修订预案。, lead: 区应急管理局}
    Source: 区应急局 beside 区应急管理局 in notices of one district
    """
    spellings = _spellings(examined)
    names = ((m.name, task, place) for task, place, m in examined.named if _is_a_name(m))
    for name, task, place, count in first_of_each(names):
        canonical = _on_record_as(examined, name)
        if (
            canonical
            and canonical != name
            and len(spellings[canonical]) == 1  # one-body-several-names tells the others
            and not _has_district_prefix(examined, name)
        ):
            yield about(task, place, unit=name, suggestion=canonical, count=count)


def _is_a_name(mention: Mention) -> bool:
    """Tell whether it names a body, and does not only point at one (有关部门, 教育部门)."""
    return mention.kind is not MentionKind.INDEFINITE and not BY_FIELD.fullmatch(mention.name)


def _spellings(examined: Examined) -> dict[str, dict[str, tuple[Task, Place]]]:
    """Each body with the names the notice gives it, and where each first stands."""
    bodies: dict[str, dict[str, tuple[Task, Place]]] = {}
    for task, place, mention in examined.named:
        if _is_a_name(mention):
            unit = examined.registry.resolve(examined.jurisdiction, mention.name)
            body = unit.name if unit is not None else _plain_name(examined, mention.name)
            bodies.setdefault(body, {}).setdefault(mention.name, (task, place))
    return bodies


@rule("U03", "district-prefix", None, strict=Severity.NOTE, drafting=Severity.NOTE)
def district_prefix(examined: Examined) -> Iterator[Found]:
    """Find units written with the district's name that are on record with 区 or 县 alone.

    Why: within one notice the short form is the custom; mixed forms look like two units.
    Bad:
        units: [{name: 区水利局, kind: department, source: 名录}]
        tasks:
          - {number: 1, title: 水库巡查, content: 巡查水库。, lead: 甲区水利局}
    Good:
        units: [{name: 区水利局, kind: department, source: 名录}]
        tasks:
          - {number: 1, title: 水库巡查, content: 巡查水库。, lead: 区水利局}
    Source: 江津区市场监管局 beside 区公安局 in one notice
    """
    names = ((m.name, task, place) for task, place, m in examined.named)
    for name, task, place, count in first_of_each(names):
        canonical = _on_record_as(examined, name)
        if canonical and canonical != name and _has_district_prefix(examined, name):
            yield about(task, place, unit=name, suggestion=canonical, count=count)


@rule("U04", "near-miss-name", Severity.WARNING)
def near_miss_name(examined: Examined) -> Iterator[Found]:
    """Find a name one slip away from a unit that the notice or the registry knows.

    Why: text recognition and typing produce units that do not exist.
    Bad:
        - {number: 1, title: 路面整治, content: 整治路面。, lead: 区交通运输局}
        - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输局}
        - {number: 3, title: 隧道检测, content: 检测隧道。, lead: 区交通运偷局}
    Good:
        - {number: 1, title: 路面整治, content: 整治路面。, lead: 区交通运输局}
        - {number: 2, title: 桥梁检测, content: 检测桥梁。, lead: 区交通运输局}
        - {number: 3, title: 隧道检测, content: 检测隧道。, lead: 区交通运输局}
    Source: 省交通运偷厅 and 省发‘展改革委 in published documents read by machine
    """
    found = list(first_of_each((m.name, task, place) for task, place, m in examined.named))
    record = examined.registry.jurisdictions.get(examined.jurisdiction)
    on_record = {u.name for u in record.units} if record else set()
    certain = on_record | {name for name, _, _, count in found if count > 1}
    by_length: dict[int, list[str]] = {}
    for name in sorted(certain):
        by_length.setdefault(len(name), []).append(name)
    for name, task, place, count in found:
        if count > 1 or _on_record_as(examined, name):
            continue
        nearby = [
            other
            for length in (len(name) - 1, len(name), len(name) + 1)
            for other in by_length.get(length, ())
            if one_slip_apart(name, other)
        ]
        if nearby:
            yield about(task, place, unit=name, suggestion=nearby[0])


@rule("U05", "sub-unit-of-another", Severity.WARNING)
def sub_unit_of_another(examined: Examined) -> Iterator[Found]:
    """Find a bracketed sub-unit that is not on record as part of the unit before the bracket.

    Why: the bracket says who in the bureau does the work; it must sit in that bureau.
    Bad:
        units:
          - {name: 区公安局, kind: department, source: 名录}
          - {name: 区城市管理局, kind: department, source: 名录}
          - {name: 区交巡警支队, kind: sub-unit, hosted_by: 区公安局, source: 名录}
        tasks:
          - {number: 1, title: 路面整治, content: 整治路面。, lead: 区城市管理局（区交巡警支队）}
    Good:
        units:
          - {name: 区公安局, kind: department, source: 名录}
          - {name: 区交巡警支队, kind: sub-unit, hosted_by: 区公安局, source: 名录}
        tasks:
          - {number: 1, title: 路面整治, content: 整治路面。, lead: 区公安局（区交巡警支队）}
    Source: 区公安局(区公安交巡警支队) in a 2025 district notice
    """
    for task, place, mention in examined.named:
        for name in mention.sub_units:
            unit = examined.registry.resolve(examined.jurisdiction, name)
            parent = _on_record_as(examined, mention.name)
            above = (unit.part_of or unit.hosted_by) if unit is not None else ""
            if unit is not None and parent and above not in (parent, mention.name):
                yield about(task, place, unit=name, parent=mention.name)


@rule("U06", "odd-separator", Severity.NOTE, drafting=Severity.WARNING)
def odd_separator(examined: Examined) -> Iterator[Found]:
    """Find unit cells that part names by half-width commas, spaces or line breaks.

    Why: it is left open whether the names on both sides are peers or the next rank begins.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: "区教委,各镇街"}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委，各镇街}
    Source: most two-rank cells of a 2025 district notice use a half-width comma
    """
    known = known_names(examined.catalog, examined.registry)
    first: dict[str, tuple[Task, Place]] = {}
    count: dict[str, int] = {}
    for task in examined.catalog.tasks:
        for cell in task.cells:
            pieces = parse_cell(cell.text, known).pieces
            joints = dict.fromkeys(piece for piece in pieces if isinstance(piece, str))
            for mark in (piece for piece in joints if piece in (",", ";", " ", "\u3000", "\n")):
                first.setdefault(mark, (task, cell.place))
                count[mark] = count.get(mark, 0) + 1
    for mark, (task, place) in first.items():
        shown = {"\n": "\\n", "\u3000": "U+3000"}.get(mark, mark)
        yield about_notice(place, mark=shown, count=count[mark], first=task.id)


@rule("U08", "members-unknown", Severity.NOTE)
def members_unknown(examined: Examined) -> Iterator[Found]:
    """Find collectives whose members the registry does not list.

    Why: no bureau can tell from the notice whether it is meant.
    Bad:
        units: [{name: 区安委会成员单位, kind: collective, source: 名录}]
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区安委会成员单位}
    Good:
        units:
          - {name: 区安委会成员单位, kind: collective, members: [区教委], source: 名录}
          - {name: 区教委, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 宣传, content: 开展宣传。, lead: 区安委会成员单位}
    Source: three rows of four in two 2025 district notices rely on a collective
    """
    if not examined.registry.knows(examined.jurisdiction):
        return
    assignments = (a for each in examined.responsibilities.by_task.values() for a in each)
    names = (
        (a.unit.name, a.task, a.place)
        for a in assignments
        if a.kind is MentionKind.COLLECTIVE
        and examined.responsibilities.registry.members(a.unit) is None
        and not _BY_FUNCTION.search(a.unit.name)  # unit-by-function tells these
        and not BY_FIELD.fullmatch(a.unit.name)
    )
    for name, _, place, count in first_of_each(names):
        yield about_notice(place, unit=name, count=count)


@rule_across("U11", "unused-unit", None, strict=Severity.NOTE, drafting=Severity.NOTE)
def unused_unit(examination: Examination) -> Iterator[Found]:
    """Find units on record that no notice and no other unit names.

    Why: the record is out of date, or the notices misspell the unit.
    Bad:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区档案局, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Good:
        units:
          - {name: 区教委, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: unused-name checks of other linters
    """
    registry = examination.workspace.registry
    loaded = {str(path) for path in find_files(examination.workspace.paths)}
    used: dict[str, set[str]] = {}
    for examined in examination.notices:
        names = used.setdefault(examined.jurisdiction, set())
        names |= {unit.name for unit in examined.responsibilities.by_unit}
        for _, _, mention in examined.named:
            names |= {_on_record_as(examined, name) for name in mention.sub_units}
        names |= _named_in_texts(examined)
    for jurisdiction, names in used.items():
        record = registry.jurisdictions.get(jurisdiction)
        units = record.units if record else ()
        for unit in units:
            links = (unit.hosted_by, unit.office_of, unit.body, *(unit.members or ()))
            names |= {registry.key(jurisdiction, link).name for link in links if link}
        for unit in units:
            if unit.name not in names and unit.place.path in loaded:
                yield about_notice(unit.place, unit=unit.name, jurisdiction=jurisdiction)


def _named_in_texts(examined: Examined) -> set[str]:
    """Units on record that stand in the running text of a notice, by any of their names."""
    record = examined.registry.jurisdictions.get(examined.jurisdiction)
    text = "\n".join(
        part for task in examined.catalog.tasks for part in (task.group, task.title, task.content)
    )
    return {
        unit.name
        for unit in (record.units if record else ())
        if any(name in text for name in (unit.name, *unit.aliases))
    }


@rule("U12", "person-as-unit", Severity.WARNING, drafting=Severity.ERROR)
def person_as_unit(examined: Examined) -> Iterator[Found]:
    """Find people named where a unit or a post should stand.

    Why: the duty is lost when the person moves, and a name does not belong in published data.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 王建国}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: a 2018 district notice that names leaders in its unit column
    """
    cells: dict[Place, list[tuple[Task, str]]] = {}
    for task, place, mention in examined.named:
        cells.setdefault(place, []).append((task, mention.name))
    for place, names in cells.items():
        people = [_may_be_a_person(examined, name) for _, name in names]
        if all(
            is_person or is_a_body(examined, name)
            for is_person, (_, name) in zip(people, names, strict=True)
        ):
            for is_person, (task, name) in zip(people, names, strict=True):
                if is_person:
                    yield about(task, place, unit=name)


def _may_be_a_person(examined: Examined, name: str) -> bool:
    return bool(
        _FULL_NAME.fullmatch(name)
        and not _NOT_A_PERSON.search(name)
        and not _on_record_as(examined, name)
    )


def is_a_body(examined: Examined, name: str) -> bool:
    """Tell whether a name is that of a body: it is on record, or ends as such names do."""
    return bool(looks_like_unit(name) or _on_record_as(examined, name))


@rule("U14", "upper-level-unit", Severity.NOTE)
def upper_level_unit(examined: Examined) -> Iterator[Found]:
    """Find units of a higher level that a lower level's notice gives a task.

    Why: a district cannot bind a city's bureau; the task needs its consent or another wording.
    Bad:
        - {number: 1, title: 邮路安全, content: 检查邮路。, lead: 市邮政管理局}
    Good:
        - {number: 1, title: 邮路安全, content: 检查邮路。, lead: 区交通运输委, cooperate: 区邮政分公司}
    Source: 市邮政管理六分局 in a 2025 district notice
    """
    higher = {"区": "市省", "县": "市省", "旗": "市省", "市": "省", "州": "省"}
    levels = higher.get(examined.jurisdiction[-1:], "")
    for task, place, mention in examined.named:
        unit = examined.registry.resolve(examined.jurisdiction, mention.name)
        by_name = unit is None and mention.name[:1] in levels and mention.kind is MentionKind.AGENCY
        if (unit is not None and unit.kind is UnitKind.UPPER_LEVEL) or (levels and by_name):
            yield about(task, place, unit=mention.name)


@rule("U15", "unit-by-function", Severity.WARNING)
def unit_by_function(examined: Examined) -> Iterator[Found]:
    """Find units told only by what they do, not by name.

    Why: 负有安全监管职责的部门 leaves it to each bureau to decide whether it is meant.
    Bad:
        - {number: 1, title: 防火检查, content: 检查防火。, lead: 负有消防安全监管职责的部门}
    Good:
        - {number: 1, title: 防火检查, content: 检查防火。, lead: 区消防救援局、区住房城乡建委}
    Source: 各行业主管部门 and 负有消防安全监管职责的部门 in 2025 district notices
    """
    names = (
        (mention.name, task, place)
        for task, place, mention in examined.named
        if mention.kind is not MentionKind.INDEFINITE  # 有关, 相关: vague-cooperation tells them
        and _BY_FUNCTION.search(mention.name)
    )
    for name, task, place, count in first_of_each(names):
        yield about(task, place, unit=name, count=count)


@rule("U16", "one-body-several-names", Severity.WARNING)
def one_body_several_names(examined: Examined) -> Iterator[Found]:
    """Find one body that a notice names in several ways.

    Why: readers ask whether 各镇街 and 各镇、街道 are the same, and spreadsheets count two units.
    Bad:
        - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 各镇街}
        - {number: 2, title: 演练, content: 开展演练。, lead: 区教委, cooperate: 各镇、街道}
    Good:
        - {number: 1, title: 宣传, content: 开展宣传。, lead: 区教委, cooperate: 各镇街}
        - {number: 2, title: 演练, content: 开展演练。, lead: 区教委, cooperate: 各镇街}
    Source: 各镇街, 各镇、街 and 各镇、街道 in one 2025 district notice
    """
    for names in _spellings(examined).values():
        if len(names) > 1:
            task, place = list(names.values())[1]
            yield about_notice(place, names="、".join(f"“{name}”" for name in names), first=task.id)


def _plain_name(examined: Examined, name: str) -> str:
    """What is left of a name without what varies between spellings of one body."""
    plain = _NAME_NOISE.sub("", name)
    for place in examined.registry.place_names(examined.jurisdiction):
        if plain.startswith(place):
            plain = place[-1] + plain[len(place) :]
    for long, short in _LEVEL_WORDS:
        plain = plain.replace(long, short)
    return plain
