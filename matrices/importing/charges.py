"""Reads who is charged in the sentences of an item that has no annotation.

区水利局牵头推进，区财政局落实经费; 由区教育局会同区民政局开展; 一是…，由区商务局负责；二是…. Only
clauses whose subject is nothing but names of bodies count, and the first of them must say in so
many words that somebody leads, is in charge or acts together with others.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from matrices.catalogs.model import Role
from matrices.importing.annotation import standing_rules
from matrices.importing.duties import BEFORE_VERB, Duty, are_bodies, subject_of
from matrices.notation import MentionKind, inside_bracket, parse_cell

_POINT = re.compile(r"(?<=[。；;：:，,])\s*(?=[一二三四五六七八九十]{1,2}是(?!否|不|指))")
_POINT_NUMBER = re.compile(r"\s*[一二三四五六七八九十]{1,2}是")
_CLAUSE = re.compile(r"[^，,；;。：:]+(?:[，,；;。：:]|$)")
_NO_ROLE = (
    r"(?!部门|单位|处室|科室|机构|人|制(?!定|订)|同志|意见|组(?!织)|性|员"
    r"|方案|目录|标准|作用|能力|主体|的)"
)
_LEADS = re.compile(rf"(?:分别|共同|联合)?(?:负责)?(?:牵头|主抓|抓总){_NO_ROLE}")
_JOINS = re.compile(rf"(?:会同|联合|商)(?={'[^，,；;。]{2}'})")
_IN_CHARGE = re.compile(
    rf"(?:具体|分别|共同|主要|统筹|组织|按(?:照)?(?:各自)?职责(?:分工)?)*(?:负责|监督落实|组织实施){_NO_ROLE}"
)
_HELPS = re.compile(
    rf"(?:共同|积极|密切|主动)*(?:配合|协助|参与|参加|协同|协办|予以支持|给予支持|支持){_NO_ROLE}"
)
# 保障 and the like begin a name as often: 社会保障局, 市场监督管理部门, 监测中心
_IN_NAMES = (
    r"(?:保障|管理|监督|监测|发布|指导|维护|统筹|督促|推进|促进)(?=[^，、的]{0,8}?"
    r"(?:局|厅|部门|委员会|委|办|中心|机构|总队|支队|大队|院|站|所))"
)
_ACTS = re.compile(
    rf"(?!{_IN_NAMES})(?:按|将|做好|抓好|落实|推进|推动|开展|加强|制定|制订|建立|健全|完善|监督|监测|提供|保障|督促|发布|维护|"
    r"管理|实施|执行|履行|强化|及时|组织|统筹|指导|协调|开设|承担|纳入|结合|负有|研究|编制|安排|加大|设立|筹集)"
)
_BY = re.compile(r"(?:^|(?<=[\u4e00-\u9fff”』）)]))(?<![自理缘经事情因])由(?=[\u4e00-\u9fff]{2})")
_CONNECTIVE = re.compile(r"^\s*(?:其中|同时|并由|另由|再由|由|请)")
_ENDS_BEFORE_VERB = re.compile(rf"{BEFORE_VERB}$")
_LONGEST_SUBJECT = 80
_LONGEST_ITEM = 4000
_SENTENCE = re.compile(r"[^。；;]*[。；;]?")
# what stands before 部门 without naming a field: 有关部门, 牵头部门, but 民政部门
NO_FIELD = "各|有关|相关|其[他它]|牵头|责任|配合|成员|行业|职能|主管"
_DEPARTMENT = re.compile(rf"(?!{NO_FIELD}|业务)[\u4e00-\u9fff]{{2,14}}(?<!行业)(?:主管)?部门")
_COMPANY = re.compile(r"(?:公司|集团|企业|学校|大学|医院|银行|协会|机构|组织)$")
# who punishes and who explains a regulation is no task
_NO_TASK = re.compile("责令|处罚|罚款|吊销|没收|追究|给予处分|依法处置|负责[^。，]{0,4}解释")
# 区水利局负责, 由区教育局牵头, 会同区民政局; not 各部门负责, 办公室负责人, 牵头单位负责
_CHARGES_A_BODY = re.compile(
    r"(?:^|[由、和及]|会同)[省市区县州国][^，、。；：（）]{1,16}(?:局|委|办|厅|部|部门|政府|中心|[支大总]队|办公室|办事处|委员会|指挥部|领导小组)"
    r"(?:要|应当?|须|具体|分别|共同|按职责分工|按照职责分工)?(?:牵头|会同|负责)"
    r"(?!人|部门|单位|制(?!定|订)|同志|的)(?!.*(?:机制|格局|制度))"
)
# A clause that ends in a word for a role, or whose body acts so, and is not understood.
_SEEMS_TO_CHARGE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:牵头|配合|参与|参加|协助|负责)$"
    r"|(?:局|委|办|厅|部门|政府|中心|公司|办事处|街道)[）)]?(?:具体|分别|共同)?(?:牵头|会同|负责)"
    r"(?!人|部门|单位|制(?!定|订)|同志)"
)


@dataclass(slots=True)
class Charged:
    """A wording and its units in each role, literally.

    `unread` holds clauses that seem to charge somebody too, in words that are not read.
    """

    wording: str
    units: dict[Role, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)

    def add(self, role: Role, units: str) -> None:
        """Add units to a role, behind those it has."""
        self.units[role] = f"{self.units[role]}，{units}" if role in self.units else units


def charged_parts(text: str) -> tuple[str, list[Charged]]:
    """What stands before the points of an item, and the pieces of it that charge somebody.

    An item whose points (一是, 二是) charge different units falls into them; each other item is
    one piece. Without any unit the list is empty.
    """
    if len(text) > _LONGEST_ITEM:
        return "", []
    pieces = _POINT.split(text)
    first = 0 if _POINT_NUMBER.match(pieces[0]) else 1
    points = [_charged(piece) for piece in pieces[first:]]
    if sum(1 for point in points if point.units) > 1 and not any(
        _charged(piece).units for piece in pieces[:first]
    ):
        return "".join(pieces[:first]).strip(), points
    whole = _charged(text)
    return "", [whole] if whole.units else []


def unread_charge(text: str) -> str:
    """The first clause that seems to charge a body with a name, "" where none does.

    It is asked of a text out of which no unit was read.
    """
    if len(text) > _LONGEST_ITEM or _NO_TASK.search(text):
        return ""
    return next((clause for clause in _clauses(text) if _CHARGES_A_BODY.search(clause)), "")


def _charged(text: str) -> Charged:
    found = Charged(text.strip())
    if _NO_TASK.search(text):
        return found
    default = standing_rules(text).default
    if default is not None:
        text = text.replace(default.words, "")
    clauses = list(_clauses(_POINT_NUMBER.sub("", text)))
    skipped: list[str] = []
    for clause in clauses:
        if _read_clause(clause, found):
            if skipped:  # 各镇街负责…；区水利局负责…: the first takes part as well
                for earlier in skipped:
                    if _IN_CHARGE.search(earlier):
                        _take(earlier, found, opened=True, named=False)
                skipped.clear()
        elif found.units and "负责人" not in clause and _SEEMS_TO_CHARGE.search(clause):
            found.unread.append(clause)
        elif not found.units:
            skipped.append(clause)
    if Role.LEAD in found.units and Role.RESPONSIBLE in found.units:
        # who else is charged beside a lead takes part
        found.add(Role.COOPERATE, found.units.pop(Role.RESPONSIBLE))
    return found


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for match in _CLAUSE.finditer(text):
        if inside_bracket(text, match.end() - 1):
            continue
        yield text[start : match.end()].strip("，,；;。：: \u3000")
        start = match.end()


def _read_clause(clause: str, found: Charged) -> bool:
    """Take what a clause says of units; tells whether it names any."""
    opened = bool(found.units)
    by = _BY.search(clause)
    if by is not None and _take(clause[by.end() :], found, opened=opened, named=True):
        return True
    if opened and (joined := re.match("会同", clause)):
        if others := _joined_units(clause[joined.end() :]):
            found.add(Role.COOPERATE, others)
        return bool(others)
    return _take(_CONNECTIVE.sub("", clause), found, opened=opened, named=False)


def _take(text: str, found: Charged, *, opened: bool, named: bool) -> bool:
    """Read a clause that starts with its subject; `named` says that 由 stands before it."""
    for match in _verbs(text):
        units = _ENDS_BEFORE_VERB.sub("", text[: match.start()]).rstrip("的")
        if not units or not _is_subject(units, opened=opened):
            continue
        rest = text[match.start() :]
        if _LEADS.match(rest):
            found.add(Role.LEAD, units)
        elif joins := _JOINS.match(rest):
            others = _joined_units(rest[joins.end() :])
            if not others:
                return False
            found.add(
                Role.COOPERATE if opened and Role.LEAD in found.units else _main(found), units
            )
            found.add(Role.COOPERATE, others)
        elif _IN_CHARGE.match(rest):
            found.add(_main(found), units)
        elif not opened:
            if named and _ACTS.match(rest) and re.search(r"(?:落实|实施|推进|组织|办理)$", rest):
                found.add(_main(found), units)
                return True
            return False
        elif _HELPS.match(rest):
            found.add(Role.COOPERATE, units)
        else:
            found.add(_main(found), units)
        return True
    return False


def _main(found: Charged) -> Role:
    return Role.COOPERATE if Role.LEAD in found.units else Role.RESPONSIBLE


def _verbs(text: str) -> Iterator[re.Match[str]]:
    """Every place of a clause where a verb may start, in its order."""
    for index in range(2, min(len(text), _LONGEST_SUBJECT)):
        for verb in (_LEADS, _JOINS, _IN_CHARGE, _HELPS, _ACTS):
            if (match := verb.match(text, index)) is not None and not inside_bracket(text, index):
                yield match
                break


def _is_subject(units: str, *, opened: bool) -> bool:
    """Tell whether words are a subject; one that opens must hold an authority with a name."""
    return are_bodies(units) and (
        opened
        or any(
            (mention.kind is MentionKind.AGENCY and not _COMPANY.search(mention.name))
            or _DEPARTMENT.fullmatch(mention.name)
            for mention in parse_cell(units).mentions
        )
    )


def _joined_units(text: str) -> str:
    """The bodies that stand at the start of a text, up to its first verb."""
    for index in range(2, min(len(text), _LONGEST_SUBJECT) + 1):
        if index < len(text) and not (
            _ACTS.match(text, index) or _IN_CHARGE.match(text, index) or _HELPS.match(text, index)
        ):
            continue
        units = _ENDS_BEFORE_VERB.sub("", text[:index])
        if are_bodies(units):
            return units
    return ""


def duties_of_article(text: str) -> Iterator[tuple[str, Duty | None]]:
    """Cut an article into sentences; one without a subject of its own belongs to the one before."""
    words: str = ""
    duty: Duty | None = None
    for match in _SENTENCE.finditer(text):
        sentence = match.group()
        if not sentence:
            continue
        found = subject_of(sentence.strip()) or _charged_duty(sentence)
        if found is not None:
            if words.strip():
                yield words.strip(), duty
            words, duty = sentence, found
        else:
            words += sentence
    if words.strip():
        yield words.strip(), duty


def _charged_duty(sentence: str) -> Duty | None:
    """The duty of a sentence that names its units behind 由: …，由市民政部门牵头."""
    charged = _charged(sentence) if _BY.search(sentence) else Charged("")
    if not charged.units or charged.unread:
        return None
    return Duty(charged.units, sentence, sentence.strip())
