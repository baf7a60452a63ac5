"""Reads who is to do a task where a notice says so in running text.

The form is an annotation at the end of a paragraph, sentence or item::

    annotation := open [label "："] clause {separator clause} [deadline] [rule] close
    clause     := units [open end] role        e.g. 市商务局牵头；各区政府配合；X会同Y负责
    rule       := 列第一位的为牵头单位，下同 | 以下均需…落实，不再列出 | 以下责任单位均包括…，不再列出

The same reading serves for a label on a line of its own (牵头单位：…) and for prose in a
table cell. Names are read by `matrices.notation`, here only the words between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from matrices.model import Role
from matrices.notation import CLOSING, OPENING, Mention, MentionKind, looks_like_unit, parse_cell

_SEPARATORS = " \t\u3000，,；;。、：:\n"

# A word for a role is none where it names a body: 牵头部门, 配合单位, 负责人, 指导意见.
_NO_BODY = r"(?!部门|单位|处室|科室|机构|人|制|同志|意见|组|性|员|方案|目录|标准|手册|价|能力|思想|作用|医院|学校)"
_LEAD = (
    r"(?:分别|共同|联合|总)?(?:负责)?(?:牵头|主办)"
    r"(?:组织实施|抓落实|抓好|负责落实|负责|落实|实施|推进|组织|办理|推动)*"
)
_DUTY = (
    r"(?:(?:按照?|根据|依照?|结合)(?:各自)?(?:职责|职能|部门职责|任务|责任)(?:分工)?(?:分别|共同)?"
    r"(?:负责落实|抓好落实|负责|落实|推进|实施|抓好|做好|配合)*"
    r"|按分管领域(?:分别)?负责|分工负责|(?:按照?)?分工(?:分别)?(?:负责|落实))"
)
_CHARGE = (
    r"(?:分别|共同|各自|具体|统筹|组织)?"
    r"(?:负责|承办|主抓)(?:组织实施|抓好落实|落实|实施|推进|办理|组织|具体|推动|执行)*"
    r"|(?:结合实际)(?:认真|抓好|负责|贯彻|组织|分别)*(?:落实|实施|推进)|(?:分别|抓好|贯彻|组织|具体)*落实"
    r"|组织实施"
)
_HELP = (
    r"(?:(?:积极|密切|共同|协同|主动|协助)*(?:配合|参与|参加|协办|协同推进|协同|协助|支持)"
    r"(?:落实|实施|做好|推进|负责|配合)*)"
)
_GUIDANCE = r"(?:加强|负责|业务|分别|共同)*指导(?:落实|推进|实施|监督|督促|和监督|、监督|督促落实)*"
_ROLE = re.compile(
    rf"(?P<lead>{_LEAD}){_NO_BODY}|(?P<duty>{_DUTY}){_NO_BODY}|(?P<guide>{_GUIDANCE}){_NO_BODY}"
    rf"|(?P<help>{_HELP}){_NO_BODY}|(?P<charge>{_CHARGE}){_NO_BODY}"
)
_LABELS: tuple[tuple[str, Role], ...] = (
    (
        r"(?:牵头|主要)(?:责任)?(?:单位|部门|处室|科室|机构)?|主办(?:单位|部门)|主责(?:单位|部门)",
        Role.LEAD,
    ),
    (
        r"(?:配合|协办|协同|参与|参加|协作|协助|支持|其他|其它|责任（配合）|责任\(配合\)|配合责任|协同配合)"
        r"(?:责任)?(?:单位|部门|处室|科室)",
        Role.COOPERATE,
    ),
    (r"(?:业务)?指导(?:单位|部门)", Role.GUIDE),
    (r"(?:责任|承办|实施|落实|负责)(?:单位|部门|科室|处室|主体|机构)", Role.RESPONSIBLE),
)
_LABEL = re.compile(
    "|".join(f"(?P<r{n}>{pattern})" for n, (pattern, _) in enumerate(_LABELS))
    + r"|(?P<deadline>(?:完成|办结|推进|进度)?(?:时限|时间|期限)(?:要求|节点)?)"
)
_LABEL_MARK = re.compile(rf"(?<![\u4e00-\u9fff])(?:{_LABEL.pattern})\s*[：:]")
_DATE = (
    r"(?:\d{4}年(?:底|末|年底|上半年|下半年|\d{1,2}月(?:\d{1,2}日|底|末|上旬|中旬|下旬)?)?|\d{1,2}月(?:\d{1,2}日|底|末)"
    r"|今年(?:底|年底)|年底|年内|长期|全年|每年\S{0,6}|\d{4}[-—–]\d{4}年)"
)
_DEADLINE = re.compile(
    rf"(?P<by>(?:完成时限|完成时间|时限|办结时限)[：:]\s*(?P<date>[^，,；;。）)]+))"
    rf"|(?P<before>(?P<until>{_DATE}(?:底)?)(?:之?前|以前)?完成(?:，?并?(?:持续|长期)(?:推进|坚持))?)"
    rf"|(?P<ongoing>(?:并)?(?:持续|长期)(?:推进|坚持)|常态化推进)"
)
FIRST_LISTED_RULE = re.compile(
    r"(?:[^，,；;。（()）]*?(?:中|里)，?)?(?:以?列|排列|排名|排)(?:在)?(?:第一(?:位|名|个)?|首位|第1位)(?:的|者)?"
    r"(?:责任)?(?:单位|部门)?(?:均?为|是|系|作为|即为)(?:本项)?(?:牵头|主要责任|主办|总牵头)"
    r"(?:责任)?(?:单位|部门)?(?:[或、][^，,。；;）)]{1,6}单位)?(?P<onward>[，,、；;]?\s*(?:下同|以下同|后同|以下均同))?"
)
_DEFAULT_RULE = re.compile(
    r"以下(?:各项)?(?P<list>(?:任务|工作)?(?:的)?(?:责任|配合|牵头)(?:单位|部门)均(?:包括|包含|含)"
    r"|(?:任务|工作|各项|各条)?均(?:需|须|由|应由|要求))"
    r"(?P<units>[^。；;]+?)(?:负责落实|贯彻落实|落实|负责|实施)?[，,]\s*(?:均)?不再(?:一一|逐一|逐项|重复)?列出"
)
_PROSE = re.compile('[“”"《》？！?!]')


@dataclass(frozen=True, slots=True)
class StandingDefault:
    """Units assigned once for what follows; `as_list` where they only extend every list."""

    units: str
    words: str
    as_list: bool


@dataclass(slots=True)
class Annotation:
    """What an annotation says: literal units for each role, a deadline, rules for the rest.

    `first_listed` quotes the rule that the first listed leads; `holds_onward` says that it
    holds for what follows too.
    """

    text: str
    units: dict[Role, str] = field(default_factory=dict)
    deadline: str = ""
    first_listed: str = ""
    holds_onward: bool = False
    default: StandingDefault | None = None
    leftover: str = ""

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
    """The outermost brackets of a text, of any shape; one left open reaches no end."""
    depth = 0
    start = 0
    for index, character in enumerate(text):
        if character in OPENING:
            if depth == 0:
                start = index
            depth += 1
        elif character in CLOSING and depth:
            depth -= 1
            if depth == 0:
                yield Bracket(start, index + 1, text[start + 1 : index])


def looks_like_annotation(inside: str) -> bool:
    """Tell whether a bracket is meant to say who does a task, whether or not it can be read."""
    text = inside.strip(_SEPARATORS)
    if _LABEL_MARK.match(text):
        return True
    if FIRST_LISTED_RULE.search(text) or _DEFAULT_RULE.search(text):
        return True
    text = _DEADLINE.sub("", text).strip(_SEPARATORS)
    last = None
    for match in _ROLE.finditer(text):
        last = match
    return (
        last is not None
        and last.end() == len(text)
        and last.start() > 1
        and not _PROSE.search(text)
    )


def parse_annotation(
    inside: str, known: frozenset[str] = frozenset(), *, bare_list: bool = False
) -> Annotation | None:
    """Read the inside of an annotation, None where it is none.

    `bare_list` also takes a plain list of units without any role word, which only the
    place of the bracket (at the end of an item) can justify.
    """
    result = Annotation(inside)
    text = " ".join(inside.split()) if "\n" in inside else inside
    text = _take_rules(text, result)
    text = _take_deadline(text, result)
    text = text.strip(_SEPARATORS)
    clauses = list(_clauses(text, result)) if text else []
    if not clauses and text and bare_list:
        clauses = [("list", None, text)]
    if not _all_units(clauses, known):
        return None
    _give_roles(clauses, result)
    if result.units or result.first_listed or result.default:
        return result
    return None


Clause = tuple[str, Role | None, str]


def _take_rules(text: str, result: Annotation) -> str:
    default = _DEFAULT_RULE.search(text)
    if default:
        units = default["units"].strip(_SEPARATORS)
        result.default = StandingDefault(
            units, default.group(), "包" in default["list"] or "含" in default["list"]
        )
        text = text[: default.start()] + text[default.end() :]
    rule = FIRST_LISTED_RULE.search(text)
    if rule:
        result.first_listed = rule.group().strip(_SEPARATORS)
        result.holds_onward = bool(rule["onward"])
        text = text[: rule.start()] + text[rule.end() :]
        text = re.sub(r"[（(〔\[][\s，,；;。]*[）)〕\]]", "", text)
    return text


def _take_deadline(text: str, result: Annotation) -> str:
    found: list[str] = []

    def keep(match: re.Match[str]) -> str:
        found.append((match["date"] or match["until"] or match.group()).strip(_SEPARATORS))
        return "，"

    text = _DEADLINE.sub(keep, text)
    result.deadline = "，".join(found)
    return text


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
        role = next(role for n, (_, role) in enumerate(_LABELS) if mark[f"r{n}"])
        yield from _role_clauses(part, role)


def _role_clauses(text: str, label: Role | None) -> Iterator[Clause]:
    start = 0
    for match in _ROLE.finditer(text):
        if _inside(text, match.start()):
            continue
        units = text[start : match.start()].strip(_SEPARATORS)
        start = match.end()
        kind = str(match.lastgroup)
        if not units:
            continue
        yield from _with_others(kind, label, units)
    rest = text[start:].strip(_SEPARATORS)
    if rest:
        yield ("label" if label is not None else "list", label, rest)


def _inside(text: str, index: int) -> bool:
    before = text[:index]
    return sum(map(before.count, OPENING)) > sum(map(before.count, CLOSING))


def _with_others(kind: str, label: Role | None, units: str) -> Iterator[Clause]:
    """A会同B负责: A has the role, B cooperates."""
    units = re.sub(r"^(?:由|请|责成)", "", units)
    first, joined, others = units.partition("会同")
    if first.strip(_SEPARATORS):
        yield kind, label, first.strip(_SEPARATORS)
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
        and all(_is_clear(m, known) or len(m.name) <= 10 for m in mentions)
    )


def _names_a_unit(text: str, known: frozenset[str]) -> bool:
    return any(_is_clear(mention, known) for mention in parse_cell(text, known).mentions)


def _is_clear(mention: Mention, known: frozenset[str]) -> bool:
    if mention.name in known:
        return True
    longest = 28 if mention.kind is MentionKind.AGENCY else 40
    return len(mention.name) <= longest and (
        looks_like_unit(mention.name) or mention.kind is not MentionKind.AGENCY
    )


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
