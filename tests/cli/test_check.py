"""`zeren check`, `rules`, `explain` and `fmt` as a user meets them."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest

sys.path.insert(0, str(Path(__file__).parent))
from sarif_subset import SARIF_SUBSET

from cli.main import main
from matrices.catalogs.locations import bundled_root
from matrices.rules.register import all_rules
from matrices.wording import current_language, use_language

HEAD = """\
format: 1
notice:
  id: jia-2025
  title: 甲区工作要点
  number: 甲府发〔2025〕1号
  issuer: 甲区人民政府
  jurisdiction: 甲区
  issued: 2025-03-05
  period: "2025"
  lead_rule: stated
{head}sections:
  - number: 1
    title: 重点任务
    place: 附件表一
    tasks:
"""
ROWS = """\
      # 待核对
      - number: 1
        title: 隐患清单
        content: 建立清单。
        lead: {lead}
        cooperate: {cooperate}
"""
UNITS = """\
format: 1
jurisdictions:
  - name: 甲区
    units:
      - {name: 区应急管理局, kind: department, aliases: [区应急局], source: 名录}
      - {name: 区水利局, kind: department, source: 名录}
      - {name: 区教委, kind: department, source: 名录}
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = current_language()
    use_language("en")
    yield
    use_language(before)


def write(
    folder: Path,
    lead: str = "区教委",
    cooperate: str = "区水利局",
    head: str = "",
    units: str = UNITS,
) -> Path:
    path = folder / "jia-2025.yaml"
    path.write_text(HEAD.format(head=head) + ROWS.format(lead=lead, cooperate=cooperate), "utf-8")
    (folder / "units.yaml").write_text(units, encoding="utf-8")
    return path


def waiver(rule: str = "L01", task: str = '"1.1"', until: str = "2099-12-31") -> str:
    return (
        f"  waivers:\n    - rule: {rule}\n      task: {task}\n      reason: 待批复\n"
        f"      by: 安委办文书岗\n      until: {until}\n"
    )


# check


def test_clean_catalog_is_quiet(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path)

    assert main(["check", str(tmp_path)]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "1 notices, 1 tasks: 0 errors, 0 warnings, 0 notes\n"


def test_a_finding_is_one_line_with_its_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, lead='""')

    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        f'{path}:20:15: L01 no-lead: "隐患清单" has no lead; the cell is blank\n'
    )


def test_all_findings_come_in_one_run_in_the_order_of_places(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, lead="区应急局、区水利局、区水利局", cooperate="区教委局")

    assert main(["check", str(tmp_path)]) == 1
    codes = [line.split(": ")[1].split()[0] for line in capsys.readouterr().out.splitlines()]
    assert codes == ["C05", "L02", "U02", "U01"]


@pytest.mark.parametrize(
    ("fail_on", "status"), [("error", 0), ("warning", 0), ("note", 1), ("never", 0)]
)
def test_fail_on(tmp_path: Path, fail_on: str, status: int) -> None:
    write(tmp_path, lead="区应急局")

    assert main(["check", str(tmp_path), "--fail-on", fail_on]) == status


def test_profiles_change_the_severity(tmp_path: Path) -> None:
    write(tmp_path, lead="区教委、区水利局", cooperate="区应急管理局")

    assert main(["check", str(tmp_path), "--fail-on", "error", "--ignore", "D"]) == 0
    assert main(["check", str(tmp_path), "--fail-on", "error", "--profile", "strict"]) == 1


def test_the_notice_chooses_its_profile_and_the_call_overrides_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        lead="区教委、区水利局",
        cooperate="区应急管理局",
        head="  check:\n    profile: strict\n    ignore: [D01]\n",
    )

    assert main(["check", str(tmp_path)]) == 1
    assert main(["check", str(tmp_path), "--profile", "default"]) == 0


