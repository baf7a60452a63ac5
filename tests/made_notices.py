"""Invented notices of 甲区 in which everything occurs that answers tell apart.

`own-2025` states itself that the first listed leads, `guess-2024` only assumes it, `none-2024`
leaves it open and `body-2025` has lead columns, a body, brackets and rows said twice. The
numbers that the tests expect are counted by hand here, row by row.
"""

from __future__ import annotations

from pathlib import Path

from matrices.api import Matrix, load

OWN = """\
format: 1
notice:
  id: own-2025
  title: 甲区2025年防汛要点
  number: 甲府发〔2025〕1号
  jurisdiction: 甲区
  period: "2025"
  lead_rule: first-listed
  lead_rule_by: notice
  lead_rule_basis: 责任单位列第一位的为牵头单位
  covers: [附件（4项）]
  left_out: [{part: 正文, why: 没有任务}]
sections:
  - number: 1
    title: 防汛
    columns: {responsible: 责任单位}
    tasks:
      - {number: 1, title: 修堤, responsible: 区水利局、区公安局等}
      - {number: 2, title: 巡堤, responsible: 区水利局}
      - {number: 3, title: 宣传, responsible: 各部门、区公安局}
      - {number: 4, title: 演练, responsible: 区安委会成员单位}
"""
GUESS = """\
format: 1
notice:
  id: guess-2024
  title: 甲区2024年防火要点
  jurisdiction: 甲区
  period: "2024"
  lead_rule: first-listed
  lead_rule_by: assumed
  lead_rule_basis: 只有责任单位一栏
sections:
  - number: 1
    title: 防火
    tasks:
      - {number: 1, title: 查火, responsible: 区公安局、区水利局等}
      - {number: 2, title: 灭火, responsible: 区公安局, cooperate: 区公安局}
"""
NONE = """\
format: 1
notice:
  id: none-2024
  title: 甲区2024年救灾要点
  jurisdiction: 甲区
  period: "2024"
  lead_rule: none
sections:
  - number: 1
    title: 救灾
    tasks:
      - {number: 1, title: 救人, responsible: 区水利局、区公安局}
      - {number: 2, title: 救物, responsible: 区公安局、区水利局、区应急局}
      - {number: 3, title: 募捐}
      - {number: 4, title: 安置, responsible: 区应急局}
"""
BODY = """\
format: 1
notice:
  id: body-2025
  title: 甲区2025年安全要点
  number: 甲府发〔2025〕2号
  jurisdiction: 甲区
  period: "2025"
  lead_rule: stated
  lead_rule_by: notice
  lead_rule_basis: 附表设牵头单位栏
  covers: [正文（2项）, 附表（6项）]
  left_out:
    - {part: 印发语, why: 没有任务}
    - {part: 落款, why: 没有任务}
  defaults:
    - {from: "1.5", cooperate: 区应急局, extends: lists, words: 以下责任单位均包括区应急局}
sections:
  - number: 0
    title: 正文
    tasks:
      - {number: 1, title: 总责, responsible: 区应急局, named_in: text, same_as: ["1.1"]}
      - {number: 2, title: 宣讲}
  - number: 1
    title: 附表
    columns: {lead: 牵头单位, cooperate: 责任单位}
    tasks:
      - {number: 1, title: 总责, lead: 区应急局, cooperate: 区安委会成员单位}
      - {number: 2, title: 交通, lead: 区公安局（交巡警支队）, cooperate: 各平台（甲园区、乙园区）}
      - {number: 3, title: 数据, lead: 区数据局（区智能局）, cooperate: 各街镇（园区）}
      - {number: 4, title: 空格, lead: "", cooperate: 区安委办}
      - {number: 5, title: 双重, lead: 区水利局, cooperate: 区水利局、区水利局、有关部门}
      - {number: 6, title: 联合, lead: 区水利局、区公安局, cooperate: 各街镇}
"""
UNITS = """\
format: 1
jurisdictions:
  - name: 甲区
    full_name: 样板市甲区
    coverage: partial
    units:
      - {name: 区水利局, kind: department, duty: 水利, aliases: [区水务局], source: 虚构}
      - {name: 区公安局, kind: department, duty: 公安, source: 虚构}
      - {name: 区应急管理局, kind: department, aliases: [区应急局], source: 虚构}
      - {name: 区安委会, kind: committee, source: 虚构}
      - {name: 区安委办, kind: office, office_of: 区安委会, hosted_by: 区应急局,
         hosted_source: body-2025, source: 虚构}
      - {name: 交巡警支队, kind: sub-unit, part_of: 区公安局, source: 虚构}
      - {name: 区安委会成员单位, kind: collective, body: 区安委会,
         members: [区水利局, 区公安局, 区安委办], source: 虚构}
      - {name: 各部门, kind: collective, source: 虚构}
      - {name: 各街镇, kind: collective, members: [青山镇, 碧水镇], source: 虚构}
      - {name: 各园区, kind: collective, source: 虚构}
      - {name: 各街镇（园区）, kind: collective, covers: [各街镇, 各园区], source: 虚构}
      - {name: 青山镇, kind: township, source: 虚构}
      - {name: 碧水镇, kind: township, source: 虚构}
      - {name: 有关部门, kind: indefinite, source: 虚构}
"""
NOTICES = {"own-2025": OWN, "guess-2024": GUESS, "none-2024": NONE, "body-2025": BODY}


def write_made_notices(folder: Path, *notices: str) -> None:
    """These of the notices, or all of them, with the registry, as files of a folder."""
    folder.mkdir(exist_ok=True)
    (folder / "units.yaml").write_text(UNITS, encoding="utf-8")
    for name in notices or NOTICES:
        (folder / f"{name}.yaml").write_text(NOTICES[name], encoding="utf-8")


def made_matrix(folder: Path, *notices: str) -> Matrix:
    """The same, loaded."""
    write_made_notices(folder, *notices)
    return load(folder)
