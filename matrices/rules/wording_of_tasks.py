"""Rules on titles, contents and targets of tasks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrices.catalogs.model import Task
from matrices.diagnostics import Severity
from matrices.rules.rule import Examined, Found, about, rule

_TARGET_WORDS = re.compile(r"全覆盖|全部|清零|零|不发生|每[年季月周日]|达标率|以上|以内|基本完成")
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)\s*(%|％|‰|[a-zA-Z㎡]+|万?[\u4e00-\u9fff]{1,2})")
_PERCENTAGE = re.compile(r"(\d+(?:\.\d+)?)\s*([%％‰])\s*(以上)?")
_CLAUSE_END = re.compile(r"[，。；、\d%％‰]")
_BEFORE = 20
_MORE_THAN = re.compile(r"(?:超过|大于|高于|突破)\s*$")
_SHARE = re.compile(r"率|占|比例|比重|覆盖|达标|合格")
# what may well be more than the whole: growth, work done ahead, reserves
_MAY_EXCEED = re.compile(
    r"增|升|提高|同比|环比|较|超|保值|负荷|产能|达产|拨备|周转|偿付|充足|收益|回报|投资"
)
_HUNDRED = 100
_SENTENCE_END = re.compile(r"[。；;！？]")
_CITED = re.compile(r"《[^》]*》")
# words before 全市 or 市级 that speak of the upper level on purpose
_ON_PURPOSE = re.compile(
    r"(?:占|居|位列|高于|低于|超过|相比|配合|参与|参加|按照?|对照|依[据照托]?|根据|承接|遵循|接入|纳入|贯通|推广|在|向|与|和|统一|要求|落实|执行"
    r"|支持|争取|充实|列为|创|申报|参照|融入|对接|服务|面向|衔接|[、“])[^，。；、]{0,6}$"
)
# what a district does over the whole city is the city's to do
_SPREADS = re.compile(r"在全[市省](?:推广|推开|铺开)")
_UPPER_WORDS = {
    "区": re.compile(
        r"(?<!健)全市(?!统一|—)|(?:市级|区县)(?:有关|相关|各|级)?(?:部门|单位)|各区县"
    ),
    "县": re.compile(
        r"(?<!健)全市(?!统一|—)|(?:市级|区县)(?:有关|相关|各|级)?(?:部门|单位)|各区县|各县区"
    ),
    "市": re.compile(r"(?<!健)全省(?!统一|—)|省级(?:有关|相关|各)?(?:部门|单位)|各市州"),
}


@rule("T01", "empty-content", Severity.WARNING, per_row=True)
def empty_content(examined: Examined) -> Iterator[Found]:
    """Find tasks with neither content nor targets.

    Why: a title names a field of work, not what is to be done in it.
    Bad:
        - {number: 1, title: 校舍修缮, lead: 区教委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: empty-text checks of requirement tools
    """
    for task in examined.catalog.tasks:
        if not task.content.strip() and not task.targets and task.label:
            yield about(task, title=task.label[:30])


@rule("T02", "repeated-title", Severity.NOTE)
def repeated_title(examined: Examined) -> Iterator[Found]:
    """Find a title that stands twice in one table.

    Why: a title cell was split, or the second row was to get another title.
    Bad:
        - {number: 1, title: 队伍建设, content: 建设专业队伍。, lead: 区应急管理局}
        - {number: 2, title: 队伍建设, content: 建设社会队伍。, lead: 区民政局}
    Good:
        - {number: 1, title: 队伍建设, content: 建设专业队伍。, lead: 区应急管理局}
        - {number: 2, group: 队伍建设, title: "", content: 建设社会队伍。, lead: 区民政局}
    Source: 抓好应急指挥部和队伍建设 twice in the measures table of a 2025 district notice
    """
    for section in examined.catalog.sections:
        first: dict[str, Task] = {}
        for task in section.tasks:
            if task.title and task.title in first:
                yield about(task, title=task.title, other=first[task.title].id)
            elif task.title:
                first[task.title] = task


@rule("T05", "compound-task", None, drafting=Severity.NOTE, per_row=True)
def compound_task(examined: Examined) -> Iterator[Found]:
    """Find tasks of many sentences (more than four, unless set otherwise).

    Why: part of it will be done and the whole reported as done.
    Bad:
        - {number: 1, title: 安全, content: 排查隐患；修订预案；开展演练；配备装备；加强宣传。, lead: 区应急管理局}
    Good:
        - {number: 1, title: 安全, content: 排查隐患；修订预案。, lead: 区应急管理局}
    Source: responsibility matrix checklists
    """
    limit = examined.thresholds["sentences"]
    for task in examined.catalog.tasks:
        count = sum(bool(part.strip()) for part in _SENTENCE_END.split(task.content))
        if count > limit:
            yield about(task, count=count, limit=limit)


@rule("T06", "no-measurable-target", None, drafting=Severity.NOTE, per_row=True)
def no_measurable_target(examined: Examined) -> Iterator[Found]:
    """Find tasks without a target that can be counted or seen.

    Why: at the end of the year nobody can say whether it was done.
    Bad:
        - {number: 1, title: 宣传, content: 加强安全宣传。, lead: 区委宣传部}
    Good:
        - {number: 1, title: 宣传, content: 开展安全宣传活动12次。, lead: 区委宣传部}
    Source: a third of the goals of two 2025 district notices contain a number
    """
    for task in examined.catalog.tasks:
        content = _CITED.sub("", task.content)
        if not task.targets and not re.search(r"\d", content) and not _TARGET_WORDS.search(content):
            yield about(task, title=task.label[:30])


@rule("T07", "target-contradicts-content", Severity.WARNING)
def target_contradicts_content(examined: Examined) -> Iterator[Found]:
    """Find a target whose number is another than the one in the content.

    Why: two numbers for one thing; each reader keeps the one they like.
    Bad:
        - {number: 1, title: 管道更新, content: 更新老旧管道3.4公里。, targets: [更新老旧管道 4.3公里], lead: 区经济信息委}
    Good:
        - {number: 1, title: 管道更新, content: 更新老旧管道3.4公里。, targets: [更新老旧管道 3.4公里], lead: 区经济信息委}
    Source: own observation: targets stand in an annex and in the text
    """
    for task in examined.catalog.tasks:
        in_content = _quantities([task.content])
        for unit, numbers in _quantities(list(task.targets)).items():
            stated = in_content.get(unit, set())
            if len(numbers) == 1 and len(stated) == 1 and numbers != stated:
                yield about(task, target=f"{min(numbers)}{unit}", content=f"{min(stated)}{unit}")


def _quantities(texts: list[str]) -> dict[str, set[str]]:
    """Numbers by their unit of measure; years are none."""
    found: dict[str, set[str]] = {}
    for text in texts:
        for number, unit in _QUANTITY.findall(text):
            if unit[:1] != "年":
                found.setdefault(unit[:2].replace("％", "%"), set()).add(number)
    return found


@rule("T11", "share-over-hundred", Severity.WARNING)
def share_over_hundred(examined: Examined) -> Iterator[Found]:
    """Find a share or a rate of more than 100 %, such as 合格率100%以上.

    Why: the target cannot be met as it is written, and a smaller number may have been meant.
    Bad:
        - {number: 1, title: 车辆检验, content: 检验车辆。, targets: [车辆检验率 100%以上], lead: 区交通运输委}
    Good:
        - {number: 1, title: 车辆检验, content: 检验车辆。, targets: [车辆检验率 100%], lead: 区交通运输委}
    Source: 100%以上 for a rate of inspection in the targets of a 2025 district notice
    """
    for task in examined.catalog.tasks:
        texts = (task.title, task.content, *task.targets)
        found = next((words for text in texts if (words := _over_hundred(text))), "")
        if found:
            yield about(task, words=found)


def _over_hundred(text: str) -> str:
    for match in _PERCENTAGE.finditer(text):
        number, unit, more = match.groups()
        value = float(number) / (10 if unit == "‰" else 1)
        before = _CLAUSE_END.split(text[max(0, match.start() - _BEFORE) : match.start()])[-1]
        is_more = more or _MORE_THAN.search(before)
        if (
            (value > _HUNDRED or (value == _HUNDRED and is_more))
            and _SHARE.search(before)
            and not _MAY_EXCEED.search(_MORE_THAN.sub("", before))
        ):
            return (before + match.group()).strip()
    return ""


@rule("T09", "upper-level-wording", Severity.WARNING)
def upper_level_wording(examined: Examined) -> Iterator[Found]:
    """Find words of the upper level left in a local notice: 全市 where a district speaks.

    Why: the sentence was copied from the city's notice and binds nobody in the district.
    Bad:
        - {number: 1, title: 消防供水, content: 全市基本实现消防供水全覆盖。, lead: 区消防救援局}
    Good:
        - {number: 1, title: 消防供水, content: 全区基本实现消防供水全覆盖，配合建设全市监测平台。, lead: 区消防救援局}
    Source: 全市 in the fire table of a 2025 district notice
    """
    words = _UPPER_WORDS.get(examined.jurisdiction[-1:])
    if words is None:
        return
    for task in examined.catalog.tasks:
        for text in (task.title, task.content, *task.targets):
            own_words = _CITED.sub(lambda m: "＊" * len(m.group()), text)
            match = next(
                (
                    m
                    for m in words.finditer(own_words)
                    if not _ON_PURPOSE.search(own_words[: m.start()])
                    or _SPREADS.match(own_words, m.start() - 1)
                ),
                None,
            )
            if match:
                start = max(0, match.start() - 6)
                yield about(task, word=match.group(), words=text[start : match.end() + 8])
                break