def test_select_and_ignore(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, lead="区应急局、区水利局、区水利局")

    assert main(["check", str(tmp_path), "--select", "U,unit-repeated", "--ignore", "U02,U11"]) == 1
    assert [line.split(": ")[1] for line in capsys.readouterr().out.splitlines()] == [
        "C05 unit-repeated"
    ]


def test_an_unknown_rule_is_a_wrong_call(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)

    assert main(["check", str(tmp_path), "--select", "no-laed"]) == 2
    assert "no-lead" in capsys.readouterr().err


def test_a_missing_path_is_trouble() -> None:
    assert main(["check", "/nowhere/at-all"]) == 2


def test_problems_of_reading_are_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text("utf-8").replace("lead: 区教委", "laed: 区教委"), "utf-8")

    assert main(["check", str(tmp_path)]) == 1
    assert "S03 unknown-field" in capsys.readouterr().out


def test_check_never_writes(tmp_path: Path) -> None:
    path = write(tmp_path, lead="区应急局、区水利局、区水利局")
    before = path.read_bytes()

    main(["check", str(tmp_path)])
    main(["check", str(tmp_path), "--fix", "--diff"])
    assert path.read_bytes() == before


# waivers


def test_a_waiver_lets_a_finding_stand_and_is_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, lead='""', head=waiver())

    assert main(["check", str(tmp_path)]) == 0
    assert "1 findings waived" in capsys.readouterr().err
    assert main(["check", str(tmp_path), "--format", "json"]) == 0
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["code"] == "L01"
    assert finding["waived"] == {"reason": "待批复", "by": "安委办文书岗", "until": "2099-12-31"}


def test_the_full_task_id_and_the_rule_name_do_as_well(tmp_path: Path) -> None:
    write(tmp_path, lead='""', head=waiver("no-lead", "jia-2025/1.1"))

    assert main(["check", str(tmp_path)]) == 0


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (waiver(until="2020-01-01"), "waiver-expired"),
        (waiver(task='"1.9"'), "waiver-useless"),
        (waiver(rule="C05"), "waiver-useless"),
        (waiver(rule="Q1"), "waiver-useless"),
    ],
)
def test_a_waiver_that_is_over_or_useless_is_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], head: str, name: str
) -> None:
    write(tmp_path, lead='""', head=head)

    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert f"G04 {name}" in out
    assert "L01 no-lead" in out


def test_a_waiver_without_a_reason_waives_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, lead='""', head=waiver().replace("      reason: 待批复\n", ""))

    assert main(["check", str(tmp_path)]) == 1
    out = capsys.readouterr().out
    assert "S12 missing-field" in out
    assert "L01 no-lead" in out


def test_a_waiver_of_a_rule_that_was_not_asked_is_not_called_useless(tmp_path: Path) -> None:
    write(tmp_path, lead='""', head=waiver())

    assert main(["check", str(tmp_path), "--select", "C,G"]) == 0


# formats


def test_json_gives_objects(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, lead="区应急局")

    main(["check", str(tmp_path), "--format", "json"])
    assert json.loads(capsys.readouterr().out) == [
        {
            "code": "U02",
            "name": "alias-used",
            "severity": "note",
            "path": str(path),
            "line": 20,
            "column": 15,
            "task": "jia-2025/1.1",
            "message": '"区应急局" (1 times) is another name of a unit on record (区应急管理局?)',
            "tasks": None,
            "suggestion": "区应急管理局",
            "waived": None,
        }
    ]


def test_sarif_keeps_to_the_standard(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--format", "sarif", "--profile", "strict"])
    document = json.loads(capsys.readouterr().out)

    jsonschema.Draft202012Validator(SARIF_SUBSET).validate(document)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.code for rule in all_rules()]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert len(run["results"]) > 100


def test_sarif_suppresses_what_is_waived(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, lead='""', head=waiver())

    main(["check", str(tmp_path), "--format", "sarif"])
    document = json.loads(capsys.readouterr().out)
    jsonschema.Draft202012Validator(SARIF_SUBSET).validate(document)
    (result,) = document["runs"][0]["results"]
    assert result["suppressions"][0]["justification"] == "待批复"


