"""A few random notices on every run; benchmarks/fuzz_import.py tries them by the million."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from matrices.catalogs.workspace import load_registry
from matrices.readers.document import Document

fuzz_import = pytest.importorskip("benchmarks.fuzz_import")  # no part of the wheel


@pytest.mark.slow
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(fuzz_import.documents)
def test_random_notices_are_read_written_and_read_again(found: Document) -> None:
    fuzz_import.check(found, load_registry())
