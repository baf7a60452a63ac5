"""Rules on who leads."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from matrices.answers import codes
from matrices.answers.assignments import Assignment, Basis
from matrices.answers.task_facts import row_above
from matrices.catalogs.model import LeadRule, Role, RuleSource, Task, UnitKind
from matrices.diagnostics import Place, Severity
from matrices.notation import MentionKind, parse_cell
from matrices.rules.rule import TOGETHER, Examined, Found, about, about_notice, rule
from matrices.rules.units import BY_FIELD, is_a_body

# a row that is the heading of others and only counts them: 项目数18个
_COUNTS_ROWS = re.compile(
    r"(?:共计?|合计|小计|总计)?(?:项目|任务|事项|措施|指标)?总?数?[:：]?\s*\d+\s*[个项条件]"
)
_HALF_A_NAME = re.compile(r"(?:人民)?政府|党委|管委会|办事处|办公室|委员会")
_BUREAU = re.compile(r"(?:[局委部厅办署]|政府)$")
_LONGEST_LIST = 300  # characters of units in a text
_SHORT = 40  # characters of another row's cell that a finding quotes


def _leads(examined: Examined, task_id: str) -> list[Assignment]:
    return [a for a in examined.responsibilities.by_task[task_id] if a.role is Role.LEAD]


@rule("L01", "no-lead", Severity.ERROR, per_row=True)
def no_lead(examined: Examined) -> Iterator[Found]:
    """Find tasks whose unit cell is blank where the notice would say who leads.

    Why: nobody starts, and nobody can be asked.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: "", cooperate: 区财政局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
    Source: two rows of the measures table of a 2025 district notice have a blank lead cell
    """
    for task, reason in examined.orphans_for(codes.BLANK_CELL, codes.NO_LEAD):
        if not _lead_is_left_out(task, reason) or _COUNTS_ROWS.fullmatch(task.title + task.content):
            continue
        cell = next((c for role in (Role.LEAD, Role.RESPONSIBLE) if (c := task.cell(role))), None)
        blank = reason == codes.BLANK_CELL
        above = row_above(examined.responsibilities, task)[1].replace("\n", "、") if blank else ""
        yield about(
            task,
            cell.place if cell else None,
            title=task.label[:30],
            suggestion=above if len(above) <= _SHORT else above[:_SHORT] + "…",
        )


def _lead_is_left_out(task: Task, reason: str) -> bool:
    """A blank cell, or one that says none (／), where the notice has a column for leads."""
    return reason == codes.BLANK_CELL or task.cell(Role.LEAD) is not None


@rule(
    "L02",
    "joint-leads",
    Severity.NOTE,
    strict=Severity.ERROR,
    drafting=Severity.WARNING,
    per_row=True,
)
def joint_leads(examined: Examined) -> Iterator[Found]:
    """Find tasks with more than one lead.

    Why: where several lead, the notice should say who convenes; often nobody does.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委、区住房城乡建委}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区住房城乡建委}
    Source: a third of the rows of two 2025 district notices; national rules of 2008 ask for one lead
    """
    for overlap in examined.overlaps_of(codes.JOINT_LEAD):
        if overlap.size <= examined.thresholds["leads"]:
            place = _leads(examined, overlap.task)[0].place
            names = "、".join(overlap.units)
            yield about(examined.task_of(overlap), place, count=overlap.size, units=names)


@rule("L03", "too-many-leads", Severity.WARNING, strict=Severity.ERROR, per_row=True)
def too_many_leads(examined: Examined) -> Iterator[Found]:
    """Find tasks with more leads than can lead (three, unless the notice sets another number).

    Why: a task led by a dozen units is led by none.
    Bad:
        - {number: 1, title: 动火作业, content: 管控动火作业。, lead: 区教委、区民政局、区商务委、区卫生健康委}
    Good:
        - {number: 1, title: 动火作业, content: 管控动火作业。, lead: 区消防救援局, cooperate: 区教委、区民政局}
    Source: up to twelve leads in one cell of a 2025 district notice
    """
    for overlap in examined.overlaps_of(codes.JOINT_LEAD):
        limit = examined.thresholds["leads"]
        if overlap.size > limit:
            place = _leads(examined, overlap.task)[0].place
            yield about(examined.task_of(overlap), place, count=overlap.size, limit=limit)


@rule("L04", "lead-by-first-place", None, strict=Severity.NOTE, drafting=Severity.NOTE)
def lead_by_first_place(examined: Examined) -> Iterator[Found]:
    """Find notices whose leads are read out of the order of names.

    Why: every such lead is our reading, not a word of the notice.
    Bad:
        notice: {lead_rule: first-listed, lead_rule_by: notice}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, responsible: 区教委、区财政局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
    Source: notices with one unit column only, a city's of 2020 and a district's of 2025
    """
    inferred = [
        task_id
        for task_id in examined.responsibilities.tasks
        if any(a.basis is Basis.FIRST_LISTED for a in _leads(examined, task_id))
    ]
    if inferred:
        yield about_notice(examined.catalog.notice.place, count=len(inferred), first=inferred[0])


@rule("L05", "first-place-assumed", Severity.NOTE, strict=Severity.WARNING)
def first_place_assumed(examined: Examined) -> Iterator[Found]:
    """Find notices whose first-listed units are taken for leads although the notice does not say so.

    Why: the first place may be the office that collects reports, not the one that leads.
    Bad:
        notice: {lead_rule: first-listed, lead_rule_by: assumed}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, responsible: 区教委、区财政局}
    Good:
        notice: {lead_rule: first-listed, lead_rule_by: notice, lead_rule_basis: 列第一位的为牵头单位}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, responsible: 区教委、区财政局}
    Source: 列第一位的为牵头单位或汇总单位 in a city's notice of 2020
    """
    notice = examined.catalog.notice
    if notice.lead_rule is LeadRule.FIRST_LISTED and notice.lead_rule_by is RuleSource.ASSUMED:
        yield about_notice(notice.place)


@rule(
    "L06",
    "collective-lead",
    Severity.NOTE,
    strict=Severity.ERROR,
    drafting=Severity.WARNING,
    per_row=True,
)
def collective_lead(examined: Examined) -> Iterator[Found]:
    """Find tasks for which only collectives or vague names answer.

    Why: everybody is named, so nobody in particular can be asked.
    Bad:
        - {number: 1, title: 会商研判, content: 开展会商。, lead: 区安委会成员单位}
    Good:
        - {number: 1, title: 会商研判, content: 开展会商。, lead: 区应急管理局, cooperate: 区安委会成员单位}
    Source: four lead cells of a 2025 district notice name only the members of a committee
    """
    for task, _ in examined.orphans_for(codes.COLLECTIVE_ONLY, codes.INDEFINITE_ONLY):
        parts = examined.parts_of(task.id)
        names = list(dict.fromkeys(a.unit.name for a in parts if _answers(a)))
        # 教育部门 is a collective to the reader of cells, and yet tells one bureau
        if not any(BY_FIELD.fullmatch(name) for name in names):
            yield about(task, parts[0].place, units="、".join(names))


def _answers(assignment: Assignment) -> bool:
    return assignment.role in (Role.LEAD, Role.RESPONSIBLE)


@rule("L07", "open-ended-lead", Severity.WARNING, per_row=True)
def open_ended_lead(examined: Examined) -> Iterator[Found]:
    """Find lead cells whose list of units is left open by 等.

    Why: a unit not listed can neither know nor deny that it leads.
    Bad:
        - {number: 1, title: 危房改造, content: 改造危房。, lead: 区住房城乡建委等单位}
    Good:
        - {number: 1, title: 危房改造, content: 改造危房。, lead: 区住房城乡建委、区农业农村委}
    Source: eleven lead cells of a 2025 district notice end in 等单位
    """
    for task_id, task in examined.responsibilities.tasks.items():
        open_lead = next(
            (a for a in _leads(examined, task_id) if a.open_ended and a.column is Role.LEAD), None
        )
        if open_lead:
            yield about(task, open_lead.place)


@rule("L08", "office-without-host", Severity.NOTE)
def office_without_host(examined: Examined) -> Iterator[Found]:
    """Find leads that are the office of a committee and not on record with the body it sits in.

    Why: an office of a committee has no staff of its own; the workload is its host's.
    Bad:
        units:
          - {name: 区安委会, kind: committee, source: 名录}
          - {name: 区安委办, kind: office, office_of: 区安委会, source: 名录}
        tasks:
          - {number: 1, title: 考核, content: 组织考核。, lead: 区安委办}
    Good:
        units:
          - {name: 区应急管理局, kind: department, source: 名录}
          - {name: 区安委办, kind: office, hosted_by: 区应急管理局, source: 名录}
        tasks:
          - {number: 1, title: 考核, content: 组织考核。, lead: 区安委办}
    Source: 区安委办 leads fourteen tasks of a 2025 district notice
    """
    told: set[str] = set()
    for task_id in examined.responsibilities.tasks:
        for lead in _leads(examined, task_id):
            unit = examined.registry.resolve(lead.unit.jurisdiction, lead.unit.name)
            if (
                unit is not None
                and unit.kind is UnitKind.OFFICE
                and not unit.hosted_by
                and unit.name not in told
            ):
                told.add(unit.name)
                yield about_notice(lead.place, unit=unit.name)


@rule("L09", "lead-also-cooperates", Severity.WARNING, per_row=True)
def lead_also_cooperates(examined: Examined) -> Iterator[Found]:
    """Find units named with two parts in one task.

    Why: the matrix cell would hold two marks, and the workload count the unit twice.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区教委、区财政局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区财政局}
    Source: 各乡镇（街道） in both columns of one row of a 2025 district notice
    """
    for overlap in examined.overlaps_of(codes.LEAD_AND_COOPERATE):
        (unit,) = overlap.units
        place = examined.parts_of(overlap.task, unit)[-1].place
        yield about(examined.task_of(overlap), place, unit=unit)


@rule("L10", "lead-in-collective", Severity.NOTE)
def lead_in_collective(examined: Examined) -> Iterator[Found]:
    """Find leads that also belong to a collective of the same task.

    Why: counted through the collective, the unit would have two parts.
    Bad:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区财政局, kind: department, source: 名录}
          - {name: 区安委会成员单位, kind: collective, members: [区教委, 区财政局], source: 名录}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区安委会成员单位}
    Good:
        units:
          - {name: 区教委, kind: department, source: 名录}
          - {name: 区财政局, kind: department, source: 名录}
          - {name: 区安委会成员单位, kind: collective, members: [区财政局], source: 名录}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, cooperate: 区安委会成员单位}
    Source: 区应急管理局 leads, 区安委会成员单位 cooperate, in most rows of a 2025 district notice
    """
    yield from named_and_in_collective(examined, leading=True)


def named_and_in_collective(examined: Examined, *, leading: bool) -> Iterator[Found]:
    """Units named beside a collective they belong to: those that lead, or all others."""
    for overlap in examined.overlaps_of(codes.NAMED_AND_IN_COLLECTIVE):
        unit, collective = overlap.units
        own = examined.parts_of(overlap.task, unit)[0]
        if (own.role is Role.LEAD) == leading:
            yield about(examined.task_of(overlap), own.place, unit=unit, collective=collective)


@rule(
    "L11",
    "no-lead-among-responsible",
    Severity.NOTE,
    strict=Severity.ERROR,
    drafting=Severity.WARNING,
    per_row=True,
)
def no_lead_among_responsible(examined: Examined) -> Iterator[Found]:
    """Find tasks that hold several bodies responsible, and nothing that tells which leads.

    Why: 按职责分工负责 without a lead is read by each unit as the duty of the others. For one body
    beside collectives, or beside what stands in every task, see one-body-no-lead.
    Bad:
        notice: {lead_rule: none}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, responsible: 区教委、区财政局}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, responsible: 区财政局}
    Source: two clauses of three in provincial plans name units without a lead
    """
    together = (
        {} if any(map(_is_led, examined.responsibilities.by_task.values())) else {TOGETHER: "1"}
    )
    for task, place, bodies in _without_lead(examined):
        names = list(dict.fromkeys(a.unit.name for a in bodies))
        if len(names) > 1 and not _each_in_its_own_sentence(task, bodies):
            units = "、".join(names[:4]) + ("…" if len(names) > 4 else "")
            yield about(task, place, units=units, **together)


def _without_lead(examined: Examined) -> Iterator[tuple[Task, Place, list[Assignment]]]:
    """Rows with units and without a lead or a column for it, and the bodies they themselves name."""
    for task, reason in examined.orphans_for(codes.NO_LEAD):
        if not _lead_is_left_out(task, reason):
            parts = [a for a in examined.parts_of(task.id) if a.basis is not Basis.DEFAULT]
            yield (
                task,
                parts[0].place if parts else task.place,
                [a for a in parts if a.names_somebody and _is_whole_name(examined, a.unit.name)],
            )


def _is_led(assignments: Iterable[Assignment]) -> bool:
    return any(a.role is Role.LEAD for a in assignments)


def _each_in_its_own_sentence(task: Task, bodies: Iterable[Assignment]) -> bool:
    """Tell whether a text gives each of these bodies a sentence, and with it a duty, of its own."""
    sentences = re.split("[。；;]", task.content)
    holding = [[n for n, said in enumerate(sentences) if a.raw in said] for a in bodies]
    all_held = all(holding) and task.named_in_text
    return all_held and len({n for each in holding for n in each}) == sum(map(len, holding))


def _is_whole_name(examined: Examined, name: str) -> bool:
    """Tell whether it names a body, and is no half of a name that was broken over two lines."""
    return is_a_body(examined, name) and not _HALF_A_NAME.fullmatch(name)


@rule("L12", "township-leads-bureaus", Severity.NOTE)
def township_leads_bureaus(examined: Examined) -> Iterator[Found]:
    """Find tasks that a township leads and bureaus of the district support.

    Why: a township cannot convene bureaus; the two columns may be swapped.
    Bad:
        units:
          - {name: 白沙镇, kind: township, source: 名录}
          - {name: 区水利局, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 堤防加固, content: 加固堤防。, lead: 白沙镇, cooperate: 区水利局}
    Good:
        units:
          - {name: 白沙镇, kind: township, source: 名录}
          - {name: 区水利局, kind: department, source: 名录}
        tasks:
          - {number: 1, title: 堤防加固, content: 加固堤防。, lead: 区水利局, cooperate: 白沙镇}
    Source: own observation on task tables
    """
    for task_id, task in examined.responsibilities.tasks.items():
        assignments = examined.responsibilities.by_task[task_id]
        kinds = Counter((a.role, a.kind) for a in assignments)
        if (
            kinds[Role.LEAD, MentionKind.TOWNSHIP]
            and not kinds[Role.LEAD, MentionKind.AGENCY]
            and kinds[Role.COOPERATE, MentionKind.AGENCY]
        ):
            lead = _leads(examined, task_id)[0]
            yield about(task, lead.place, unit=lead.unit.name)


@rule("L13", "nobody-named", Severity.NOTE, strict=Severity.ERROR, drafting=Severity.WARNING)
def nobody_named(examined: Examined) -> Iterator[Found]:
    """Find sections with tasks that name no unit at all, in a table or in their text.

    Why: what is everybody's task is nobody's; told once for each section, and once for the
    notice where it names nobody anywhere.
    Bad:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委}
    Source: work plans in running text of three districts
    """
    missing = {
        task.id
        for task, _ in examined.orphans_for(codes.NO_UNIT)
        if not _is_all_units(task.content)
    }
    notice = examined.catalog.notice
    if missing and missing == examined.responsibilities.tasks.keys():
        first = next(iter(examined.responsibilities.tasks))
        total = len(missing)
        yield about_notice(
            notice.place, section=notice.title, count=total, total=total, first=first
        )
        return
    for section in examined.catalog.sections:
        tasks = [task for task in section.tasks if task.id in missing]
        if tasks:
            yield about_notice(
                section.place,
                section=section.title,
                count=len(tasks),
                total=len(section.tasks),
                first=tasks[0].id,
            )


def _is_all_units(content: str) -> bool:
    """Tell whether a text is nothing but names of units, put into the wrong column."""
    names = parse_cell(content).mentions if len(content) < _LONGEST_LIST else ()
    return bool(names) and all(_BUREAU.search(mention.name) for mention in names)


@rule("L14", "lead-outside-committee", Severity.WARNING)
def lead_outside_committee(examined: Examined) -> Iterator[Found]:
    """Find leads that are the office of one committee while the members of another cooperate.

    Why: an office can call on the members of its own committee only; one of the two is a slip.
    Bad:
        units:
          - {name: 区安委会, kind: committee, source: 名录}
          - {name: 区安委办, kind: office, office_of: 区安委会, source: 名录}
          - {name: 区减灾委, kind: committee, source: 名录}
          - {name: 区减灾委成员单位, kind: collective, body: 区减灾委, source: 名录}
        tasks:
          - {number: 1, title: 灾害事件, content: 不发生责任事件。, lead: 区安委办, cooperate: 区减灾委成员单位}
    Good:
        units:
          - {name: 区减灾委, kind: committee, source: 名录}
          - {name: 区减灾办, kind: office, office_of: 区减灾委, source: 名录}
          - {name: 区减灾委成员单位, kind: collective, body: 区减灾委, source: 名录}
        tasks:
          - {number: 1, title: 灾害事件, content: 不发生责任事件。, lead: 区减灾办, cooperate: 区减灾委成员单位}
    Source: one row of the indicators of a 2025 district notice, between rows with the right office
    """
    for task_id, task in examined.responsibilities.tasks.items():
        committees = {
            _committee(examined, a): a.unit.name
            for a in examined.responsibilities.by_task[task_id]
            if a.role is not Role.LEAD and a.kind is MentionKind.COLLECTIVE
        }
        committees.pop("", None)
        leads = _leads(examined, task_id)
        own = [_committee(examined, lead) for lead in leads]
        if committees and all(own) and own and not set(own) & committees.keys():
            yield about(
                task,
                leads[0].place,
                unit="、".join(lead.unit.name for lead in leads),
                committee="、".join(dict.fromkeys(own)),
                collective="、".join(committees.values()),
            )


def _committee(examined: Examined, assignment: Assignment) -> str:
    """The committee that an office works for or that members belong to, "" where none is known."""
    unit = examined.registry.resolve(assignment.unit.jurisdiction, assignment.unit.name)
    name = (unit.office_of or unit.body) if unit is not None else ""
    return examined.registry.key(assignment.unit.jurisdiction, name).name if name else ""


@rule("L15", "one-body-no-lead", None, strict=Severity.ERROR, per_row=True)
def one_body_no_lead(examined: Examined) -> Iterator[Found]:
    """Find tasks that name one body beside collectives, or an open list, and do not say it leads.

    Why: the body will be taken for the lead, and can deny that the notice says so.
    Bad:
        notice: {lead_rule: none}
        tasks:
          - {number: 1, title: 校舍修缮, content: 修缮校舍。, responsible: 区教委，各镇街}
    Good:
        - {number: 1, title: 校舍修缮, content: 修缮校舍。, lead: 区教委, responsible: 各镇街}
    Source: half of the rows of a 2025 district notice that states no lead
    """
    for task, place, bodies in _without_lead(examined):
        names = list(dict.fromkeys(a.unit.name for a in bodies))
        if len(names) == 1:
            yield about(task, place, unit=names[0])