def test_github_commands_are_escaped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "a,b"
    folder.mkdir()
    write(folder, lead='"区应急局\\n区教委"')

    main(["check", str(folder), "--format", "github"])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::notice file=")
    assert "a%2Cb" in lines[0]
    assert ",line=20,col=15,title=" in lines[0]
    assert all(line.startswith("::") for line in lines)


@pytest.mark.parametrize("name", ["table", "md", "text"])
def test_other_formats_hold_every_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    write(tmp_path, lead="区应急局、区水利局、区水利局")

    main(["check", str(tmp_path), "--format", name])
    out = capsys.readouterr().out
    assert all(code in out for code in ("U02", "C05", "L02"))


def test_a_report_goes_to_a_file(tmp_path: Path) -> None:
    write(tmp_path)
    report = tmp_path / "report.sarif"

    assert main(["check", str(tmp_path), "-o", str(report)]) == 0
    assert json.loads(report.read_text("utf-8"))["version"] == "2.1.0"
    assert main(["check", str(tmp_path), "-o", str(report)]) == 2
    assert main(["check", str(tmp_path), "-o", str(report), "--force"]) == 0
    assert main(["check", str(tmp_path), "-o", str(tmp_path / "report.doc")]) == 2


def test_statistics(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, lead="区应急局、区水利局、区水利局")

    main(["check", str(tmp_path), "--statistics", "--format", "json"])
    counts = {row["code"]: row["findings"] for row in json.loads(capsys.readouterr().out)}
    assert counts == {"U02": 1, "C05": 1, "L02": 1, "L09": 1}


# what stands on most rows is told once

MANY = """\
      - number: {number}
        title: 任务{number}
        content: 做第{number}件事。
        lead: {lead}
        cooperate: 区水利局
"""


def write_many(folder: Path, leads: list[str], head: str = "") -> None:
    rows = [MANY.format(number=n, lead=lead) for n, lead in enumerate(leads, start=1)]
    text = HEAD.format(head=head) + "".join(rows)
    (folder / "jia-2025.yaml").write_text(text, encoding="utf-8")
    (folder / "units.yaml").write_text(UNITS, encoding="utf-8")


def test_a_finding_on_most_rows_is_one_with_a_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path, ["区教委等单位"] * 5 + ["区教委"] * 4)

    main(["check", str(tmp_path), "--select", "L07"])
    assert capsys.readouterr().out.endswith(
        "jia-2025.yaml:19:15: L07 open-ended-lead: the list of leads is left open by 等; "
        "so in 5 of 9 tasks (1.1、1.2、1.3…)\n"
    )
    main(["check", str(tmp_path), "--select", "L07", "--format", "json"])
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["task"] is None
    assert finding["tasks"] == [f"jia-2025/1.{n}" for n in range(1, 6)]


@pytest.mark.parametrize("leads", [["区教委等单位"] * 4, ["区教委等单位"] * 5 + ["区教委"] * 5])
def test_a_finding_on_few_rows_is_told_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], leads: list[str]
) -> None:
    write_many(tmp_path, leads)

    main(["check", str(tmp_path), "--select", "L07"])
    assert len(capsys.readouterr().out.splitlines()) == leads.count("区教委等单位")


def test_a_finding_on_most_rows_of_one_section_is_told_once_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_many(tmp_path, ["区教委等单位"] * 5)
    path = tmp_path / "jia-2025.yaml"
    others = "".join(MANY.format(number=n, lead="区教委") for n in range(1, 8))
    section = "  - number: 2\n    title: 其他任务\n    place: 附件表二\n    tasks:\n"
    path.write_text(path.read_text("utf-8") + section + others, encoding="utf-8")

    main(["check", str(tmp_path), "--select", "L07"])
    (line,) = capsys.readouterr().out.splitlines()
    assert "so in 5 of 5 tasks" in line


