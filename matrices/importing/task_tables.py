"""Finds tasks in tables: which column holds what, and which rows are tasks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from itertools import combinations

from matrices.catalogs.model import LeadRule, Role
from matrices.importing.annotation import (
    find_brackets,
    is_unit_list,
    looks_like_annotation,
    parse_annotation,
    says_roles,
    speaks_of_marks,
    standing_rules,
    without_rules,
)
from matrices.importing.draft import Draft, DraftSection, DraftTask, doubt
from matrices.importing.figures import find_deadline, find_targets
from matrices.importing.mark_tables import assigns_by_marks
from matrices.importing.outline import POINT_LEVEL, chinese_number, read_marker
from matrices.importing.unit_cells import without_wraps
from matrices.notation import NONE_MARKS, MentionKind, looks_like_unit, parse_cell
from matrices.readers.document import DocumentPlace, GridCell, Table


class Holds(StrEnum):
    """What a column of a task table holds."""

    NUMBER = "number"
    GROUP = "group"
    TITLE = "title"
    CONTENT = "content"
    TARGET = "target"
    DEADLINE = "deadline"
    NOTE = "note"
    LEAD = "lead"
    RESPONSIBLE = "responsible"
    COOPERATE = "cooperate"
    GUIDE = "guide"
    UNIT = "unit"
    DUTY = "duty"
    OTHER = "other"
    UNKNOWN = "unknown"


# What stands in heads of published task tables; the first that fits decides. Persons,
# internal offices, owners of buildings and mere proposals assign nothing (OTHER); a head
# that no pattern fits is UNKNOWN. A role is one of a body (配合单位) or stands alone (配合):
# 部门协同 or 云边协同 in a table of indicators is a word of prose.
_PERSON = r"领导|负责人|责任人|联系人|电话|手机|职务|姓名"
_PERSON_BESIDE_UNIT = re.compile(rf"(?:单位|部门)(?:[及和、/]|（|\().{{0,4}}(?:{_PERSON})")
_BODY = r"(?:单位|部门|处室|科室|机构|主体|镇街|街镇|乡镇|街道|区县|县区|市县|部委)"
_GROUP_HEAD = (
    r"类别|领域|分类|类型|板块|方向|一级|重点任务|任务类别|重点方面|环节|总任务|任务名称类"
)
_HEADS: tuple[tuple[Holds, re.Pattern[str]], ...] = tuple(
    (holds, re.compile(pattern))
    for holds, pattern in (
        (
            Holds.OTHER,
            r"建设主体|建设单位|建议|处室|科室|数据来源|指标含义|评价标准|得分|分值|权重|"
            r"进展|完成情况|存在问题|下一步|资金|投资|来源|页码|依据|代码|编码|文号|地点|地址|位置|所在|^地市$|^区县$|"
            rf"业主|项目(?:单位|法人)|设计单位|施工单位|监理单位|{_PERSON}",
        ),
        (Holds.RESPONSIBLE, r"牵头.{0,3}(?:配合|参与|协办|协同)|主办.{0,3}协办"),
        (Holds.NUMBER, r"^(?:序号|编号|序|号|项目编号|任务编号|NO\.?|No\.?)$"),
        (
            Holds.COOPERATE,
            rf"(?:配合|协办|协同|协作|协助|参与|参加|会办|支持|其[他它]).{{0,4}}{_BODY}"
            r"|^(?:配合|协办|协同|协作|协助|参与|参加|会办)(?:方|责任)?$|责任（配合）|责任\(配合\)",
        ),
        (
            Holds.LEAD,
            rf"(?:牵头|主办|组长).{{0,4}}{_BODY}|^.{{0,4}}(?:牵头|主办)(?:方|责任|负责)?$"
            r"|主要责任(?:单位|部门)|主责",
        ),
        (Holds.GUIDE, r"指导(?:单位|部门)|督导(?:单位|部门)"),
        (
            Holds.RESPONSIBLE,
            r"责任(?:单位|部门|主体|科室)|责任(?:镇街|街镇|乡镇|区县)|^责任$|承办(?:单位|部门)|实施(?:单位|主体|部门)|落实(?:单位|部门)|"
            r"负责(?:单位|部门)|承担(?:单位|部门)|分工(?:单位|部门)|执行(?:单位|部门)|(?:责任|任务)分工$|"
            r"^(?:国家|中央|省|市|区|县|镇)(?:级|直)?(?:有关|相关|对应|主管|业务)*(?:部委|部门|单位|机关)$",
        ),
        (
            Holds.DEADLINE,
            r"时限|完成时间|时间节点|完成日期|办结|时间要求|期限|进度(?:安排|要求)|时间安排|推进时间|年限",
        ),
        (Holds.NOTE, r"备注|说明$"),
        (
            Holds.UNIT,
            r"^(?:有关|相关|成员|职能|参战)?(?:单位|部门|机构)(?:名称)?$|^部门(?:（单位）|\(单位\))$|^责任部门和单位$",
        ),
        (Holds.DUTY, r"职责|职能"),
        (
            Holds.CONTENT,
            r"内容|举措|措施|具体任务|任务要求|工作要求|主要任务|任务分解|细化|实施路径|事项描述|任务描述|具体工作|任务及目标|主要工作|目标任务|目标（内容）|目标\(内容\)",
        ),
        (Holds.TARGET, r"目标值|指标值|目标|成效|成果|标志性|绩效|指标要求"),
        (Holds.GROUP, _GROUP_HEAD),
        (Holds.TITLE, r"名称|事项|任务|项目|要点|工作指标|指标|清单|工作"),
    )
)
_UNIT_COLUMNS = {
    Holds.LEAD: Role.LEAD,
    Holds.RESPONSIBLE: Role.RESPONSIBLE,
    Holds.COOPERATE: Role.COOPERATE,
    Holds.GUIDE: Role.GUIDE,
}
_WORDING = (Holds.CONTENT, Holds.DUTY, Holds.TITLE, Holds.TARGET, Holds.GROUP)
_EMPTY_BRACKET = re.compile(r"[（(][，,；;]*[）)]")
_START = re.compile(r"(?:^|/)(?:启动|开始|起始|开工)(?:时间|日期)?$")
_HEADER_ROWS = 6
_LONGEST_SECOND_HEAD = 14
_PUNCTUATION = re.compile("[。；;，,、]")
_TASK = re.compile("任务|举措|事项|工作")
_WORK = re.compile("任务|领域|分工|举措|措施|内容|事项|工作")
# A heading in one cell over the whole table; a longer text, or a sentence, is a task.
_LONGEST_HEADING = 60
_SAME_AS_ABOVE = frozenset(("同上", "同前", "〃", "″", '"'))
_TOTAL = re.compile(r"合\s*计|总\s*计|小\s*计")
_NOTE_ROW = re.compile(r"\s*(?:备?注|说明)\s*[：:]")
_NUMBER = re.compile(r"[（(]?\s*(?P<n>\d{1,4}(?:[.\-—–]\d{1,3})*)\s*[.、．）)]?")
_WIDEST_RAGGED = 12
_LONGEST_CLEAR = 60
# Places, firms and schools fill columns that assign nothing.
_NO_AUTHORITY = re.compile(
    r"(?:[省市县区州镇乡村]|公司|集团|大学|学院|学校|医院|企业|园区|平台|基地)$"
)
_DUTY_NUMBER = (
    r"(?:\d{1,2}[.、．]|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]|[①-⑳]"
    r"|[一二三四五六七八九十]、)"
)
_NEXT_DUTY = re.compile(rf"(?:\n+|(?<=[；;。]))\s*(?={_DUTY_NUMBER}(?!\d))")
_ROLE_WORDS = re.compile("牵头|主办|配合|负责|参与|指导|会同|落实|列第一|第一位|首位")


@dataclass(slots=True)
class Layout:
    """Where a table's head ends and what each column holds, with the words of its head.

    `rule` quotes a head that says the first listed leads: 责任单位（第一个为牵头单位）.
    """

    first_row: int
    columns: list[Holds]
    heads: list[str]
    rule: str = ""

    @property
    def is_inverse(self) -> bool:
        """Tell whether the table lists the duties of each unit."""
        return Holds.UNIT in self.columns and not any(
            holds in _UNIT_COLUMNS for holds in self.columns
        )

    def index(self, holds: Holds) -> int | None:
        """The first column that holds this, None where there is none."""
        return self.columns.index(holds) if holds in self.columns else None

    def all(self, holds: Holds) -> list[int]:
        """Every column that holds this."""
        return [n for n, h in enumerate(self.columns) if h is holds]


@dataclass(slots=True)
class _Row:
    """A row under its columns: `merged` tells cells that go on from above, `wide` from the left."""

    cells: list[str]
    merged: list[bool]
    place: DocumentPlace
    doubts: list[str] = field(default_factory=list)
    wide: list[bool] = field(default_factory=list)


def find_layout(table: Table) -> Layout | None:
    """The layout of a task table, None where no head assigns units to tasks."""
    for first in range(min(_HEADER_ROWS, len(table.rows))):
        two = _heads(table, first, first + 2) if _may_be_head_row(table, first + 1) else []
        layout = _layout(_heads(table, first, first + 1), first + 1)
        if layout is None and two and _is_head_alone(table, first + 1):
            continue
        if layout is None and two:
            layout = _layout(two, first + 2)
        if layout is None:
            continue
        deeper = _layout(two, first + 2) if two else None
        if deeper is not None and _is_head_row(table, first + 1, layout):
            layout = deeper
        _put_numbers_right(table, layout)
        return layout if not layout.is_inverse or _lists_units(table, layout) else None
    return None


def _may_be_head_row(table: Table, row: int) -> bool:
    """A second line of heads: short words without punctuation, no number of a task among them."""
    if row >= len(table.rows):
        return False
    return all(
        cell.continues_above
        or (
            len(cell.text) <= _LONGEST_SECOND_HEAD
            and not _PUNCTUATION.search(cell.text)
            and not _NUMBER.fullmatch(cell.text.strip())
        )
        for cell in table.rows[row]
    )


def _is_head_alone(table: Table, row: int) -> bool:
    """A head that needs nothing of the line above it: 填报单位：… over 序号 | 任务 | 责任单位."""
    cells = table.rows[row]
    return not any(cell.continues_above for cell in cells) and (
        _layout(_heads(table, row, row + 1), row + 1) is not None
    )


def _is_head_row(table: Table, row: int, layout: Layout) -> bool:
    """A second head row continues merged heads and names columns again."""
    cells = table.rows[row]
    number = layout.index(Holds.NUMBER)
    above = [cell.continues_above for cell in cells]
    if number is not None and number < len(cells) and not above[number]:
        return False
    return any(above) and any(
        not cell.continues_above
        and 0 < len(cell.text) <= 10
        and _holds(cell.text) not in (Holds.OTHER, Holds.UNKNOWN)
        for cell in cells
    )


def _put_numbers_right(table: Table, layout: Layout) -> None:
    """序号 and 领域 stand over each other's columns in tables that were put together by hand."""
    number, group = layout.index(Holds.NUMBER), layout.index(Holds.GROUP)
    if number is None or group is None or _numbered(table, layout, number):
        return
    if _numbered(table, layout, group):
        layout.columns[number], layout.columns[group] = Holds.GROUP, Holds.NUMBER


