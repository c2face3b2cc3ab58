"""The names of the generated catalogue: venues, institutions, topics, tags, people and terms."""

from __future__ import annotations

from tests.benchmarks.corpus.vocabulary import DEEDS, MANNERS, THINGS

VENUES = """
NeurIPS:ai OSDI:systems SOSP:systems NSDI:networking ATC:systems EuroSys:systems ASPLOS:architecture
ISCA:architecture MLSys:systems SoCC:systems FAST:systems SIGMOD:data-management VLDB:data-management
ICML:ai ICLR:ai SC:hpc HPCA:architecture MICRO:architecture SIGCOMM:networking CoNEXT:networking ICDE:data-management
KDD:ai AAAI:ai IJCAI:ai ACL:ai EMNLP:ai NAACL:ai CVPR:ai ICCV:ai ECCV:ai PPoPP:hpc PLDI:software-engineering
OOPSLA:software-engineering POPL:software-engineering ICSE:software-engineering FSE:software-engineering
ASE:software-engineering ISSTA:software-engineering CCS:other SP:other NDSS:other CIDR:data-management
EDBT:data-management PODS:data-management CIKM:data-management WSDM:data-management WWW:data-management SIGIR:ai
RecSys:ai HPDC:hpc ICS:hpc IPDPS:hpc ICPP:hpc CCGrid:hpc Middleware:systems ICDCS:systems INFOCOM:networking
IMC:networking MobiCom:networking MobiSys:systems SenSys:networking DAC:architecture DATE:architecture CGO:architecture
PACT:architecture HotOS:systems HotNets:networking HotCloud:systems HotStorage:systems TOCS:systems TPDS:hpc
TODS:data-management TON:networking TACO:architecture JMLR:ai TMLR:ai CACM:other CSUR:other LISA:systems SYSTOR:systems
"""
JOURNALS = {"TOCS", "TPDS", "TODS", "TON", "TACO", "JMLR", "TMLR", "CACM", "CSUR"}
AREAS = {
    "systems": ("Operating Systems", "操作系统"), "architecture": ("Computer Architecture", "体系结构"),
    "ai": ("Machine Learning", "机器学习"), "data-management": ("Data Management", "数据管理"),
    "networking": ("Networking", "网络"), "hpc": ("High-Performance Computing", "高性能计算"),
    "software-engineering": ("Software Engineering", "软件工程"), "other": ("Computing", "计算"),
}  # fmt: skip
PLACES = """
Beijing:北京 Shanghai:上海 Nanjing:南京 Hangzhou:杭州 Wuhan:武汉 Xiamen:厦门 Chengdu:成都 Harbin:哈尔滨 Tianjin:天津
Shenzhen:深圳 Boston:波士顿 Toronto:多伦多 Zurich:苏黎世 Lausanne:洛桑 Cambridge:剑桥 Edinburgh:爱丁堡 Munich:慕尼黑
Berlin:柏林 Paris:巴黎 Lisbon:里斯本 Madrid:马德里 Vienna:维也纳 Stockholm:斯德哥尔摩 Helsinki:赫尔辛基 Tokyo:东京
Kyoto:京都 Seoul:首尔 Taipei:台北 Singapore:新加坡 Sydney:悉尼 Melbourne:墨尔本 Seattle:西雅图 Chicago:芝加哥
Austin:奥斯汀 Atlanta:亚特兰大 Montreal:蒙特利尔 Bangalore:班加罗尔 Mumbai:孟买 Haifa:海法 Santiago:圣地亚哥
"""
KINDS = """
University:大学 Polytechnic:理工大学 Laboratory:实验室 Academy:科学院 Systems-Company:系统公司
"""
ROOTS = """
Training-systems:训练系统 Inference:推理系统 Scheduling:资源调度 Storage:存储系统 Networks:网络系统
Compilers:编译与算子 Data:数据处理 Applications:应用
"""
GIVEN = """
Ada Alan Barbara Carlos Chen Dana Elena Fei Grace Hao Ines Jun Karim Lena Ming Nadia Omar Priya Qi Rosa Sven Tao Uma
Viktor Wei Xin Yan Zoe Lukas Mei
""".split()  # noqa: SIM905 - easier to read than a list
FAMILY = """
Zhang Wang Li Chen Liu Yang Huang Wu Zhou Xu Smith Garcia Müller Novak Silva Kim Park Tanaka Singh Kumar Rossi Jensen
Ivanov Haddad Cohen Okafor Dubois Larsen Nowak Moreau
""".split()  # noqa: SIM905
FAMILY_ZH = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
GIVEN_ZH = "伟芳娜敏静强磊军洋勇艳杰涛明超兰霞平刚桂文辉玲建华"