def test_waivers_of_single_rows_come_before_and_one_without_a_task_takes_the_rest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one = waiver(rule="L07", task='"1.1"')
    write_many(tmp_path, ["区教委等单位"] * 6, head=one)
    main(["check", str(tmp_path), "--select", "L07"])
    out, err = capsys.readouterr()
    assert "so in 5 of 6 tasks (1.2、1.3、1.4…)" in out
    assert "1 findings waived" in err

    whole = waiver(rule="L07").replace('      task: "1.1"\n', "")
    write_many(tmp_path, ["区教委等单位"] * 6, head=whole)
    assert main(["check", str(tmp_path), "--select", "L07"]) == 0
    assert capsys.readouterr().out == ""


# rules that are gone


@pytest.mark.parametrize("code", ["U07", "shared-ending", "T03"])
def test_a_waiver_of_a_retired_rule_gets_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], code: str
) -> None:
    write(tmp_path, head=waiver(rule=code))

    main(["check", str(tmp_path)])
    out = capsys.readouterr().out
    assert f'G04 waiver-of-retired: {code}, waived for "1.1", is retired; the waiver can go' in out
    assert out.count("G04") == 1
    assert ("(S18?)" in out) is (code == "T03")


def test_a_retired_rule_under_ignore_gets_a_hint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, head="  check:\n    ignore: [W02, C01]\n")

    main(["check", str(tmp_path)])
    out = capsys.readouterr().out
    assert 'G08 retired-rule-ignored: "W02" under ignore is retired and can go' in out
    assert out.count("G08") == 1


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("near-duplicate", "rule T03 near-duplicate is retired; S18 took its place"),
        ("U07", "rule U07 shared-ending is retired"),
    ],
)
def test_asking_for_a_retired_rule_says_so(
    capsys: pytest.CaptureFixture[str], code: str, message: str
) -> None:
    assert main(["check", "--select", code]) == 2
    assert capsys.readouterr().err == f"zeren: {message}\n"
    assert main(["explain", code]) == 2


# the known truths of the bundled notices