def _numbered(table: Table, layout: Layout, column: int) -> bool:
    """Tell whether most rows have a number in this column."""
    rows = [row for row in table.rows[layout.first_row :] if column < len(row)]
    numbers = sum(1 for row in rows if row[column].text.strip().isdecimal())
    return numbers * 2 > len(rows)


def _lists_units(table: Table, layout: Layout) -> bool:
    """Tell whether the column of departments holds departments."""
    column = layout.index(Holds.UNIT)
    assert column is not None  # asked for inverse layouts only
    cells = [
        row[column].text
        for row in table.rows[layout.first_row :]
        if column < len(row) and row[column].text.strip() and not row[column].continues_left
    ]
    return sum(1 for cell in cells if is_unit_list(without_wraps(cell))) * 2 > len(cells)


def _heads(table: Table, first: int, last: int) -> list[str]:
    width = max((len(row) for row in table.rows[first:last]), default=0)
    heads = []
    for column in range(width):
        words: dict[str, None] = {}
        for row in table.rows[first:last]:
            if column < len(row) and not row[column].continues_above:
                words["".join(row[column].text.split())] = None
        heads.append("/".join(word for word in words if word))
    return heads


def _holds(head: str) -> Holds:
    text = without_rules("".join(head.split()))
    text = _PERSON_BESIDE_UNIT.sub("单位", _EMPTY_BRACKET.sub("", text))
    last = text.rpartition("/")[2] or text
    for candidate in (last, text):
        for holds, pattern in _HEADS:
            if pattern.search(candidate):
                return holds
    return Holds.UNKNOWN


