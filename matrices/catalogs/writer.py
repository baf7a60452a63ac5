"""Writes catalogs as YAML: the one place that turns our values into a file's text.

Keys stand in one order, cells keep their line breaks in double quotes, and whatever YAML 1.1
or 1.2 would read as anything but text is quoted, so that other tools read the same words.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from matrices.catalogs.fields import FORMAT
from matrices.catalogs.model import (
    Catalog,
    CheckSettings,
    Default,
    LeadRule,
    Notice,
    Section,
    Task,
    Waiver,
)
from matrices.catalogs.nodes import reads_as_other_type

# comments in odd places break ruamel's round trip in more ways than it has errors for
LAYOUT_ERRORS = (
    YAMLError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
    NotImplementedError,
)


def write_catalog(catalog: Catalog, comments: Mapping[str, Sequence[str]] | None = None) -> str:
    """A catalog as YAML text.

    `comments` gives lines to put before a task, by its id, and under "" before everything.
    """
    comments = comments or {}
    root = CommentedMap()
    root["format"] = FORMAT
    root["notice"] = _notice(catalog.notice, catalog.defaults)
    root["sections"] = CommentedSeq(
        section_mapping(section, comments) for section in catalog.sections
    )
    head = _comment(comments.get("", ()))
    if head:
        root.yaml_set_start_comment(head)
    return dump(root)


def write_links(
    kind: str,
    links: Sequence[tuple[str, str, str]],
    doubtful: Sequence[tuple[str, str, str]] = (),
    *,
    head: str = "",
    doubtful_head: str = "",
) -> str:
    """Links of one kind as YAML text: the ids of both tasks, and a comment over each.

    The doubtful ones stand behind the others as comments, so that nothing follows from them
    until a person takes the ``#`` away. `head` is a comment over everything.
    """
    root = CommentedMap()
    root["format"] = FORMAT
    entries = CommentedSeq(CommentedMap(a=scalar(a), b=scalar(b)) for a, b, _ in links)
    for index, (_, _, comment) in enumerate(links):
        text = _comment([comment])
        if text:
            entries.yaml_set_comment_before_after_key(index, before=text, indent=2)
    root[kind] = entries
    if head:
        root.yaml_set_start_comment(_comment(head.split("\n")))
    lines = [f"  # {_comment([doubtful_head])}"] if doubtful else []
    for a, b, comment in doubtful:
        lines += [f"  # {_comment([comment])}", f"  #- {{a: {a}, b: {b}}}"]
    return dump(root) + "".join(line + "\n" for line in lines)


def dump(root: CommentedMap) -> str:
    """YAML text of a mapping, in our layout."""
    out = io.StringIO()
    layout().dump(root, out)
    return out.getvalue()


def layout() -> YAML:
    """The reader and writer that keeps comments, set to our layout."""
    yaml = YAML(typ="rt")
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 1_000_000
    yaml.allow_unicode = True
    yaml.preserve_quotes = True
    return yaml


def scalar(text: str) -> str:
    """A text as it must be written: quoted where a plain scalar would not stay this text."""
    if (
        not text
        or "\n" in text
        or text != text.strip()
        or reads_as_other_type(text)
        or not text.isprintable()
    ):
        quoted: str = DoubleQuotedScalarString(text)
        return quoted
    return text


def task_mapping(task: Task) -> CommentedMap:
    """One task as a mapping in the canonical order, without keys that hold nothing."""
    entry = CommentedMap()
    entry["number"] = _number(task.no)
    _put(entry, "group", task.group)
    if task.title or any(not cell.text for cell in task.cells) or task.group:
        entry["title"] = scalar(task.title)
    _put(entry, "content", task.content)
    if task.targets:
        entry["targets"] = CommentedSeq(scalar(target) for target in task.targets)
    _put(entry, "deadline", task.deadline)
    for cell in task.cells:
        entry[cell.role.value] = scalar(cell.text)
    if task.named_in_text and task.cells:
        entry["named_in"] = "text"
    if task.lead_rule is not None:
        entry["lead_rule"] = task.lead_rule.value
    _put(entry, "place", task.source_place)
    _put(entry, "note", task.note)
    if task.same_as:
        numbers = (other.partition("/")[2] for other in task.same_as)
        entry["same_as"] = CommentedSeq(DoubleQuotedScalarString(number) for number in numbers)
    _put(entry, "imported", task.imported)
    return entry


def _number(number: str) -> object:
    """A plain 3 is meant as a number; a plain 1.10 would lose its 0."""
    return int(number) if number.isdecimal() else DoubleQuotedScalarString(number)


def number_of(entry: Mapping[str, object]) -> str:
    """The number of a section or task as it stands in a file, under today's key or the old one."""
    return str(entry.get("number", entry.get("no", "")))


