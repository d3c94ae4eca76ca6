"""To whom something is reported: 报送至市发展改革委, 报市政府审定, 向市政府报告."""

from __future__ import annotations

import regex

from extractors import rules, unit
from extractors.match import Match
from extractors.unit import UnitName

# What the unit is to do with it, or what comes next. Matches: `备案`, `审定后实施`. Does not match: `财政厅`.
_PURPOSE = regex.compile(
    r"(?:予以|进行|统一|分别|一并|集体|专题)?(?:备案|审定|批准|审批|审核(?!中心)|审议|同意|研究(?![院所室中])|批复|备查|汇总|办理|存档|核准|核定|审查|决定(?!委)|审阅|复核|汇编|并|后|统筹安排)"
    r"|[（(](?:联系|邮箱|电话|电子)"
)
# What stands before the units and is no part of them. Matches: `对口`, `所属的`. Does not match: `市`.
_LEAD_IN = regex.compile(r"\s*(?:对口的?|相应的?|有权的?)?\s*")


def find(text: str) -> list[Match[UnitName]]:
    """The units that something is to be reported to, in order: 报人力资源社会保障部、财政部备案 gives two."""
    found: dict[int, Match[UnitName]] = {}
    for rule in rules.patterns("reports"):
        for hit in rule.pattern.finditer(text):
            for match in _units(text, *hit.span("to")):
                found.setdefault(match.start, Match(match.start, match.end, match.text, match.value, rule.rule_id))
    return [found[start] for start in sorted(found)]


def _units(text: str, start: int, end: int) -> list[Match[UnitName]]:
    """The units that `text[start:end]` begins with; [] where it begins with something else."""
    lead_in = _LEAD_IN.match(text, start, end)
    start = lead_in.end() if lead_in else start
    end = _before_closing(text, start, end)
    purpose = _PURPOSE.search(text, start, end)
    end = purpose.start() if purpose else end
    units: list[Match[UnitName]] = []
    at = start
    for match in (item.shifted(start) for item in unit.find(text[start:end])):
        if not _is_joint(text[at : match.start]):
            break
        units.append(match)
        at = match.end
    return units


def _before_closing(text: str, start: int, end: int) -> int:
    """`end`, or where a bracket closes that was opened before `start`: of （…报送至市发展改革委） the mark is no part."""
    depth = 0
    for offset in range(start, end):
        depth += (text[offset] in "（(〔[") - (text[offset] in "）)〕]")
        if depth < 0:
            return offset
    return end


# What may stand between the units of a list. Matches: `、`, `和`, ``. Does not match: `的材料`.
_JOINT = regex.compile(r"\s*(?:[、和与及]|以及|等)?\s*")


def _is_joint(between: str) -> bool:
    return _JOINT.fullmatch(between) is not None
