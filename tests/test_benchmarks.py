"""What the benchmarks measure on is read without a problem."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrices.catalogs.workspace import load_workspace

pytestmark = pytest.mark.checkout


def test_notices_of_one_district(tmp_path: Path) -> None:
    from benchmarks.notices import DISTRICT, write_notices

    tasks = write_notices(tmp_path, 5)
    workspace = load_workspace([tmp_path])

    assert workspace.problems == ()
    assert sum(len(catalog.tasks) for catalog in workspace.catalogs) == tasks
    assert {catalog.notice.jurisdiction for catalog in workspace.catalogs} == {DISTRICT}


@pytest.mark.slow
def test_notices_of_many_districts(tmp_path: Path) -> None:
    from benchmarks.notices import catalog_name, district, write_districts

    tasks = write_districts(tmp_path, 97)
    workspace = load_workspace([tmp_path])
    places = {Path(c.path).name: c.notice.jurisdiction for c in workspace.catalogs}

    assert workspace.problems == ()
    assert sum(len(catalog.tasks) for catalog in workspace.catalogs) == tasks
    assert places == {catalog_name(n): district(n) for n in range(1, 98)}
    assert workspace.registry.jurisdictions[district(96)].within == "第2市"