def _put(entry: CommentedMap, key: str, text: str) -> None:
    if text:
        entry[key] = scalar(text)


def _notice(notice: Notice, defaults: Sequence[Default]) -> CommentedMap:
    entry = CommentedMap()
    for key in ("id", "title", "number", "issuer", "jurisdiction"):
        _put(entry, key, getattr(notice, key))
    if notice.issued:
        entry["issued"] = date.fromisoformat(notice.issued)
    if notice.period:
        entry["period"] = DoubleQuotedScalarString(notice.period)
    entry["lead_rule"] = notice.lead_rule.value
    if notice.lead_rule is not LeadRule.NONE or notice.lead_rule_basis:
        entry["lead_rule_by"] = notice.lead_rule_by.value
    _put(entry, "lead_rule_basis", notice.lead_rule_basis)
    if notice.covers:
        entry["covers"] = CommentedSeq(scalar(part) for part in notice.covers)
    if notice.left_out:
        entry["left_out"] = CommentedSeq(
            CommentedMap(part=scalar(each.part), why=scalar(each.why)) for each in notice.left_out
        )
    if notice.names:
        entry["names"] = CommentedSeq(scalar(name) for name in notice.names)
    if defaults:
        entry["defaults"] = CommentedSeq(_default(default) for default in defaults)
    _put_check_settings(entry, notice.check)
    if notice.waivers:
        entry["waivers"] = CommentedSeq(_waiver(waiver) for waiver in notice.waivers)
    return entry


def _put_check_settings(entry: CommentedMap, settings: CheckSettings) -> None:
    check = CommentedMap()
    _put(check, "profile", settings.profile)
    if settings.ignore:
        check["ignore"] = CommentedSeq(scalar(code) for code in settings.ignore)
    if settings.thresholds:
        check["thresholds"] = CommentedMap(settings.thresholds)
    if check:
        entry["check"] = check


def _waiver(waiver: Waiver) -> CommentedMap:
    entry = CommentedMap()
    for key in ("rule", "task", "reason", "by"):
        _put(entry, key, getattr(waiver, key))
    entry["until"] = date.fromisoformat(waiver.until)
    return entry


def _default(default: Default) -> CommentedMap:
    entry = CommentedMap()
    entry["from"] = DoubleQuotedScalarString(default.first_task)
    entry[default.role.value] = scalar(default.text)
    if default.as_list:
        entry["extends"] = "lists"
    entry["words"] = scalar(default.words)
    return entry


def section_mapping(section: Section, comments: Mapping[str, Sequence[str]]) -> CommentedMap:
    """One section with its tasks as a mapping, with comments before tasks."""
    entry = CommentedMap()
    entry["number"] = _number(section.no)
    entry["title"] = scalar(section.title)
    _put(entry, "place", section.source_place)
    if section.columns:
        entry["columns"] = CommentedMap(
            (role.value, scalar(head)) for role, head in section.columns.items()
        )
    tasks = CommentedSeq()
    for index, task in enumerate(section.tasks):
        tasks.append(task_mapping(task))
        text = _comment(comments.get(task.id, ()))
        if text:
            tasks.yaml_set_comment_before_after_key(index, before=text, indent=6)
    entry["tasks"] = tasks
    return entry


def _comment(lines: Sequence[str]) -> str:
    """Lines of a comment. They hold words of the document: nothing in them may end it."""
    printable = ("".join(c if c.isprintable() else " " for c in line) for line in lines)
    return "\n".join(line for line in printable if line.strip())