def _layout(heads: list[str], first_row: int) -> Layout | None:
    if len(heads) < 2 or any(len(head) > 40 for head in heads):
        return None
    if len(set(heads)) == 1:
        return None
    columns = [_holds(head) for head in heads]
    if columns.count(Holds.DEADLINE) > 1:
        for n, head in enumerate(heads):
            if _START.search(head):
                columns[n] = Holds.OTHER  # 时间安排: 启动 | 完成
    if Holds.LEAD in columns and Holds.UNIT in columns:
        columns[columns.index(Holds.UNIT)] = Holds.COOPERATE  # 牵头单位 | 成员单位 | 职责
    has_units = any(holds in _UNIT_COLUMNS for holds in columns)
    if not has_units and not _is_inverse(columns, heads):
        return None
    if not any(holds in _WORDING for holds in columns):
        return None
    if Holds.CONTENT not in columns and Holds.DUTY not in columns:
        _promote(columns)
    if Holds.TITLE not in columns and Holds.CONTENT in columns:
        named = [n for n, h in enumerate(columns) if h is Holds.GROUP and _TASK.search(heads[n])]
        if named:
            columns[named[-1]] = Holds.TITLE  # 重点任务 | 工作内容
    rules = [standing_rules("".join(head.split())).first_listed for head in heads]
    return Layout(first_row, columns, heads, next(filter(None, rules), ""))


def _is_inverse(columns: list[Holds], heads: list[str]) -> bool:
    """A column of departments, and behind it what they have to do: 部门 | 重点领域."""
    if Holds.UNIT not in columns:
        return False
    if Holds.DUTY in columns:
        return True
    behind = range(columns.index(Holds.UNIT) + 1, len(columns))
    return Holds.OTHER not in columns and any(
        columns[n] in _WORDING and _WORK.search(heads[n]) for n in behind
    )