def pairs(text: str) -> list[tuple[str, str]]:
    """The pairs of one of the texts above; a hyphen stands for a space."""
    return [(one.replace("-", " "), other) for one, other in (pair.split(":") for pair in text.split())]


def venues() -> list[tuple[str, str, str, str, tuple[str, ...]]]:
    """(name, full name, area, kind, aliases) of each of the 80."""
    rows = []
    for place, pair in enumerate(VENUES.split()):
        name, area = pair.split(":")
        kind = "journal" if name in JOURNALS else "workshop" if name.startswith("Hot") else "conference"
        english, chinese = AREAS[area]
        full = f"{'Journal' if kind == 'journal' else 'Symposium'} on {english}, {name}"
        aliases = (f"Proc. {name}", f"{name} {chinese}会议") if place % 2 else (f"ACM {name}",)
        rows.append((name, full, area, kind, aliases))
    return rows


def institutions() -> list[tuple[str, str, str]]:
    """(name, full name, alias in Chinese) of each of the 200."""
    return [
        (f"{place} {kind}", f"The {kind} of {place}", f"{place_zh}{kind_zh}")
        for kind, kind_zh in pairs(KINDS)
        for place, place_zh in pairs(PLACES)
    ]


def topics() -> list[tuple[str, str, int | None]]:
    """(English, Chinese, place of the parent) of each of the 60: 8 roots, 40 below them, 12 below those."""
    rows: list[tuple[str, str, int | None]] = [(*pair, None) for pair in pairs(ROOTS)]
    rows += [(f"{deed.capitalize()} at scale", f"大规模{zh}", place % 8) for place, (deed, zh) in enumerate(DEEDS)]
    rows += [(f"{manner.capitalize()} methods", f"{zh}方法", 8 + place) for place, (manner, zh) in enumerate(MANNERS)]
    return rows[:60]


def tags() -> list[str]:
    """300 keywords, every third in Chinese."""
    names = [(f"{manner} {thing}", f"{zh}{thing_zh}") for thing, thing_zh in THINGS for manner, zh in MANNERS]
    return [names[place * 6][place % 3 == 2] for place in range(300)]


def terms() -> list[tuple[str, str]]:
    """(English, Chinese) of 160 terms, whose words stand in the texts."""
    return [(f"{m} {d}", f"{m_zh}{d_zh}") for d, d_zh in DEEDS[:10] for m, m_zh in MANNERS[:16]]


def author(number: int) -> str:
    """The name of that author, each another one; every eighth is Chinese."""
    if number % 8 == 7:
        number //= 8
        first, second = number // 20 % 24, number // 480
        return FAMILY_ZH[number % 20] + GIVEN_ZH[first] + GIVEN_ZH[second % 24] + "·" * (second // 24)
    given, rest = number % 30, number // 30
    return f"{GIVEN[given]} {initials(rest // 30)}{FAMILY[rest % 30]}"


def initials(number: int) -> str:
    """Nothing, A., B. to Z., AA. and so on, with a space behind."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return f"{letters}. " if letters else ""