@pytest.mark.parametrize(
    ("code", "place", "words"),
    [
        ("C05", "jiangjin-2025/4.5", "区水利局"),
        ("L09", "wulong-2025/4.35", "各乡镇（街道）"),
        ("L01", "wulong-2025/4.7", ""),
        ("L01", "wulong-2025/4.8", ""),
        ("T09", "wulong-2025/6.4", "全市"),
        ("T09", "wulong-2025/5.1", "全市"),
        ("L14", "wulong-2025/1.2", "区安委办"),
        ("C11", "wulong-2025/4.39", "责任单位"),
        ("C11", "wulong-2025/4.41", "责任单位"),
        ("C11", "wulong-2025/4.45", "责任单位"),
        ("T11", "wulong-2025/3.1", "100%以上"),
        ("T10", "wulong-2025/4.33", "市级"),
        ("T04", "wulong-2025/4.13", "区防减救灾办"),
        ("T04", "wulong-2025/4.14", "区安委办"),
        ("T12", "wulong-2025/4.30", "2.1"),
        ("T12", "wulong-2025/4.15", "2.2"),
        ("T12", "wulong-2025/4.17", "2.3"),
        ("T12", "jiangjin-2025/4.30", "2.1"),
        ("T12", "jiangjin-2025/4.15", "2.2"),
        ("S18", "wulong-2025/2.3", "4.17"),
    ],
)
def test_known_faults_of_tasks_are_found(
    capsys: pytest.CaptureFixture[str], code: str, place: str, words: str
) -> None:
    main(["check", "--select", code, "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert any(f["task"] == place and words in f["message"] for f in found)


def test_known_faults_of_notices_are_found(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--select", "W01,U16", "--format", "json"])
    messages = [finding["message"] for finding in json.loads(capsys.readouterr().out)]

    assert any(m.startswith('"区应急管理局" leads 57 of 120') for m in messages)
    assert any("“各镇街”、“各镇、街道”、“各镇、街”" in m for m in messages)


def test_boilerplate_is_not_taken_for_duplicates(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "--select", "S18,T04,X01", "--format", "json"])
    found = json.loads(capsys.readouterr().out)

    assert {f["code"] for f in found} == {"S18", "T04"}
    assert not any((f["task"] or "").startswith("wulong-2025/5.") for f in found)


# --fix


def test_fix_repairs_names_repeats_and_separators(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, lead="区应急局、区水利局、区水利局", cooperate='"区教委,各镇街"')

    main(["check", str(tmp_path), "--fix"])
    text = path.read_text("utf-8")
    assert "lead: 区应急管理局、区水利局\n" in text
    assert 'cooperate: "区教委，各镇街"\n' in text
    assert "# 待核对" in text
    assert "2 cells repaired" in capsys.readouterr().err

    main(["check", str(tmp_path), "--fix"])
    assert "nothing to repair" in capsys.readouterr().err
    assert path.read_text("utf-8") == text


def test_diff_shows_and_does_not_write(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write(tmp_path, lead="区应急局")
    before = path.read_bytes()

    assert main(["check", str(tmp_path), "--diff"]) == 1
    out = capsys.readouterr().out
    assert "-        lead: 区应急局\n+        lead: 区应急管理局\n" in out
    assert path.read_bytes() == before


def test_fix_leaves_alone_what_was_not_asked(tmp_path: Path) -> None:
    path = write(tmp_path, lead="区应急局、区水利局、区水利局")

    main(["check", str(tmp_path), "--fix", "--select", "C05"])
    assert "lead: 区应急局、区水利局\n" in path.read_text("utf-8")


def test_fix_of_the_bundled_notices_changes_only_cells(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(bundled_root(), folder)

    main(["check", str(folder), "--fix"])
    for path in sorted(folder.glob("*.yaml")):
        before = (bundled_root() / path.name).read_text("utf-8").splitlines()
        after = path.read_text("utf-8").splitlines()
        assert len(before) == len(after)
        assert all(a.split(":")[0] == b.split(":")[0] for a, b in zip(before, after, strict=True))


# rules and explain


def test_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert [rule["code"] for rule in listed] == [rule.code for rule in all_rules()]
    assert main(["rules", "L01", "C"]) == 0
    assert "no-lead" in capsys.readouterr().out


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_rule_is_explained_in_both_languages(
    capsys: pytest.CaptureFixture[str], language: str
) -> None:
    use_language(language)
    for rule in all_rules():
        assert main(["explain", rule.code]) == 0
        assert capsys.readouterr().out.startswith(f"{rule.code} {rule.name}\n")


def test_explain_offers_the_nearest_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "joint-lead"]) == 2
    assert "joint-leads" in capsys.readouterr().err


# fmt


def test_fmt_lays_out_and_keeps_comments(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path)
    tidy = path.read_text("utf-8")
    path.write_text(
        tidy.replace("  title: 甲区", "  title:    甲区").replace("\n", "\r\n"), "utf-8"
    )

    assert main(["fmt", "--check", str(tmp_path)]) == 1
    assert main(["fmt", "--diff", str(path)]) == 1
    assert "-  title:    甲区工作要点" in capsys.readouterr().out
    assert main(["fmt", str(path)]) == 0
    assert path.read_bytes() == tidy.encode()
    assert main(["fmt", "--check", str(path)]) == 0


def test_fmt_refuses_what_it_cannot_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("format: [1\n", "utf-8")
    latin = tmp_path / "gbk.yaml"
    latin.write_bytes("title: 甲区".encode("gbk"))

    assert main(["fmt", str(tmp_path)]) == 2
    assert "yaml-syntax" in capsys.readouterr().err
    assert path.read_text("utf-8") == "format: [1\n"


def test_bundled_files_are_canonical_or_laid_out_without_loss(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    shutil.copytree(bundled_root(), folder)

    assert main(["fmt", str(folder)]) == 0
    assert main(["fmt", "--check", str(folder)]) == 0