def _promote(columns: list[Holds]) -> None:
    """Where no head says "content", the last wording column says what is to be done."""
    wording = [
        n for n, holds in enumerate(columns) if holds in (Holds.TITLE, Holds.TARGET, Holds.GROUP)
    ]
    titles = [n for n in wording if columns[n] is Holds.TITLE]
    targets = [n for n in wording if columns[n] is Holds.TARGET]
    if titles and targets:
        columns[targets[0]] = Holds.CONTENT
    elif len(titles) > 1:
        for n in titles[1:]:
            columns[n] = Holds.CONTENT
    elif not titles and len(wording) > 1:
        columns[wording[-1]] = Holds.CONTENT


class TableReader:
    """Reads task tables into sections of a draft."""

    def __init__(
        self, draft: Draft, path: str, known: frozenset[str], written: frozenset[str] = frozenset()
    ) -> None:
        self._draft = draft
        self._path = path
        self._known = known
        self.written = written | known
        self._previous: tuple[Layout, DraftSection] | None = None

    def read(self, table: Table, heading: str, number: int) -> bool:
        """Read one table under a heading; tell whether it was a task table.

        A table without any head continues the one before it, if it is as wide.
        """
        layout = find_layout(table)
        if assigns_by_marks(table):
            head_row = _head_row(table)
            heads = list(filter(looks_like_unit, _heads(table, head_row, head_row + 1)))
            self._doubt_table(table, "、".join(heads), len(heads))
            if layout is None:
                return False
        if layout is None:
            if self._previous is not None and not heading and self._continues(table):
                layout, section = self._previous
                self._read_rows(table, replace(layout, first_row=0), section)
                return True
            self._report_unknown(table)
            return False
        title = heading or self._title_row(table, layout) or "任务分工"
        section = DraftSection(title, number, table.place.describe(), from_table=True)
        self._report_unknown_columns(table, layout)
        self._read_rows(table, layout, section)
        if section.tasks:
            self._draft.sections.append(section)
            self._previous = (layout, section)
        return bool(section.tasks)

    def _continues(self, table: Table) -> bool:
        assert self._previous is not None  # asked only when there is one
        layout = self._previous[0]
        if table.width != len(layout.columns) or _has_head(table):
            return False
        units = [
            row[column].text
            for column, holds in enumerate(layout.columns)
            if holds in _UNIT_COLUMNS or holds is Holds.UNIT
            for row in table.rows
            if column < len(row) and row[column].text.strip() not in NONE_MARKS
        ]
        fitting = sum(
            1 for text in units if is_unit_list(text, self._known) or _ROLE_WORDS.search(text)
        )
        return fitting * 2 >= len(units)

    @staticmethod
    def _title_row(table: Table, layout: Layout) -> str:
        for row in table.rows[: layout.first_row - 1]:
            texts = {" ".join(cell.text.split()) for cell in row if cell.text.strip()}
            if len(texts) == 1:
                lines = next(iter(row)).text.strip().split("\n")
                return " ".join(lines[-1].split())[:60] or " ".join(lines[0].split())[:60]
        return ""

    def _report_unknown(self, table: Table) -> None:
        """A table nobody told us how to read, with names of units in it, is worth a look."""
        head_row = _head_row(table)
        heads = _heads(table, head_row, head_row + 1)
        names = [
            name
            for column in range(table.width)
            if column >= len(heads) or _holds(heads[column]) in (Holds.UNKNOWN, Holds.UNIT)
            for name in _names_of_units(table, range(column, column + 1), 1)
        ]
        if len(names) < 2 or len(names) * 4 < len(table.rows) or _is_list_of_persons(heads):
            return
        self._doubt_table(table, "、".join(filter(None, heads)), len(names))

    def _report_unknown_columns(self, table: Table, layout: Layout) -> None:
        """So is a column of units whose head says nothing to us, in a table that is read."""
        for column, holds in enumerate(layout.columns):
            if holds is Holds.UNKNOWN:
                names = _names_of_units(table, range(column, column + 1), layout.first_row)
                if len(names) * 2 >= len(table.rows) - layout.first_row > 0:
                    self._doubt_table(table, layout.heads[column], len(names))
        for head in layout.heads:
            if speaks_of_marks(head):
                self.doubt_rule(head, table.place.describe())

    def _doubt_table(self, table: Table, head: str, cells: int) -> None:
        place = table.place.describe()
        self._draft.doubts.append(
            doubt("I03", "unknown-table", self._path, place, head, cells=str(cells))
        )

    def doubt_rule(self, words: str, place: str) -> None:
        """Words that say who leads, in a way that cannot be followed."""
        self._draft.doubts.append(doubt("I01", "unread-annotation", self._path, place, words))

    def _read_rows(self, table: Table, layout: Layout, section: DraftSection) -> None:
        number = layout.index(Holds.NUMBER)
        counted = number is not None and any(
            row[number].text.strip().isdecimal() for row in table.rows if number < len(row)
        )
        reader = _Rows(self, layout, section, counted=counted)
        for at, cells in enumerate(table.rows):
            if at < layout.first_row:
                continue
            place = table.row_places[at] if at < len(table.row_places) else table.place
            reader.take(_row(cells, layout, place, ragged=table.ragged))
        rule = reader.rule or layout.rule
        if rule:
            section.rule_words = rule

    @property
    def path(self) -> str:
        """The document's path, for doubts."""
        return self._path

    @property
    def known(self) -> frozenset[str]:
        """Names that are certain."""
        return self._known


