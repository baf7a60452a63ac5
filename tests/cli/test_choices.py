"""The choices of options: written out in cli for quick help, the same as the library's."""

from __future__ import annotations

import importlib
import pkgutil
from enum import StrEnum

import pytest

import cli
from cli import check_commands, compare_command, make, options, output, show
from matrices.answers import codes
from matrices.answers.assignments import Basis
from matrices.answers.index.opening import ENGINES
from matrices.api import COMPARED_BY, FIRST_LISTED
from matrices.catalogs.model import Role, UnitKind
from matrices.diagnostics import Severity
from matrices.notation import MentionKind
from matrices.output import formats, graph_files
from matrices.rules.findings import REPORT_RENDERERS
from matrices.rules.rule import Profile

TABLE_FORMATS = {*formats.RENDERERS, *formats.FILE_RENDERERS}
IN_THE_LIBRARY: dict[type[StrEnum], set[str]] = {
    options.FormatName: TABLE_FORMATS,
    options.RoleName: {*Role},
    options.EngineName: {*ENGINES},
    options.AssumptionName: {FIRST_LISTED},
    show.CountName: {*codes.COUNTS},
    show.OwnCountName: {*codes.OWN_COUNTS} - {""},  # no --count at all
    show.ByName: {*codes.GROUPS} - {""},  # no --by at all
    compare_command.CompareBy: {*COMPARED_BY},
    make.GraphFormat: {*graph_files.SUFFIXES.values()},
    check_commands.ReportFormat: {*REPORT_RENDERERS},
    check_commands.ProfileName: {*Profile},
    check_commands.FailOn: {*Severity, "never"},
}
A_PART_OF = {check_commands.TableFormat: TABLE_FORMATS}  # of the formats, those fit for a list


@pytest.mark.parametrize("choices", IN_THE_LIBRARY, ids=lambda choices: choices.__name__)
def test_choices_are_those_of_the_library(choices: type[StrEnum]) -> None:
    assert {choice.value for choice in choices} == IN_THE_LIBRARY[choices]


def test_other_choices_are_some_of_the_library() -> None:
    assert {t for t, known in A_PART_OF.items() if not {*t} <= known} == set()
    assert {*output.DATA_FORMATS} <= {*formats.RENDERERS}
    assert {*check_commands._SUFFIXES.values()} <= {*check_commands.ReportFormat}


def test_codes_are_those_of_the_catalogs() -> None:
    assert (*UnitKind, codes.UNRECORDED) == codes.UNIT_KINDS
    assert tuple(MentionKind) == codes.MENTION_KINDS
    assert tuple(Basis) == codes.BASES
    assert set(codes.ROLES) == set(Role)


def test_every_enumeration_of_cli_is_compared() -> None:
    names = {module.name for module in pkgutil.iter_modules(cli.__path__)} - {"__main__"}
    modules = [importlib.import_module(f"cli.{name}") for name in names]
    defined = {
        value
        for module in modules
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, StrEnum)
        and value.__module__ == module.__name__
    }

    assert defined == {*IN_THE_LIBRARY, *A_PART_OF}
