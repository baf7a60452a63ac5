"""The importer against the notices that the bundled catalogs transcribe by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from matrices.answers.assignments import interpret
from matrices.catalogs.workspace import Workspace, load_workspace
from matrices.importing.importer import ImportRequest, import_document
from matrices.readers.identify import read_document

SEEDS = Path(__file__).parent.parent.parent / "shared" / "notices" / "seeds"

pytestmark = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source notices are not beside this checkout"
)


@pytest.fixture(scope="module")
def bundled() -> Workspace:
    return load_workspace()


@pytest.mark.parametrize("notice", ["wulong-2025", "jiangjin-2025"])
def test_an_import_gives_the_assignments_of_the_transcription(
    bundled: Workspace, notice: str
) -> None:
    by_hand = next(c for c in bundled.catalogs if c.notice.id == notice)
    document = read_document(SEEDS / f"{notice}.txt", name=f"{notice}.txt")
    imported = import_document(
        document, f"{notice}.txt", bundled.registry, ImportRequest(notice)
    ).catalog
    # that the first listed leads in jiangjin is the transcriber's assumption, not the notice's word
    imported = replace(
        imported, notice=replace(imported.notice, lead_rule=by_hand.notice.lead_rule)
    )

    expected = interpret([by_hand], bundled.registry).by_task
    read = interpret([imported], bundled.registry).by_task

    assert list(read) == list(expected)
    for task_id, assignments in expected.items():
        assert {(a.unit, a.role, a.basis) for a in read[task_id]} == {
            (a.unit, a.role, a.basis) for a in assignments
        }, task_id