def _names_of_units(table: Table, columns: range, first_row: int) -> list[str]:
    """The cells of some columns that hold nothing but names of units."""
    return [
        cell.text
        for row in table.rows[first_row:]
        for cell in row[columns.start : columns.stop]
        if not cell.continues_above
        and not cell.continues_left
        and 2 < len(cell.text) < 80
        and is_unit_list(cell.text)
        and looks_like_unit(cell.text.strip())
        and not _NO_AUTHORITY.search(cell.text.strip())
    ]


def _head_row(table: Table) -> int:
    """The row that should be the head: the first one that is no title over the whole table."""
    for row, cells in enumerate(table.rows[:_HEADER_ROWS]):
        if len({cell.text for cell in cells if cell.text.strip()}) * 2 > len(cells):
            return row
    return 0


def _has_head(table: Table) -> bool:
    """Tell whether a table brings a head of its own: 序号 and what stands beside it."""
    heads = _heads(table, _head_row(table), _head_row(table) + 1)
    return any(_holds(head) is Holds.NUMBER for head in heads)


def _is_list_of_persons(heads: Sequence[str]) -> bool:
    return any(re.search(_PERSON, head) for head in heads)


def _row(cells: Sequence[GridCell], layout: Layout, place: DocumentPlace, *, ragged: bool) -> _Row:
    texts = [cell.text.strip() for cell in cells]
    merged = [cell.continues_above for cell in cells]
    wide = [cell.continues_left for cell in cells]
    width = len(layout.columns)
    if len({t for t in texts if t}) == 1 and len(texts) > 1 and all(wide[1:]):
        return _Row([texts[0]], [False], place)
    if len(texts) > width:
        extra = [t for t in texts[width:] if t]
        row = _Row(texts[:width], merged[:width], place, wide=wide[:width])
        if extra:
            row.doubts.append("too-many-cells")
        return row
    if len(texts) < width and ragged:
        return _aligned(texts, layout, place)
    missing = width - len(texts)
    row = _Row(
        texts + [""] * missing, merged + [False] * missing, place, wide=wide + [False] * missing
    )
    if len(cells) < width and not ragged:
        row.doubts.append("too-few-cells")
    return row


def _aligned(texts: list[str], layout: Layout, place: DocumentPlace) -> _Row:
    """Put the cells of a flattened row under the columns they fit best, in their order."""
    width = len(layout.columns)
    best: tuple[float, tuple[int, ...]] = (-1e9, ())
    if width <= _WIDEST_RAGGED:
        for columns in combinations(range(width), len(texts)):
            score = sum(
                _fit(text, layout.columns[c]) for text, c in zip(texts, columns, strict=True)
            )
            score -= sum(
                _MISSED.get(layout.columns[c], 0.0) for c in range(width) if c not in columns
            )
            if score > best[0]:
                best = (score, columns)
    cells = [""] * width
    merged = [False] * width
    for text, column in zip(texts, best[1] or range(len(texts)), strict=False):
        cells[column] = text
    for column in range(width):
        if not cells[column] and layout.columns[column] in (Holds.TITLE, Holds.GROUP):
            merged[column] = True
    return _Row(cells, merged, place, wide=[False] * width)


_MISSED = {
    Holds.NUMBER: 3.0,
    Holds.CONTENT: 4.0,
    Holds.DUTY: 4.0,
    Holds.RESPONSIBLE: 1.0,
    Holds.LEAD: 1.0,
    Holds.TITLE: 0.5,  # a group that goes on is left out more often than a title
}


def _fit(text: str, holds: Holds) -> float:
    if not text:
        return 0.1 if holds in (Holds.NOTE, Holds.DEADLINE, Holds.OTHER) else 0.0
    units = holds in _UNIT_COLUMNS or holds is Holds.UNIT
    if _NUMBER.fullmatch(text) and len(text) <= 5:
        return (
            3.0
            if holds is Holds.NUMBER
            else (0.5 if holds in (Holds.CONTENT, Holds.TARGET) else -2.0)
        )
    if is_unit_list(text):
        return 3.0 if units else -1.5
    if holds is Holds.NUMBER or units:
        return -3.0
    if holds in (Holds.CONTENT, Holds.DUTY):
        return 2.0 if len(text) > 12 else 0.8
    if holds in (Holds.TITLE, Holds.GROUP):
        return 1.5 if len(text) <= 30 and "。" not in text else -0.5
    return 0.0


