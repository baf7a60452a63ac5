"""Radicals that stand for whole characters in the text layer of a PDF.

Fonts give the picture of a radical and of the character that looks the same one code, and
programs that print to PDF then write the radical: 省发展改⾰委 with U+2FB0. Nothing else is
touched here: a text keeps its full-width digits and its compatibility forms.
"""

from __future__ import annotations

import unicodedata
from typing import Final

# The block CJK Radicals Supplement, each radical with the character of Unicode's property
# Equivalent_Unified_Ideograph (EquivalentUnifiedIdeograph.txt of the Unicode Character
# Database 14.0, © Unicode, Inc., Unicode License); U+2E80 has none.
_SUPPLEMENT: Final = (
    "⺁厂 ⺂乛 ⺃乚 ⺄乙 ⺅亻 ⺆冂 ⺇𠘨 ⺈刀 ⺉刂 ⺊卜 ⺋㔾 ⺌小 "
    "⺍小 ⺎兀 ⺏尣 ⺐尢 ⺑𡯂 ⺒巳 ⺓幺 ⺔彑 ⺕彐 ⺖忄 ⺗心 ⺘扌 "
    "⺙攵 ⺛旡 ⺜日 ⺝月 ⺞歺 ⺟母 ⺠民 ⺡氵 ⺢氺 ⺣灬 ⺤爫 ⺥爫 "
    "⺦丬 ⺧牛 ⺨犭 ⺩王 ⺪𤴔 ⺫目 ⺬示 ⺭礻 ⺮𥫗 ⺯糹 ⺰纟 ⺱罓 "
    "⺲罒 ⺳㓁 ⺴冗 ⺵𦉫 ⺶羊 ⺷𦍌 ⺸𦍋 ⺹耂 ⺺肀 ⺻聿 ⺼肉 ⺽𦥑 "
    "⺾艹 ⺿艹 ⻀艹 ⻁虎 ⻂衤 ⻃覀 ⻄西 ⻅见 ⻆角 ⻇𧢲 ⻈讠 ⻉贝 "
    "⻊𧾷 ⻋车 ⻌辶 ⻍辶 ⻎辶 ⻏邑 ⻐钅 ⻑長 ⻒镸 ⻓长 ⻔门 ⻕𨸏 "
    "⻖阝 ⻗雨 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻞𩙿 ⻟飠 ⻠饣 ⻡𩠐 "
    "⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 ⻩黄 ⻪黾 ⻫斉 ⻬齐 ⻭歯 "
    "⻮齿 ⻯竜 ⻰龙 ⻱龜 ⻲亀 ⻳龟 "
)
# The 214 Kangxi Radicals have the same property as their compatibility decomposition.
_KANGXI: Final = map(chr, range(0x2F00, 0x2FD6))
RADICALS: Final = {pair[0]: pair[1] for pair in _SUPPLEMENT.split()} | {
    radical: unicodedata.normalize("NFKC", radical) for radical in _KANGXI
}
