"""Catalogs and registries made of everything that is easily answered wrong, for invented places."""

# ruff: noqa: E501 - rows stand as they do in a catalog
from __future__ import annotations

REGISTRY = """\
format: 1
jurisdictions:
  - name: 陷阱区
    full_name: 样板市陷阱区
    code: "990101"
    within: 样板市
    units:
      - {name: 区水利局, kind: department, duty: 水利, aliases: [区水务局], source: invented}
      - {name: 区应急管理局, kind: department, duty: 应急, aliases: [区应急局], source: invented}
      - {name: 区公安局, kind: department, duty: 公安, source: invented}
      - {name: 区公安交巡警支队, kind: sub-unit, part_of: 区公安局, source: invented}
      - {name: 区安委会, kind: committee, source: invented}
      - {name: 区安委办, kind: office, office_of: 区安委会, hosted_by: 区应急管理局,
         hosted_source: invented, source: invented}
      - {name: 区减灾办, kind: office, hosted_by: 区安委办, source: invented}
      - {name: 甲办, kind: office, hosted_by: 乙办, source: invented}
      - {name: 乙办, kind: office, hosted_by: 甲办, source: invented}
      - {name: 区安委会成员单位, kind: collective, body: 区安委会,
         members: [区水利局, 区应急局, 区安委办, 区减灾办, 各镇街, 未登记局], source: invented}
      - {name: 各镇街, kind: collective, source: invented}
      - {name: 各园区, kind: collective, members: [甲园区, 乙园区, 青山镇], source: invented}
      - {name: 各镇街（园区）, kind: collective, covers: [各镇街, 各园区], source: invented}
      - {name: 各平台, kind: collective, members: [], source: invented}
      - {name: 各单位, kind: collective, members: [区安委会成员单位, 各园区, 区公安局],
         source: invented}
      - {name: 各行业部门, kind: collective, source: invented}
      - {name: 甲方成员单位, kind: collective, members: [乙方成员单位, 区公安局, 甲方成员单位, 乙方成员单位], source: invented}
      - {name: 乙方成员单位, kind: collective, members: [甲方成员单位], source: invented}
      - {name: 甲园区, kind: platform, source: invented}
      - {name: 乙园区, kind: platform, source: invented}
      - {name: 青山镇, kind: township, source: invented}
      - {name: 绿水街道, kind: township, source: invented}
      - {name: 有关部门, kind: indefinite, source: invented}
      - {name: 区水务局, kind: department, duty: 供水, source: name taken}
      - {name: 区水务局, kind: department, hosted_by: 区公安局, source: name taken twice}
"""
NEIGHBOURS = """\
format: 1
jurisdictions:
  - name: 邻区
    full_name: 样板市邻区
    within: 样板市
    units:
      - {name: 区水利局, kind: department, duty: 水利, source: invented}
      - {name: 区公安局, kind: department, duty: 公安, aliases: [区警察局], source: invented}
      - {name: 区人民检察院、区人民法院, kind: institution, source: a name with a separator}
      - {name: 各镇街, kind: collective, members: [红石镇, 白石街道], source: invented}
      - {name: 红石镇, kind: township, source: invented}
      - {name: 各部门, kind: collective, source: invented}
      - {name: 安办, kind: office, hosted_by: 区公安局, source: invented}
  - name: 邻区
    full_name: 样板市邻区
    units:
      - {name: 区GIS中心, kind: institution, duty: Straße, source: second part of the record}
  - name: 样板市
    coverage: partial
    units:
      - {name: 市公安局, kind: department, source: invented}
"""
FIRST_LISTED = """\
format: 1
notice:
  id: trap-2024
  title: 陷阱区2024年工作要点
  number: 陷阱府发〔2024〕1号
  issuer: 陷阱区人民政府
  jurisdiction: 陷阱区
  issued: 2024-03-01
  period: "2024"
  lead_rule: first-listed
  lead_rule_by: notice
  lead_rule_basis: 列第一位的为牵头单位
  covers: [附件1, 附件2]
  left_out: [{part: 正文, why: 没有任务}]
  names: [区发展和改革委]
  defaults:
    - {from: "1.4", responsible: 各镇街、区公安局, words: 以下均需各镇街落实}
    - {from: "2.2", cooperate: 绿水街道、区水利局、某专班, words: 以下均包括, extends: lists}
    - {from: "2.3", guide: 绿水街道, responsible: 绿水街道, words: 再次包括, extends: lists}
sections:
  - number: 1
    title: 防汛抗旱
    columns: {responsible: 责任单位}
    tasks:
      - {number: 1, title: 先列者牵头, content: 内容甲, responsible: "区水利局、区公安局，各镇街"}
      - {number: 2, title: 只列一家, content: 内容乙, responsible: 区应急局}
      - {number: 3, title: 集合在前, content: 内容丙, responsible: "各单位、区水利局等"}
      - {number: 4, title: 默认之后, content: 内容丁, responsible: "区减灾办、区安委办、区应急管理局"}
      - {number: 5, title: 空格, content: 内容戊, responsible: ""}
      - {number: 6, title: 重复点名, content: 内容己, responsible: "区水利局、区水务局、区水利局，各园区"}
      - {number: 7, title: 各行其规, content: 庚, lead_rule: stated, responsible: "区公安局、区水利局"}
      - {number: 8, title: 无规则, content: 辛, lead_rule: none, responsible: "区公安局、区水利局"}
  - number: 2
    title: 森林防火
    tasks:
      - {number: 1, title: 名单之前, content: GIS Platform, responsible: "区安委会成员单位、有关部门"}
      - {number: 2, title: 名单之后, content: Straße İ, responsible: "区公安局（交巡警支队）、各镇街（园区）"}
      - {number: 3, title: 括号成员, content: 内容,
         responsible: "各园区（甲园区管委会、乙园区管委会）、区水利局（区防汛办、区节水办）"}
      - {number: 4, title: 两次说到, content: 内容, responsible: "区公安局", same_as: ["1.1"]}
      - {number: 5, title: 说到他人, content: 内容, responsible: "青山镇", same_as: ["1.1"]}
      - {number: 6, group: 组, content: 无题, responsible: "各平台"}
      - {number: 7, title: 无栏目, content: 内容}
  - number: 1
    title: 防汛抗旱（续）
    tasks:
      - {number: 9, title: 同号章节, content: 内容, lead: 青山镇, responsible: "区公安局、青山镇",
         guide: 市公安局, targets: [目标一, "目标\\"二\\""], deadline: 年底}
"""
ASSUMED = """\
format: 1
notice:
  id: trap-2025
  title: 陷阱区十四五规划分工
  jurisdiction: 陷阱区
  period: "2021-2025"
  lead_rule: first-listed
  lead_rule_by: assumed
  names: [区发展和改革委]
sections:
  - number: 1
    title: 工程
    tasks:
      - {number: 1, title: 假定牵头, responsible: "区水利局、区公安局等，各镇街"}
      - {number: 2, title: 假定且说明, lead: 区公安局, responsible: "区水利局、区公安局"}
      - {number: 3, title: 空白牵头, lead: "", responsible: "区水利局"}
      - {number: 4, title: 都空白, lead: "", responsible: ""}
      - {number: 5, title: 不明者, responsible: "有关部门、各行业部门"}
      - {number: 6, title: 单位成员, responsible: "区安委办、甲方成员单位、区安委会成员单位，各园区"}
      - {number: 7, title: 再说一次, responsible: "区水利局", same_as: ["1.1"]}
  - number: 2
    title: 工程管理
    tasks:
      - {number: 1, title: 无规则, lead_rule: none, responsible: "区水利局、市水利局（市河长办）"}
      - {number: 2, title: 互相主办, responsible: "甲办、乙办、各镇街（园区）"}
      - {number: 3, title: 陌生者, cooperate: "区a局、区A局、某某公司", guide: "[red]x"}
      - {number: 4, title: 只有指导, guide: "区水利局、各单位"}
      - {number: 5, title: 两种成员, responsible: "各单位、各园区（甲园区管委会、区公安局）、区发展和改革委",
         cooperate: "区教委、各镇街（园区）"}
"""
NONE = """\
format: 1
notice:
  id: next-2023
  title: 邻区2023年要点
  jurisdiction: 邻区
  period: "2023"
  lead_rule: none
sections:
  - number: 1
    title: 防汛抗旱
    tasks:
      - {number: 1, title: 区局, responsible: "区水利局、区公安局"}
      - {number: 2, title: 街镇, responsible: "各镇街、区公安局、安办"}
      - {number: 3, title: 部门, responsible: "各部门、各镇街"}
      - {number: 4, title: 一家, responsible: "区警察局"}
      - {number: 5, title: 一家和其他, responsible: "区GIS中心等单位"}
      - {number: 6, title: 院, responsible: "区人民检察院、区人民法院、区公安局"}
"""
STATED = """\
format: 1
notice:
  id: next-2024
  title: 邻区2024年要点
  jurisdiction: 邻区
  period: "2024"
  lead_rule: stated
sections:
  - number: 1
    title: 牵头
    tasks:
      - {number: 1, title: 联合牵头, lead: "区水利局、区公安局", cooperate: "各镇街"}
      - {number: 2, title: 牵头又配合, lead: 区水利局, cooperate: "区水利局、安办", guide: 区水利局}
      - {number: 3, title: 集合牵头, lead: 各镇街, cooperate: "红石镇、各镇街"}
      - {number: 4, title: 有关牵头, lead: 有关部门, cooperate: 区公安局}
      - {number: 5, title: 各部门牵头, lead: "各部门、有关部门", cooperate: "白石街道"}
      - {number: 6, title: 空, lead: "", cooperate: ""}
      - {number: 7, title: 斜线, lead: "/", cooperate: "安办、区公安局", guide: 各镇街}
      - {number: 8, title: 多集合, lead: 各部门, cooperate: "各镇街、各部门（区甲局、红石镇政府）", guide: "各部门"}
"""
STRANGE = """\
format: 1
notice:
  id: nowhere
  title: 无记录县通知
  jurisdiction: 无记录县
  lead_rule: none
sections:
  - number: 1
    title: 县里的事
    tasks:
      - {number: 1, title: 县局, responsible: "县水利局、县市场监管局（县知识产权局）、各乡镇"}
      - {number: 2, title: 镇, responsible: "石桥镇、县知识产权局"}
      - {number: 3, title: 专班, responsible: "县水利局（县河长办）、县专班（县公安局、县教育局）"}
"""
EMPTY = """\
format: 1
notice:
  id: empty
  title: 没有任务的通知
  jurisdiction: 陷阱区
  period: "2024"
  lead_rule: none
sections:
  - {number: 1, title: 空章, tasks: []}
"""
TWINS = """\
format: 1
jurisdictions:
  - name: 鼓楼区
    full_name: 甲市鼓楼区
    code: "990201"
    within: 甲市
    units:
      - {name: 区水利局, kind: department, duty: 水利, source: invented}
      - {name: 各部门, kind: collective, members: [区水利局, 区公安局], source: invented}
      - {name: 区公安局, kind: department, source: invented}
  - name: 鼓楼区
    full_name: 乙市鼓楼区
    code: "990301"
    within: 乙市
    units:
      - {name: 区水利局, kind: department, duty: 水务, aliases: [区水务局], source: invented}
      - {name: 各部门, kind: collective, source: invented}
  - {name: 乙市, within: 样板市, units: []}
"""
TWIN = """\
format: 1
notice:
  id: twin-{number}
  title: {jurisdiction}通知
  jurisdiction: {jurisdiction}
  period: "2024"
  lead_rule: none
sections:
  - number: 1
    title: 防汛
    tasks:
      - {{number: 1, title: 甲, responsible: "区水利局、鼓楼区公安局、各部门"}}
      - {{number: 2, title: 乙, responsible: "甲市鼓楼区水利局、乙市鼓楼区水务局"}}
"""
AGAIN = NONE.replace("邻区2023年要点", "同号通知")
FILES = {
    "a-first-listed.yaml": FIRST_LISTED,
    "b-next.yaml": STATED,
    "c-assumed.yaml": ASSUMED,
    "d-none.yaml": NONE,
    "e-nowhere.yaml": STRANGE,
    "f-empty.yaml": EMPTY,
    "g-again.yaml": AGAIN,
    "h-broken.yaml": "format: 1\nnotice: [",
    "i-twin.yaml": TWIN.format(number=1, jurisdiction="甲市鼓楼区"),
    "j-twin.yaml": TWIN.format(number=2, jurisdiction="乙市鼓楼区"),
    "k-which-twin.yaml": TWIN.format(number=3, jurisdiction="鼓楼区"),
    "units-neighbours.yaml": NEIGHBOURS,
    "units-twins.yaml": TWINS,
    "units.yaml": REGISTRY,
}