class _Rows:
    """Turns the rows of one table into tasks, keeping what merged cells carry down."""

    def __init__(
        self, reader: TableReader, layout: Layout, section: DraftSection, *, counted: bool
    ) -> None:
        self._reader = reader
        self._layout = layout
        self._section = section
        self._counted = counted  # rows have numbers such as 1, so that 一 numbers a heading
        self._headings: dict[int, str] = {}
        self._title_above = ""
        self._group_above = ""
        self._number_above = ""
        self._deadline_above = ""
        self._units_above: dict[int, str] = {}
        self._seen: Counter[str] = Counter()
        self.rule = ""
        self._set_columns()

    def _set_columns(self) -> None:
        roles = {_UNIT_COLUMNS[h] for h in self._layout.columns if h in _UNIT_COLUMNS}
        for holds, head in zip(self._layout.columns, self._layout.heads, strict=True):
            if holds in _UNIT_COLUMNS:
                self._section.columns.setdefault(self._role(_UNIT_COLUMNS[holds], roles), head)

    @staticmethod
    def _role(role: Role, present: set[Role]) -> Role:
        """责任单位 beside a lead column are the units that cooperate."""
        return Role.COOPERATE if role is Role.RESPONSIBLE and Role.LEAD in present else role

    def take(self, row: _Row) -> None:
        first = next(filter(None, row.cells), "")
        if len(row.cells) == 1 or _NOTE_ROW.match(first):
            self._take_line(first, row)
            return
        if not first or _holds_heads_again(row, self._layout) or self._is_total(row):
            return
        if heading := self._heading_of(row):
            self._open_heading(heading)
            return
        if self._layout.is_inverse:
            self._take_inverse(row)
            return
        text = {holds: self._text(row, holds) for holds in _WORDING}
        number = self._number(row)
        if self._continues_previous(row, number, text):
            return
        task = DraftTask(place=row.place.describe())
        self._word(task, row, text)
        if self._layout.index(Holds.NUMBER) is None:
            marker = read_marker(task.content)
            if marker is not None and 5 <= marker.level <= 6 and marker.rest:
                number, task.content = str(marker.number), marker.rest
        task.no = self._unique_number(number, row)
        self._assign(task, row)
        for name in row.doubts:
            task.doubts.append(
                doubt("I04", name, self._reader.path, task.place, " | ".join(row.cells))
            )
        self._section.tasks.append(task)

    def _take_line(self, text: str, row: _Row) -> None:
        """A row that is one cell: a rule for the table, a note, or a heading of what follows."""
        rules = standing_rules("".join(text.split()))
        if rules.first_listed:
            self.rule = rules.first_listed
        elif speaks_of_marks(text):
            self._reader.doubt_rule(text, row.place.describe())
        elif not _NOTE_ROW.match(text):
            self._open_heading(" ".join(text.split()))

    def _open_heading(self, heading: str) -> None:
        """A heading holds for the rows below it, until one of its level or of a higher one."""
        marker = read_marker(heading)
        level = marker.level if marker else 0
        self._headings = {lv: words for lv, words in self._headings.items() if 0 < lv < level}
        self._headings[level] = heading
        self._title_above = self._group_above = ""

    def _heading_of(self, row: _Row) -> str:
        """The heading that a row is instead of a task, "" where it is none.

        It has one merged cell besides its number, or a number 一 among tasks 1, 2, 3 and no unit.
        """
        column = self._layout.index(Holds.NUMBER)
        number = row.cells[column].strip() if column is not None else ""
        others = [n for n in range(len(row.cells)) if n != column]
        words = [n for n in others if row.cells[n]]
        first = " ".join(row.cells[words[0]].split()) if words else ""
        if not words or len(first) > _LONGEST_HEADING or first.endswith(("。", "；")):
            return ""
        if len(others) > 1 and all(row.wide[n] for n in others[1:]):
            return f"{_label(number)}{first}"
        if any(row.cells[n] for n in self._assigning):
            return ""
        if self._counted and chinese_of(number):
            return f"{_label(number)}{first}"
        if self._counted and len(words) > 1 and chinese_of(first):
            return f"{_label(first)}{' '.join(row.cells[words[1]].split())}"
        marker = read_marker(first) if len(words) == 1 and not number else None
        return first if marker is not None and marker.level < POINT_LEVEL - 1 else ""

    @property
    def _assigning(self) -> list[int]:
        """The columns that make a row a task: units and deadlines."""
        return [
            n
            for n, holds in enumerate(self._layout.columns)
            if holds in _UNIT_COLUMNS or holds in (Holds.UNIT, Holds.DEADLINE)
        ]

    def _is_total(self, row: _Row) -> bool:
        """合计 and its figures are no task."""
        return any(_TOTAL.fullmatch(cell.strip()) for cell in row.cells) and not any(
            row.cells[n] for n, holds in enumerate(self._layout.columns) if holds in _UNIT_COLUMNS
        )

    def _text(self, row: _Row, holds: Holds) -> str:
        parts = [row.cells[n] for n in self._layout.all(holds) if row.cells[n] not in NONE_MARKS]
        return "\n".join(dict.fromkeys(part for part in parts if part))

    def _number(self, row: _Row) -> str:
        column = self._layout.index(Holds.NUMBER)
        if column is None:
            return ""
        match = _NUMBER.fullmatch(row.cells[column].strip())
        if match:
            return re.sub("[—–]", "-", match["n"])
        value = chinese_of(row.cells[column])
        return str(value) if value else ""

    def _continues_previous(self, row: _Row, number: str, text: dict[Holds, str]) -> bool:
        """A row that only carries the rest of cells split by a page break."""
        if number or not self._section.tasks or self._layout.index(Holds.NUMBER) is None:
            return False
        column = self._layout.index(Holds.NUMBER)
        assert column is not None  # asked just before
        if row.merged[column] or row.cells[column]:
            return False
        if any(row.cells[n] for n, h in enumerate(self._layout.columns) if h in _UNIT_COLUMNS):
            return False
        rest = text[Holds.CONTENT] or text[Holds.DUTY]
        if not rest or text[Holds.TITLE]:
            return False
        previous = self._section.tasks[-1]
        previous.content = f"{previous.content}{rest}"
        return True

    def _word(self, task: DraftTask, row: _Row, text: dict[Holds, str]) -> None:
        title_column = self._layout.index(Holds.TITLE)
        group_column = self._layout.index(Holds.GROUP)
        group = text[Holds.GROUP]
        if group_column is not None:
            if not group and (row.merged[group_column] or not row.cells[group_column]):
                group = self._group_above
            self._group_above = group
        content = text[Holds.CONTENT] or text[Holds.DUTY]
        title = text[Holds.TITLE]
        if title_column is not None and row.merged[title_column]:
            task.group = title or self._title_above
            title = ""
        elif title_column is not None and not title:
            task.group = self._title_above
        else:
            self._title_above = title
        task.title = " ".join(title.split()).rstrip("。；") if content or not title else title
        task.content = content or text[Holds.TARGET]
        if not content and not task.content and title:
            task.title, task.content = "", title
        task.group = " / ".join(
            dict.fromkeys(
                " ".join(part.split())
                for part in (*self._headings.values(), group, task.group)
                if part.strip()
            )
        )
        task.targets = find_targets(content, task.title)
        if text[Holds.TARGET] and content:
            task.targets = [" ".join(text[Holds.TARGET].split())]
        deadline = self._deadline(row)
        task.deadline = " ".join(deadline.split()) or find_deadline(content)
        task.note = self._text(row, Holds.NOTE)

    def _deadline(self, row: _Row) -> str:
        deadline = self._text(row, Holds.DEADLINE)
        if deadline.strip(" 。") in _SAME_AS_ABOVE:
            deadline = self._deadline_above
        self._deadline_above = deadline
        return deadline

    def _unique_number(self, number: str, row: _Row) -> str:
        """A number that covers several rows counts on behind a point."""
        column = self._layout.index(Holds.NUMBER)
        if column is not None and row.merged[column] and not number:
            number = self._number_above
        if number:
            self._number_above = number
            self._seen[number] += 1
            return number if self._seen[number] == 1 else f"{number}.{self._seen[number]}"
        return ""

    def _assign(self, task: DraftTask, row: _Row) -> None:
        present = {_UNIT_COLUMNS[h] for h in self._layout.columns if h in _UNIT_COLUMNS}
        leads = [row.cells[n] for n in self._layout.all(Holds.LEAD)]
        # In plain text a blank cell may be a merged one: the lead above may hold for it.
        if all(lead in NONE_MARKS and (lead or not row.place.line) for lead in leads):
            present.discard(Role.LEAD)  # nobody leads, so 责任单位 are not there to help
        for column, holds in enumerate(self._layout.columns):
            if holds not in _UNIT_COLUMNS:
                continue
            role = self._role(_UNIT_COLUMNS[holds], present)
            literal = without_wraps(row.cells[column], self._reader.written)
            if self._belongs_to_wording(row, column):
                literal = ""
            if literal.strip(" 。") in _SAME_AS_ABOVE:
                literal = self._units_above.get(column, literal)
            self._units_above[column] = literal
            if _PERSON_BESIDE_UNIT.search("".join(self._layout.heads[column].split())):
                literal = _without_persons(literal)
            if self._read_prose(literal, role, task):
                continue
            self._put(task, role, literal if self._look_at(literal, task) else "")
        self._lead_of_category(task)

    def _belongs_to_wording(self, row: _Row, column: int) -> bool:
        """A cell that is merged with the one of the wording beside it holds no units."""
        at = column
        while at and row.wide[at]:
            at -= 1
        return self._layout.columns[at] in _WORDING

    @staticmethod
    def _put(task: DraftTask, role: Role, literal: str) -> None:
        """A second column of the same role adds to the first."""
        if literal and task.units.get(role):
            task.units[role] = f"{task.units[role]}，{literal}"
        else:
            task.units[role] = task.units.get(role, "") or literal

    def _read_prose(self, literal: str, role: Role, task: DraftTask) -> bool:
        """市经信局牵头，相关部门参与: words in the cell say more than the column."""
        if not _ROLE_WORDS.search(literal):
            return False
        if is_unit_list(literal, self._reader.known) and not says_roles(literal):
            return False
        annotation = parse_annotation(literal, self._reader.known)
        if annotation is None:
            return False
        for given, units in annotation.units.items():
            kept = role if given is Role.RESPONSIBLE and role is not Role.RESPONSIBLE else given
            self._put(task, kept, units)
        task.units.setdefault(role, "")
        task.deadline = task.deadline or annotation.deadline
        if annotation.first_listed:
            task.lead_rule = LeadRule.FIRST_LISTED
        return True

    def _look_at(self, literal: str, task: DraftTask) -> bool:
        """A unit cell that holds no names is worth a look; prose is kept as a note."""
        if literal in NONE_MARKS or is_unit_list(literal, self._reader.known):
            return True
        is_prose = any(mark in literal for mark in "。“”《")
        mentions = parse_cell(literal, self._reader.known).mentions
        if is_prose or len(literal) > _LONGEST_CLEAR or any(len(m.name) > 30 for m in mentions):
            task.doubts.append(doubt("I05", "unread-cell", self._reader.path, task.place, literal))
        if is_prose and any(
            m.kind is MentionKind.AGENCY and _is_sentence(m.name) for m in mentions
        ):
            task.note = f"{task.note}\n{literal}".strip()
            return False
        return True

    def _lead_of_category(self, task: DraftTask) -> None:
        """医疗健康（牵头单位：省卫生健康委）: a category that names the lead of its rows."""
        if task.units.get(Role.LEAD):
            return
        for bracket in find_brackets(task.group):
            if not looks_like_annotation(bracket.inside):
                continue
            annotation = parse_annotation(bracket.inside, self._reader.known)
            if annotation is None or Role.LEAD not in annotation.units:
                continue
            task.units = {
                (Role.COOPERATE if r is Role.RESPONSIBLE else r): u for r, u in task.units.items()
            }
            task.units[Role.LEAD] = annotation.units[Role.LEAD]

    def _take_inverse(self, row: _Row) -> None:
        """部门 → 职责: each duty of a unit becomes a task of that unit."""
        unit_column = self._layout.index(Holds.UNIT)
        assert unit_column is not None  # the layout is inverse
        unit = without_wraps(row.cells[unit_column], self._reader.written)
        texts = {holds: self._text(row, holds) for holds in _WORDING}
        said = next(
            (h for h in (Holds.DUTY, Holds.CONTENT, Holds.TITLE, Holds.GROUP) if texts[h]), None
        )
        duties = texts.pop(said) if said else ""
        beside = " ".join(" / ".join(filter(None, texts.values())).split())
        for item in _items_of(duties):
            marker = read_marker(item)
            task = DraftTask(
                title=beside if said is Holds.DUTY and len(beside) <= _LONGEST_CLEAR else "",
                content=marker.rest if marker and marker.rest else item,
                group=" / ".join(filter(None, (*self._headings.values(), " ".join(unit.split())))),
                place=row.place.describe(),
                units={Role.RESPONSIBLE: unit},
                note="" if said is Holds.DUTY and len(beside) <= _LONGEST_CLEAR else beside,
            )
            task.deadline = self._deadline(row) or find_deadline(item)
            self._section.columns.setdefault(Role.RESPONSIBLE, self._layout.heads[unit_column])
            self._section.tasks.append(task)


