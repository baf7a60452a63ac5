"""Reads who is to do a task where a notice says so in running text.

The form is an annotation at the end of a paragraph, sentence or item::

    annotation := open [label "："] clause {separator clause} [deadline] [rule] close
    clause     := units [open end] role        e.g. 市商务局牵头；各区政府配合；X会同Y负责
    rule       := 列第一位的为牵头单位，下同 | 以下均需…落实，不再列出
                | 以下责任单位均包括…，不再列出

The same reading serves for a label on a line of its own (牵头单位：…) and for prose in a
table cell. Names are read by `matrices.notation`, here only the words between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from matrices.catalogs.model import Role
from matrices.notation import (
    CLOSING,
    OPENING,
    Mention,
    MentionKind,
    inside_bracket,
    looks_like_unit,
    parse_cell,
)

_SEPARATORS = " \t\u3000，,；;。、､：:\n"

# A word for a role is none where it names a body: 牵头部门, 配合单位, 负责人, 指导意见.
_NO_BODY = (
    r"(?!部门|单位|处室|科室|机构|人|制(?!定|订)|同志|意见|组|性|员|方案|目录|标准|手册|价|能力|思想|作用|"
    r"医院|学校)"
)
_LEAD = (
    r"(?:分别|共同|联合|总)?(?:负责)?(?:牵头抓总|牵头|主办|主责|抓总)"
    r"(?:组织实施|抓落实|抓好|负责落实|负责|落实|实施|推进|组织|办理|推动)*"
)
_DUTY = (
    r"(?:(?:按照?|根据|依照?|结合)(?:各自)?(?:职责|职能|部门职责|任务|责任)(?:分工)?(?:分别|共同)?"
    r"(?:负责落实|抓好落实|负责|落实|推进|实施|抓好|做好|配合)*"
    r"|按分管领域(?:分别)?负责|各负其责|各司其职|分工负责|(?:按照?)?分工(?:分别)?(?:负责|落实))"
)
_CHARGE = (
    r"(?:分别|共同|各自|具体|统筹|组织)?"
    r"(?:负责|承办|主抓)(?:组织实施|抓好落实|落实|实施|推进|办理|组织|具体|推动|执行)*"
    r"|负(?:总|主要|直接|全部)责任?|(?:具体|分别|共同|认真)(?:组织)?(?:实施|推进|执行)"
    r"|(?:结合实际)(?:认真|抓好|负责|贯彻|组织|分别)*(?:落实|实施|推进)|(?:分别|抓好|贯彻|组织|具体)*落实"
    r"|组织实施"
)
_HELP = (
    r"(?:(?:积极|密切|共同|协同|主动|协助)*(?:配合|参与|参加|协办|协同推进|协同|协助|支持)"
    r"(?:落实|实施|做好|推进|负责|配合)*)"
    r"|会同(?=[，,；;。]|$)"
    r"|(?:做好|负责|提供|强化)?(?:资金|经费|要素|技术|服务)?保障(?=[，,；;。]|$)"
)
_GUIDANCE = r"(?:加强|负责|业务|分别|共同)*指导(?:落实|推进|实施|监督|督促|和监督|、监督|督促落实)*"
# 区教育局为牵头单位，区财政局为配合单位
_AS_BODY = r"(?:作为|为|是)(?:{})(?:责任)?(?:单位|部门)"
_ROLE = re.compile(
    rf"(?P<lead_body>{_AS_BODY.format('总?牵头|主办|主要责任')})"
    rf"|(?P<help_body>{_AS_BODY.format('配合|协办|参与|协同')})"
    rf"|(?P<charge_body>{_AS_BODY.format('责任')})"
    rf"|(?P<lead>{_LEAD}){_NO_BODY}|(?P<duty>{_DUTY}){_NO_BODY}|(?P<guide>{_GUIDANCE}){_NO_BODY}"
    rf"|(?P<help>{_HELP}){_NO_BODY}|(?P<charge>{_CHARGE}){_NO_BODY}"
)
_BODY = r"(?:单位|部门|处室|科室|机构)(?:（(?:单位|部门)）|\((?:单位|部门)\)|和单位|及责任人)?"
_LABELS: tuple[tuple[str, Role], ...] = (
    (
        rf"(?:总?牵头|主办)(?:（责任）|\(责任\)|责任)?(?:{_BODY})?|主要(?:责任)?{_BODY}|主责{_BODY}",
        Role.LEAD,
    ),
    (
        r"(?:配合|协办|协同|参与|参加|协作|协助|支持|成员|其他|其它|责任（配合）|责任\(配合\)|配合责任|协同配合)"
        rf"(?:责任)?{_BODY}|配合|协办|参与",
        Role.COOPERATE,
    ),
    (rf"(?:业务)?(?:指导|督导)(?:{_BODY})?", Role.GUIDE),
    (
        rf"(?:责任|承办|实施|落实|负责|分工|执行)(?:{_BODY}|主体)|责任|(?:任务|责任|职责|工作)?分工",
        Role.RESPONSIBLE,
    ),
)
_LABEL = "|".join(
    [
        *(f"(?P<r{n}>{pattern})" for n, (pattern, _) in enumerate(_LABELS)),
        r"(?P<deadline>(?:完成|办结|办理|推进|进度)?(?:时限|时间|期限)(?:要求|节点)?)",
        r"(?P<person>(?:联系|责任|负责|分管|牵头|包保|督办)(?:负责)?(?:[省市区县]?领导|人)|联系(?:电话|方式)|电话)",
    ]
)
_LABEL_MARK = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:[国省市区县州]级)?(?:{_LABEL})"
    r"(?:\s*[：:]|为(?!牵头|主)"
    r"|[ \t\u3000]+(?=[国省市区县州各全]\S{1,12}(?:局|委|办|厅|部|院|府|街|镇|心|门|位)))"
)
_LABEL_IN_BRACKETS = re.compile(rf"[【〖\[〔](?:{_LABEL})[】〗\]〕]\s*[：:]?")
_DATE = (
    r"(?:\d{4}年(?:底|末|年底|上半年|下半年|第?[一二三四]季度末?|\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)?)?"
    r"|\d{1,2}月(?:\d{1,2}日|底|末)|今年(?:底|年底)|年底|年内|长期|全年|每年\S{0,6}"
    r"|第?[一二三四]季度末?|[上下]半年|\d{4}[-—–]\d{4}年)"
)
_DEADLINE = re.compile(
    rf"(?P<by>(?:完成时限|完成时间|时限|办结时限)[：:]\s*(?P<date>[^，,；;。）)]+))"
    rf"|(?:于|力争|确保)?(?P<until>{_DATE}(?:底)?)"
    r"(?:(?:之?前|以前)?(?:完成|办结)(?:，?并?(?:持续|长期)(?:推进|坚持))?|之?前|以前)"
    rf"|(?:(?<=[，,；;。])|^)\s*(?P<bare>{_DATE})(?=[，,；;。]|$)"
    rf"|(?P<ongoing>(?:并)?(?:持续|长期|常态化?|按(?:月|季度?|年度?))(?:推进|坚持|实施))"
)
_PLACED = r"(?:以?列|排列|排名|排序|排|位列|名列|居于?|位于)(?:在)?"
_FIRST = r"(?:第一(?:位|名|个|顺位)?|首位|第1位|最前面?)"
_LEADING = r"(?:牵头|主要责任|主办|总牵头|主责)(?:责任)?"
# 责任单位中，列第一位的为牵头单位，下同; 第一个为牵头单位; 牵头单位排首位.
FIRST_LISTED_RULE = re.compile(
    r"(?:(?:注|备注|说明)[：:]?)?(?:[\u4e00-\u9fff]{0,10}?(?:责任|承办)(?:单位|部门)(?:中|里|内)?[，,]?)?"
    rf"(?:(?:{_PLACED}{_FIRST}|第一[个位]?|第1位|首个|首位)(?:的|者)?(?:责任)?(?:单位|部门)?"
    rf"(?:均?为|是|系|作为|即为|视为)(?:本项|该项)?(?:任务|工作)?的?{_LEADING}"
    r"(?:单位|部门)?(?:[或、][^，,。；;）)]{1,6}单位)?"
    rf"|{_LEADING}(?:单位|部门)均?{_PLACED}{_FIRST})"
    r"(?:[，,、；;]?(?:其余|其他|其它)(?:责任)?(?:单位|部门)?均?(?:为|是)(?:配合|责任|协办|参与)(?:单位|部门))?"
    r"(?P<onward>[，,、；;]?\s*(?:下同|以下同|后同|以下均同|以下相同)|[（(](?:下同|以下同)[）)])?"
)
# A rule that speaks of marks which a reader of plain text does not see.
_UNSEEN_RULE = re.compile(
    r"(?:标注?|带|加注?|注|划|画)[^，,。；;：:（）()]{1,8}(?:为|是|系)(?:牵头|主办|主要责任)(?:单位|部门)"
    r"|(?:牵头|主办|主要责任)(?:单位|部门)(?:用|以|标|加)[^，,。；;：:（）()]{0,6}(?:粗|体|线|色|★|\*|注|示)"
)
_DEFAULT_RULE = re.compile(
    r"以下(?:各项)?(?P<list>(?:任务|工作)?(?:的)?(?:责任|配合|牵头)(?:单位|部门)均(?:包括|包含|含)"
    r"|(?:任务|工作|各项|各条)?均(?:需|须|由|应由|要求))"
    r"(?P<units>[^。；;]+?)(?:共同|贯彻|组织|抓好|认真|协同)*(?:负责|落实|实施|配合|推进|执行|参与)*"
    r"[，,]?\s*(?:均)?不再(?P<each>(?:一一|逐一|逐项|重复|单独|另行)*)(?:列出|列示|标注|注明)"
)
# 区水利局、区财政局。下同: a word on lists, not a unit
_ONWARD = re.compile(
    r"[，,、；;。]?\s*[（(]?(?:下同|以下同|后同|以下均同|以下相同)[）)]?(?=[，,；;。]|\s*$)"
)
_PROSE = re.compile('[“”"《》？！?!]')
_GOAL = re.compile(r"[\u4e00-\u9fff]{1,12}(?=[，,；;。]|\s*$)")
_OBJECT = re.compile(r"[\u4e00-\u9fff]{2,8}(?=[，,；;。]|$)")
# No name of a unit holds such words; a list with one of them has not been understood.
_NO_NAME = re.compile(
    r"[：:★*]|\d年|为(?:牵头|主办|主要责任)(?:单位|部门)$|[的者]$|^(?:以?列|排|名列|不再|其中)"
    r"|^(?:牵头|责任|配合|主办|协办)(?:单位|部门).|(?:局|委|办|厅|部|府)(?:牵头|负责|主责|主抓|配合)"
    r"|做好|抓好|推动各|把握|切实|认真|确保|并$"
)
_LABEL_WORDS = re.compile("(?:牵头|责任|配合|主办|协办)(?:单位|部门)")
# 市水利局（牵头）、市财政局: a role in brackets behind one name of a list
_MARKED_LEAD = re.compile(r"[（(](?:总?牵头|主办|主责)(?:单位|部门)?[）)]")
_CHARGED = re.compile(r"(?:^|[，。；：,;:.．、）)\s])由(?=[\u4e00-\u9fff]{2})")
_CLAUSE_END = re.compile(r"[，,；;。]|$")
_LONGEST_CHARGE = 200
_OWN_ROLE = re.compile(r"(?:^|[，。；,;])由(?=[^，。；,;由]*[\u4e00-\u9fff]{2})")


@dataclass(frozen=True, slots=True)
class StandingDefault:
    """Units assigned once for what follows; `as_list` where they only extend every list."""

    units: str
    words: str
    as_list: bool
    role: Role = Role.RESPONSIBLE


@dataclass(slots=True)
class Annotation:
    """What an annotation says: literal units for each role, a deadline, rules for the rest.

    `first_listed` quotes the rule that the first listed leads; `holds_onward` says that it
    holds for what follows too. `persons` says that it names leaders or contacts, no units.
    """

    text: str
    units: dict[Role, str] = field(default_factory=dict)
    deadline: str = ""
    first_listed: str = ""
    holds_onward: bool = False
    default: StandingDefault | None = None
    persons: bool = False

    def add(self, role: Role, units: str) -> None:
        """Add units to a role, behind those it has."""
        if units:
            self.units[role] = f"{self.units[role]}，{units}" if role in self.units else units


@dataclass(frozen=True, slots=True)
class Bracket:
    """A bracketed piece of a text: where it starts and ends, and what stands inside."""

    start: int
    end: int
    inside: str


def find_brackets(text: str) -> Iterator[Bracket]:
    """The outermost brackets of a text, of any shape.

    One that never closes hides no other; it counts, up to the end, only where a label
    stands in it (（责任单位：区教育局).
    """
    waiting: list[int] = []
    found: list[Bracket] = []
    for index, character in enumerate(text):
        if character in OPENING:
            waiting.append(index)
        elif character in CLOSING and waiting:
            start = waiting.pop()
            while found and found[-1].start > start:
                found.pop()
            found.append(Bracket(start, index + 1, text[start + 1 : index]))
    if waiting and _LABEL_MARK.match(text, waiting[-1] + 1):
        start = waiting[-1]
        found = [bracket for bracket in found if bracket.end <= start]
        found.append(Bracket(start, len(text), text[start + 1 :]))
    yield from found


def starts_with_label(text: str) -> bool:
    """Tell whether a text starts as 牵头单位：… does, in a bracket or not."""
    return _LABEL_MARK.match(text.lstrip(_SEPARATORS + OPENING)) is not None


def names_label(text: str) -> bool:
    """Tell whether a label with its colon stands in a text (…。责任单位：区教育局)."""
    return _LABEL_IN_BRACKETS.search(text) is not None or any(
        mark.group()[-1] in "：:" for mark in _LABEL_MARK.finditer(text)
    )


def enclose_labels(text: str) -> str:
    """Put brackets around what says who does it at the end of a sentence without brackets.

    Both 建设公园。责任单位：区教育局 and 建设公园，由区教育局负责。 come to have the usual form,
    and 【责任单位】区教育局 its colon.
    """
    text = _LABEL_IN_BRACKETS.sub(
        lambda m: " " + m.group().strip("【】〖〗[]〔〕：: ") + "：", text
    ).strip()
    if starts_with_label(text):
        return text
    outside = _outside_brackets(text)
    marks = [
        mark.start()
        for mark in _LABEL_MARK.finditer(text)
        if mark.start() in outside
        and mark["person"] is None
        and mark["deadline"] is None
        and mark.group()[-1] in "：:"
        and mark.start() > 0
        and text[mark.start() - 1] in "。；;，, \t\u3000"
    ]
    if not marks:
        return _enclose_closing_clause(text)
    pieces: list[str] = []
    done = 0
    for start in marks:
        if start < done:
            continue
        end = _end_of_labels(text, start)
        pieces += [text[done:start], "（", text[start:end].strip("。；; "), "）"]
        done = end
    return "".join(pieces) + text[done:]


def _outside_brackets(text: str) -> set[int]:
    inside = {n for bracket in find_brackets(text) for n in range(bracket.start, bracket.end)}
    return set(range(len(text))) - inside


# what a working group has to do, behind its members
_DUTIES_BEHIND = re.compile(r"[；;，,。]\s*(?=(?:主要|工作|具体)*(?:职责|任务)\s*[：:])")


def _end_of_labels(text: str, start: int) -> int:
    """The end of the sentence that starts with a label; labels that follow belong to it."""
    if duties := _DUTIES_BEHIND.search(text, start):
        return min(duties.start() + 1, _end_of_labels(text[: duties.start()], start) + 1)
    end = text.find("。", start)
    while end >= 0:
        rest = text[end + 1 :].lstrip(_SEPARATORS)
        if not rest or _LABEL_MARK.match(rest) is None:
            return end + 1
        end = text.find("。", end + 1)
    return len(text)


def _enclose_closing_clause(text: str) -> str:
    """…，由省农业农村厅会同省财政厅等部门负责落实。 names who does it, but only at the very end."""
    body = text.rstrip(" \u3000。；;")
    start = -1
    for match in _OWN_ROLE.finditer(body):
        start = match.end() - 1
    if start < 1 or len(body) - start > 200 or start not in _outside_brackets(body):
        return text
    clause = body[start + 1 :]
    if not _charges(clause):
        return text
    return f"{body[:start].rstrip('，,')}（{clause}）"


def enclose_charges(text: str) -> str:
    """Put brackets around 由区水利局牵头，区财政局配合 in the middle of an item.

    An item that has an annotation of its own keeps such a sentence as part of its wording.
    """
    outside = _outside_brackets(text)
    if any(looks_like_annotation(b.inside) or is_unit_list(b.inside) for b in find_brackets(text)):
        return text
    for match in _CHARGED.finditer(text):
        start = match.end()
        if start - 1 not in outside:
            continue
        end = _end_of_charge(text, start)
        if end:
            before = text[: start - 1].rstrip("，,")
            return f"{before}（{text[start:end]}）{text[end:]}"
    return text


def _end_of_charge(text: str, start: int) -> int:
    """Where the clauses end that say who does it, 0 where those behind 由 do not."""
    end = 0
    for match in _CLAUSE_END.finditer(text, start):
        if match.start() - start > _LONGEST_CHARGE:
            break
        if _charges(text[start : match.start()]):
            end = match.start()
        if match.group() == "。":
            break
    return end


def _charges(clause: str) -> bool:
    """Tell whether clauses give roles to units and do nothing else."""
    annotation = parse_annotation(clause) if looks_like_annotation(clause) else None
    return (
        annotation is not None
        and bool(annotation.units)
        and all(is_unit_list(units) for units in annotation.units.values())
    )


def looks_like_annotation(inside: str) -> bool:
    """Tell whether a bracket is meant to say who does a task, whether or not it can be read."""
    text = inside.strip(_SEPARATORS)
    if _LABEL_MARK.match(text):
        return True
    if FIRST_LISTED_RULE.search(text) or _DEFAULT_RULE.search(text) or speaks_of_marks(text):
        return True
    text = _ONWARD.sub("", _without_deadlines(text)[0]).strip(_SEPARATORS)
    last = None
    for match in _ROLE.finditer(text):
        last = match
    return (
        last is not None
        and last.end() == len(text)
        and last.start() > 1
        and not _PROSE.search(text)
    )


def may_be_annotation(inside: str) -> bool:
    """Tell whether words for a role stand in a bracket beside a unit, in whatever order."""
    return (
        (_ROLE.search(inside) or _LABEL_WORDS.search(inside)) is not None
        and not _PROSE.search(inside)
        and any(looks_like_unit(mention.name) for mention in parse_cell(inside).mentions)
    )


def names_units_and_roles(inside: str) -> bool:
    """Tell whether a bracket speaks of who does what at all, even in words nobody can read."""
    return re.search("牵头|抓总|会同|配合|负责", inside) is not None and any(
        looks_like_unit(part) and not _NO_NAME.search(part)
        for part in re.split("[，,、；;]|牵头|抓总|会同|配合|负责|根据", inside)
    )


def speaks_of_marks(text: str) -> bool:
    """Tell whether a text says that a mark or a type face shows who leads."""
    return _UNSEEN_RULE.search(text) is not None


def without_rules(text: str) -> str:
    """A text, most often a head of a table, without what it says about who leads."""
    return _UNSEEN_RULE.sub("", FIRST_LISTED_RULE.sub("", text))


def standing_rules(text: str) -> Annotation:
    """The rules that a sentence of running text states for the rest of the notice."""
    result = Annotation(text)
    _take_rules(text, result)
    return result


def parse_annotation(inside: str, known: frozenset[str] = frozenset()) -> Annotation | None:
    """Read the inside of an annotation, None where it is none.

    A plain list of units without any role word is read as well; only the place of the
    bracket, at the end of an item, can justify that.
    """
    result = Annotation(inside)
    text = " ".join(inside.split()) if "\n" in inside else inside
    text = _take_rules(text, result)
    text = _take_deadline(text, result)
    text = text.strip(_SEPARATORS)
    clauses = list(_clauses(text, result)) if text else []
    if clauses and not _all_units(clauses, known):
        return None
    _give_roles(clauses, result)
    if result.units or result.first_listed or result.default or result.deadline:
        return result
    result.persons = _only_persons(text)
    return result if result.persons else None


def _only_persons(text: str) -> bool:
    marks = list(_LABEL_MARK.finditer(text))
    return bool(marks) and all(mark["person"] for mark in marks)


Clause = tuple[str, Role | None, str]


def _take_rules(text: str, result: Annotation) -> str:
    default = _DEFAULT_RULE.search(text)
    if default:
        units = default["units"].strip(_SEPARATORS)
        listed = default["list"]
        role = Role.COOPERATE if "配合" in listed else Role.RESPONSIBLE
        role = Role.LEAD if "牵头" in listed else role
        text = text[: default.start()] + text[default.end() :]
        # behind a list, 不再重复列出 spares the lists that follow to name them again
        extends = bool(default["each"]) and bool(_ONWARD.sub("", text).strip(_SEPARATORS))
        extends = extends or "包" in listed or "含" in listed
        result.default = StandingDefault(units, default.group(), extends, role)
    rule = FIRST_LISTED_RULE.search(text)
    if rule:
        result.first_listed = rule.group().strip(_SEPARATORS)
        result.holds_onward = bool(rule["onward"])
        # a bracket that states the rule holds nothing else: （除标注“分别牵头”外，列第一位的…）
        around = next((b for b in find_brackets(text) if b.start < rule.start() < b.end), None)
        start, end = (around.start, around.end) if around else rule.span()
        text = text[:start] + text[end:]
    return _ONWARD.sub("", text)


def _take_deadline(text: str, result: Annotation) -> str:
    text, found = _without_deadlines(text)
    result.deadline = "，".join(found)
    return text


def _without_deadlines(text: str) -> tuple[str, list[str]]:
    """A text without its deadlines and what is to be done by them: 6月底前完成首批."""
    found: list[str] = []
    kept: list[str] = []
    done = 0
    for match in _DEADLINE.finditer(text):
        if match.start() < done:
            continue
        date = match["date"] or match["until"] or match["bare"] or match.group()
        found.append(date.strip(_SEPARATORS))
        kept += [text[done : match.start()], "，"]
        done = match.end()
        goal = _GOAL.match(text, done)
        if goal and not _ROLE.search(goal.group()) and not _names_a_unit(goal.group(), frozenset()):
            done = goal.end()
    return "".join(kept) + text[done:], found


def _clauses(text: str, result: Annotation) -> Iterator[Clause]:
    """Cut a text into (kind, label's role, units) by its labels and role words."""
    marks = list(_LABEL_MARK.finditer(text))
    if not marks:
        yield from _role_clauses(text, None)
        return
    if text[: marks[0].start()].strip(_SEPARATORS):
        yield from _role_clauses(text[: marks[0].start()], None)
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        part = text[mark.end() : following.start() if following else len(text)]
        if mark["deadline"]:
            result.deadline = part.strip(_SEPARATORS)
            continue
        if mark["person"]:
            continue
        role = next(role for n, (_, role) in enumerate(_LABELS) if mark[f"r{n}"])
        yield from _role_clauses(part, role)


def _role_clauses(text: str, label: Role | None) -> Iterator[Clause]:
    start = 0
    for match in _ROLE.finditer(text):
        if inside_bracket(text, match.start()):
            continue
        units = text[start : match.start()].strip(_SEPARATORS)
        start = match.end() + len(_object_behind(text[match.end() :]))
        kind = str(match.lastgroup).removesuffix("_body")
        if not units:
            continue
        yield from _with_others(kind, label, units)
    rest = text[start:].strip(_SEPARATORS)
    if rest:
        yield from _marked_apart("label" if label is not None else "list", label, rest)


def _marked_apart(kind: str, label: Role | None, units: str) -> Iterator[Clause]:
    """市水利局（牵头）、市财政局: who is marked as the lead leads, the others keep their part."""
    if not _MARKED_LEAD.search(units):
        yield kind, label, units
        return
    leads: list[str] = []
    others: list[str] = []
    for mention in parse_cell(units).mentions:
        marked = _MARKED_LEAD.search(mention.text)
        (leads if marked else others).append(mention.name + mention.open_words)
    yield "lead", None, "、".join(leads)
    if others:
        yield kind, label, "、".join(others)


def _object_behind(text: str) -> str:
    """What a role word is followed by where that names no unit: 牵头制定方案, 负责资金保障."""
    match = _OBJECT.match(text)
    if match is None or _ROLE.search(match.group()) or _names_a_unit(match.group(), frozenset()):
        return ""
    return match.group()


def _with_others(kind: str, label: Role | None, units: str) -> Iterator[Clause]:
    """A会同B负责: A has the role, B cooperates."""
    units = re.sub(r"^(?:由|请|责成)", "", units)
    first, joined, others = units.partition("会同")
    if first.strip(_SEPARATORS):
        yield from _marked_apart(kind, label, first.strip(_SEPARATORS))
    if joined and others.strip(_SEPARATORS):
        yield "help", label, others.strip(_SEPARATORS)


def _all_units(clauses: list[Clause], known: frozenset[str]) -> bool:
    """Role words and labels vouch for unusual names; a bare list must consist of clear ones."""
    if any(kind == "list" and len(clauses) == 1 for kind, _, _ in clauses):
        return all(is_unit_list(units, known) for _, _, units in clauses)
    return all(_could_be_units(units, known) for _, _, units in clauses) and (
        any(label is not None for _, label, _ in clauses)
        or any(_names_a_unit(units, known) for _, _, units in clauses)
    )


def _could_be_units(text: str, known: frozenset[str]) -> bool:
    mentions = parse_cell(text, known).mentions
    return (
        bool(mentions)
        and not _PROSE.search(text)
        and not any(_NO_NAME.search(m.name) for m in mentions)
        and all(_is_clear(m, known) or 1 < len(m.name) <= 10 for m in mentions)
    )


def _names_a_unit(text: str, known: frozenset[str]) -> bool:
    return any(_is_clear(mention, known) for mention in parse_cell(text, known).mentions)


def _is_clear(mention: Mention, known: frozenset[str]) -> bool:
    if mention.name in known:
        return True
    longest = 28 if mention.kind is MentionKind.AGENCY else 40
    if _NO_NAME.search(mention.name):
        return False
    return len(mention.name) <= longest and (
        looks_like_unit(mention.name) or mention.kind is not MentionKind.AGENCY
    )


def says_roles(text: str) -> bool:
    """Tell whether a list of units says itself who of them leads (牵头单位：…, （牵头）)."""
    return _LABEL_MARK.search(text) is not None or _MARKED_LEAD.search(text) is not None


def is_unit_list(text: str, known: frozenset[str] = frozenset()) -> bool:
    """Tell whether a text holds nothing but names of units."""
    if _PROSE.search(text):
        return False
    mentions = parse_cell(text, known).mentions
    return bool(mentions) and all(_is_clear(mention, known) for mention in mentions)


def _give_roles(clauses: list[Clause], result: Annotation) -> None:
    """Turn clauses into roles: without a lead, who is charged is responsible.

    A plain 负责 before a 按职责分工负责 is the one mainly charged; the others cooperate.
    """
    led = any(kind == "lead" or label is Role.LEAD for kind, label, _ in clauses)
    charged = False
    for kind, label, units in clauses:
        match kind:
            case "lead":
                role = Role.LEAD
            case "guide":
                role = Role.GUIDE
            case "help":
                role = Role.COOPERATE
            case "charge":
                role = Role.COOPERATE if led else Role.RESPONSIBLE
                charged = True
            case "duty":
                role = Role.COOPERATE if led or charged else Role.RESPONSIBLE
            case "label" if label is Role.RESPONSIBLE and led:
                role = Role.COOPERATE
            case "label" if label is not None:
                role = label
            case _:
                role = Role.COOPERATE if led else Role.RESPONSIBLE
        result.add(role, units)
