"""Loading files and folders, and collecting what is wrong in them."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from catalog_fixtures import HEAD, REGISTRY, Load
from conftest import stopped_by

from matrices.catalogs import locations as locations_module
from matrices.catalogs.locations import bundled_root, find_files
from matrices.catalogs.workspace import load_registry, load_workspace
from matrices.diagnostics import MatrixError, Place, Problem, Severity

CATALOG = HEAD.format(notice="demo-2024", period="2024", lead_rule="stated")
TASK = "      - {number: 1, title: 修堤, lead: 区水利局}\n"


def test_files_of_a_folder_are_found_sorted_and_hidden_ones_left_out(tmp_path: Path) -> None:
    for name in ("b.yml", "a.yaml", "c.YAML", "notes.txt", ".hidden.yaml", "sub/d.yaml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("a: 1", encoding="utf-8")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "e.yaml").write_text("a: 1", encoding="utf-8")
    (tmp_path / "folder.yaml").mkdir()

    found = [str(p.relative_to(tmp_path)) for p in find_files([tmp_path])]

    assert found == ["a.yaml", "b.yml", "c.YAML", "sub/d.yaml"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: 1", encoding="utf-8")

    assert find_files([path, tmp_path, path]) == [path]


def test_a_file_is_taken_whatever_its_suffix(tmp_path: Path) -> None:
    path = tmp_path / "notice.txt"
    path.write_text(CATALOG + TASK, encoding="utf-8")

    assert [c.notice.id for c in load_workspace([path]).catalogs] == ["demo-2024"]


def test_missing_paths_empty_folders_and_too_many_files_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stopped_by("no-such-file"):
        load_workspace([tmp_path / "none"])
    with stopped_by("no-catalogs"):
        load_workspace([tmp_path])
    with pytest.raises(MatrixError):
        load_workspace([tmp_path / ("x" * 5000)])
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("a: 1", encoding="utf-8")
    monkeypatch.setattr(locations_module, "MAX_FILES", 1)
    with stopped_by("too-many-files"):
        load_workspace([tmp_path])


def test_the_collector_runs_again_after_loading_and_after_a_failure(tmp_path: Path) -> None:
    with pytest.raises(MatrixError):
        load_workspace([tmp_path])
    assert gc.isenabled()

    (tmp_path / "a.yaml").write_text("a: 1", encoding="utf-8")
    gc.disable()
    try:
        load_workspace([tmp_path])
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_a_notice_id_taken_twice_keeps_the_first_file(load: Load) -> None:
    workspace = load(CATALOG + TASK, CATALOG + "      []\n", REGISTRY)

    assert [(c.notice.id, len(c.tasks)) for c in workspace.catalogs] == [("demo-2024", 1)]
    assert [(p.code, p.name, Path(p.place.path).name) for p in workspace.problems] == [
        ("S04", "duplicate-notice-id", "file2.yaml")
    ]
    assert workspace.problems[0].values["other"].endswith("file1.yaml")


def test_problems_of_all_files_come_in_one_run_sorted(load: Load) -> None:
    bad = "format: 1\nfoo: 1\nnotice: x\n"
    workspace = load(bad, "[", CATALOG + TASK, bad)

    assert [(Path(p.place.path).name, p.place.line, p.name) for p in workspace.problems] == [
        ("file1.yaml", 1, "missing-field"),
        ("file1.yaml", 2, "unknown-field"),
        ("file1.yaml", 3, "wrong-shape"),
        ("file2.yaml", 2, "yaml-syntax"),
        ("file4.yaml", 1, "missing-field"),
        ("file4.yaml", 2, "unknown-field"),
        ("file4.yaml", 3, "wrong-shape"),
    ]
    assert workspace.has_errors
    assert len(workspace.catalogs) == 1


def test_nothing_is_unknown_where_no_unit_is_on_record(load: Load) -> None:
    assert load(CATALOG + TASK).problems == ()


def test_nothing_is_unknown_where_only_some_units_are_on_record(load: Load) -> None:
    partial = REGISTRY.replace("    units:", "    coverage: partial\n    units:")
    task = TASK.replace("区水利局", "区林业局、区水务局")
    workspace = load(CATALOG + task, partial)

    assert workspace.problems == ()
    assert not workspace.registry.knows("示例区")
    assert workspace.registry.key("示例区", "区水务局").name == "区水利局"


def test_an_unknown_unit_is_a_warning_counted_over_the_catalog(load: Load) -> None:
    tasks = (
        "      - {number: 1, title: a, lead: 区公按局}\n"
        "      - {number: 2, title: b, lead: 区水利局(巡警队、区公按局)}\n"
    )
    workspace = load(CATALOG + tasks, REGISTRY)

    assert [(p.place.line, p.severity, p.values) for p in workspace.problems] == [
        (
            14,
            Severity.WARNING,
            {"unit": "区公按局", "jurisdiction": "示例区", "suggestion": "区公安局", "count": "2"},
        )
    ]
    assert not workspace.has_errors


def test_thousands_of_unknown_units_end_soon(load: Load) -> None:
    names = "、".join(f"区公安{n}局" for n in range(3000))
    workspace = load(CATALOG + f"      - {{number: 1, title: a, lead: {names}}}\n", REGISTRY)

    assert len(workspace.problems) == 3000
    assert workspace.problems[0].values["suggestion"] == "区公安局"
    assert workspace.problems[-1].values["suggestion"] == ""


def test_units_of_bundled_districts_are_known_to_other_catalogs(load: Load) -> None:
    text = CATALOG.replace("示例区", "武隆区") + TASK
    workspace = load(text)

    assert workspace.problems == ()
    assert workspace.registry.resolve("武隆区", "区水利局") is not None


def test_a_registry_of_ones_own_replaces_a_bundled_jurisdiction(load: Load) -> None:
    registry = """\
        format: 1
        jurisdictions:
          - name: 武隆区
            units:
              - {name: 区林业局, kind: department, source: invented}
        """
    workspace = load(registry)

    assert workspace.registry.resolve("武隆区", "区水利局") is None
    assert workspace.registry.resolve("武隆区", "区林业局") is not None
    assert workspace.registry.resolve("江津区", "区水利局") is not None


def test_the_bundled_catalogs_are_the_default() -> None:
    workspace = load_workspace()

    assert workspace.bundled
    assert workspace.paths == (bundled_root(),)
    assert len(workspace.catalogs) == 5


def test_without_bundled_catalogs_ones_own_still_load(
    load: Load, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        locations_module, "__file__", str(tmp_path / "lib/matrices/catalogs/locations.py")
    )

    with stopped_by("no-bundled-catalogs"):
        load_workspace()
    workspace = load(CATALOG + TASK, REGISTRY)
    assert len(workspace.catalogs) == 1
    assert not workspace.registry.knows("武隆区")


def test_data_inside_the_package_come_before_a_checkout(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(
        locations_module, "__file__", str(tmp_path / "matrices/catalogs/locations.py")
    )
    (tmp_path / "data").mkdir()
    with pytest.raises(MatrixError):  # a data folder with no pyproject.toml is no checkout
        bundled_root()
    (tmp_path / "pyproject.toml").touch()
    assert bundled_root() == tmp_path / "data"
    (tmp_path / "matrices" / "data").mkdir(parents=True)
    assert bundled_root() == tmp_path / "matrices" / "data"


def test_only_registries_are_read_for_completion(tmp_path: Path) -> None:
    (tmp_path / "units.yaml").write_text(REGISTRY, encoding="utf-8")
    (tmp_path / "units-broken.yaml").write_text("[", encoding="utf-8")
    (tmp_path / "notice.yaml").write_text("[", encoding="utf-8")

    assert load_registry([tmp_path]).resolve("示例区", "区水利局") is not None
    assert load_registry().resolve("武隆区", "区水利局") is not None


def test_problems_and_places_sort_by_path_line_column_code() -> None:
    early, late = Place("a.yaml", 2, 1), Place("a.yaml", 10, 1)
    problems = [Problem("S03", "x", late), Problem("S02", "x", late), Problem("U01", "x", early)]

    assert [p.code for p in sorted(problems, key=lambda p: p.sort_key)] == ["U01", "S02", "S03"]
    assert (str(late), str(Place("a.yaml"))) == ("a.yaml:10:1", "a.yaml")