def _items_of(duties: str) -> list[str]:
    """The numbered duties of a cell, or all of it; one for a cell without words."""
    lines = [line.strip() for line in _NEXT_DUTY.split(duties) if line.strip()]
    return lines or [""]


def _label(number: str) -> str:
    """How an outline writes the number of a heading: 一 as 一、, （一） and 1. as they are."""
    if not number or number[-1] in "、.．）)":
        return number
    return f"{number}." if number.isdecimal() else f"{number}、"


def chinese_of(number: str) -> int:
    """The value of a number cell in Chinese numerals, with or without brackets; 0 for others."""
    numeral = number.strip("、.．（）() ")
    return 0 if numeral.isdecimal() else chinese_number(numeral)


def _holds_heads_again(row: _Row, layout: Layout) -> bool:
    """The head repeated on a new page."""
    words = ["".join(cell.split()) for cell in row.cells]
    return sum(a == b for a, b in zip(words, layout.heads, strict=False) if a) >= 2


def _is_sentence(name: str) -> bool:
    return any(mark in name for mark in "。“”《》") or (len(name) > 6 and not looks_like_unit(name))


def _without_persons(literal: str) -> str:
    """县教育局 张三: the units of a cell whose head promises persons as well."""
    words = [word for word in re.split(r"[\s/、，,；;：:]+", literal) if word]
    units = [word for word in words if is_unit_list(word)]
    return "、".join(units) if units else literal
