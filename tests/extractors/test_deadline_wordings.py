"""Wordings of time limits as notices have them, signed on 5 March and issued on 8 March 2021; limits stand in ⟨ and ⟩."""

from __future__ import annotations

from datetime import date

import pytest

from extractors import deadline
from extractors.deadline import TimeLimit
from extractors.duration import Unresolved
from extractors.kinds import DeadlineKind
from extractors.match import Match

SIGNED = date(2021, 3, 5)
ISSUED = date(2021, 3, 8)

# Text; for each limit: kind, first day, last day.
_DATED = """
各单位要于⟨4月10日下班前⟩报送	by		2021-04-10
请于⟨4月10日17时前⟩将名单反馈我办	by		2021-04-10
⟨4月10日18:00前⟩提交	by		2021-04-10
⟨4月10日中午12点前⟩上报	by		2021-04-10
⟨4月10日24时前⟩完成清零	by		2021-04-10
请于⟨2021年4月10日（周六）前⟩报送	by		2021-04-10
请于⟨2021年4月9日（星期五）下午下班前⟩报送	by		2021-04-09
⟨2021年4月10日以前⟩完成	by		2021-04-10
⟨４月１０日前⟩完成	by		2021-04-10
务必在 ⟨4 月 1 0 日前⟩完成	by		2021-04-10
⟨2021.6.30前⟩完成整改	by		2021-06-30
⟨2021/6/30前⟩完成整改	by		2021-06-30
⟨2021-06-30前⟩完成整改	by		2021-06-30
⟨二○二一年六月三十日以前⟩完成	by		2021-06-30
⟨二〇二一年六月底前⟩完成	by		2021-06-30
⟨六月三十日前⟩上报省政府	by		2021-06-30
⟨不迟于6月30日⟩完成	by		2021-06-30
⟨最迟于6月底⟩完成	by		2021-06-30
最晚⟨6月15日前⟩完成	by		2021-06-15
申报截止日期为⟨6月15日⟩	by		2021-06-15
申请表⟨截至6月15日⟩提交	by		2021-06-15
⟨4月中旬⟩完成招标	by		2021-04-20
⟨4月上旬前⟩完成	by		2021-04-10
⟨2月下旬前⟩完成	by		2021-02-28
⟨6月份⟩完成验收	by		2021-06-30
力争⟨6月份前⟩建成	by		2021-06-30
⟨6月末前⟩完成	by		2021-06-30
⟨第三季度末前⟩完成	by		2021-09-30
⟨三季度内⟩完成	by		2021-09-30
⟨二季度⟩完成	by		2021-06-30
⟨前三季度⟩完成投资80%以上	by		2021-09-30
⟨上半年⟩完成主体工程	by		2021-06-30
⟨下半年⟩启动建设	by		2021-12-31
⟨上半年内⟩完成	by		2021-06-30
⟨年中前⟩完成	by		2021-06-30
⟨年内⟩建成投用	by		2021-12-31
⟨本年度内⟩完成	by		2021-12-31
⟨年终前⟩完成	by		2021-12-31
⟨2021年度内⟩完成	by		2021-12-31
⟨2021年年底前⟩完成	by		2021-12-31
⟨今年年底以前⟩完成	by		2021-12-31
⟨明年一季度前⟩完成	by		2022-03-31
⟨明年上半年⟩建成	by		2022-06-30
⟨明年年底前⟩全面建成	by		2022-12-31
⟨到2025年⟩，森林覆盖率达到25%	by		2025-12-31
⟨至2022年底⟩，建成10个示范点	by		2022-12-31
⟨到“十四五”末⟩，全面建成	by		2025-12-31
⟨“十四五”末⟩，绿色建筑占比达到70%	by		2025-12-31
⟨到“十五五”末⟩，形成完整体系	by		2030-12-31
力争⟨2023年⟩达到50%	by		2023-12-31
⟨本月底前⟩报送	by		2021-03-31
⟨本月内⟩完成	by		2021-03-31
请于⟨月底前⟩报送	by		2021-03-31
⟨下月5日前⟩反馈	by		2021-04-05
⟨下月上旬⟩完成	by		2021-04-10
⟨本季度末前⟩完成	by		2021-03-31
⟨下季度末前⟩完成	by		2021-06-30
⟨本周五前⟩报送	by		2021-03-05
⟨下周三前⟩报送	by		2021-03-10
⟨2024年2月底前⟩完成	by		2024-02-29
⟨2021年3月20日至4月20日⟩开展自查	window	2021-03-20	2021-04-20
⟨3月20日－4月20日⟩开展自查	window	2021-03-20	2021-04-20
⟨2021.3.20-2021.4.20⟩开展自查	window	2021-03-20	2021-04-20
⟨2021年3月-12月⟩组织实施	window	2021-03-01	2021-12-31
⟨3—12月⟩组织实施	window	2021-03-01	2021-12-31
⟨4月上旬至5月中旬⟩集中整治	window	2021-04-01	2021-05-20
⟨2021年4月至2022年6月底⟩推进	window	2021-04-01	2022-06-30
⟨2021-2025年⟩，每县建设一个	window	2021-01-01	2025-12-31
⟨2021至2023年⟩，分三批建设	window	2021-01-01	2023-12-31
⟨2021年到2023年⟩实施	window	2021-01-01	2023-12-31
⟨2021年下半年至2022年上半年⟩推开	window	2021-07-01	2022-06-30
自⟨2021年4月1日起至2021年12月31日⟩止开展	window	2021-04-01	2021-12-31
从⟨4月到6月⟩开展排查	window	2021-04-01	2021-06-30
⟨2021年11月至次年3月⟩开展冬防	window	2021-11-01	2022-03-31
⟨即日起至6月30日⟩开展排查整治	window	2021-03-08	2021-06-30
⟨自本通知印发之日起至6月30日⟩开展自查	window	2021-03-08	2021-06-30
⟨“十四五”期间⟩建设100个	window	2021-01-01	2025-12-31
⟨“十五五”时期⟩推进	window	2026-01-01	2030-12-31
⟨十四五期间⟩完成改造	window	2021-01-01	2025-12-31
自⟨本通知印发之日起15日内⟩报送	relative		2021-03-23
⟨本通知印发后10个工作日内⟩报送	relative		2021-03-22
⟨印发之日起5个工作日内⟩	relative		2021-03-15
⟨本通知下发后一周内⟩制定方案	relative		2021-03-15
自⟨发文之日起3个月内⟩完成	relative		2021-06-08
自⟨公布之日起60日内⟩完成	relative		2021-05-07
⟨本意见印发之日起半年内⟩制定配套办法	relative		2021-09-08
⟨本方案印发之日起6个月以内⟩完成	relative		2021-09-08
⟨本方案印发之日起一年内⟩完成	relative		2022-03-08
自⟨2021年4月1日起30日内⟩完成登记	relative		2021-05-01
自⟨2021年9月30日起5个工作日内⟩完成登记	relative		2021-10-13
⟨即日起10日内⟩完成排查	relative		2021-03-18
⟨收到本通知之日起7日内⟩报送	relative
⟨收到通知后3个工作日内⟩反馈	relative
⟨接到报告后2小时内⟩到达现场	relative
⟨自受理之日起20日内⟩作出决定	relative
⟨会议结束后5日内⟩报送纪要	relative
应当在⟨事故发生后1小时内⟩报告	relative
应于⟨5个工作日内⟩办结	relative
要在⟨三日内⟩反馈	relative
⟨7天内⟩整改到位	relative
⟨24小时内⟩办结	relative
⟨1至2个月内⟩完成	relative
⟨3—5个工作日内⟩答复	relative
⟨半个月内⟩整改完毕	relative
⟨用3年左右时间⟩完成改造	relative
⟨利用两个月时间⟩集中整治	relative
办理时间⟨原则上不超过20个工作日⟩	relative
⟨提前10日⟩告知	relative
⟨会议召开前5个工作日⟩报送议题	relative
⟨许可证有效期届满30日前⟩提出申请	relative
于⟨次日上午10时前⟩报送	relative
⟨6月30日前⟩（含6月30日）报送	by		2021-06-30
截止时间：⟨2021年6月30日17:30⟩	by		2021-06-30
完成时间：⟨2021年6月⟩	by		2021-06-30
完成时限：⟨2021年第二季度⟩	by		2021-06-30
时间要求：⟨2021年全年⟩	window	2021-01-01	2021-12-31
（牵头单位：市住建局，⟨2021年10月⟩）	by		2021-10-31
（⟨2021年底前⟩取得阶段性成效，市工信局牵头）	by		2021-12-31
第二阶段（⟨4月1日—6月30日⟩）	window	2021-04-01	2021-06-30
（二）组织实施阶段（⟨3月中旬至11月下旬⟩）	window	2021-03-11	2021-11-30
（三）总结验收阶段（⟨12月⟩）	by		2021-12-31
远期（⟨2026—2035年⟩）	window	2026-01-01	2035-12-31
⟨自即日起至2021年底⟩	window	2021-03-08	2021-12-31
⟨从现在起到年底⟩，开展排查	window	2021-03-08	2021-12-31
⟨文件印发后1个月内⟩	relative		2021-04-08
⟨本通知印发之日起20个工作日内⟩	relative		2021-04-06
计划⟨2021年10月⟩开工	by		2021-10-31
⟨“十四五”规划期间⟩	window	2021-01-01	2025-12-31
⟨到2025年末⟩，力争达到	by		2025-12-31
投标截止时间⟨15日前⟩提出	relative
⟨至少提前10个工作日⟩报告	relative
⟨当日⟩办结	relative
⟨一个半月内⟩完成	relative
⟨收到交办件之日起15个工作日内⟩办结	relative
"""

_RECURRING = """
⟨每月5日前⟩报送	FREQ=MONTHLY;BYMONTHDAY=5
⟨每月10日、25日前⟩报送	FREQ=MONTHLY;BYMONTHDAY=10,25
⟨每月上旬⟩报送	FREQ=MONTHLY;BYMONTHDAY=10
⟨每月最后一个工作日前⟩报送	FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1
⟨每月第一个工作日⟩报送	FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1
⟨每月月底前⟩报送	FREQ=MONTHLY;BYMONTHDAY=-1
⟨每月最后一天⟩报送	FREQ=MONTHLY;BYMONTHDAY=-1
⟨每月的25号前⟩报送	FREQ=MONTHLY;BYMONTHDAY=25
⟨每月二十五日前⟩报送	FREQ=MONTHLY;BYMONTHDAY=25
⟨每季度首月10日前⟩报送	FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10
⟨每季度第一个月15日前⟩报送	FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15
⟨每季度末月20日前⟩报送	FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20
⟨每季末20日前⟩报送	FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=20
⟨每季度末前⟩报送	FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1
⟨每季度结束后15日内⟩报送	FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15
⟨每季度终了后10个工作日内⟩报送	FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=10
⟨每半年⟩评估一次	FREQ=MONTHLY;INTERVAL=6
⟨每年6月底、12月底前⟩报送总结	FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1
⟨每年6月和12月⟩报送总结	FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=-1
⟨每年年底⟩开展考核	FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1
⟨每年12月底前⟩报送	FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1
⟨每年一季度末前⟩报送	FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1
⟨每年3月1日前⟩报送	FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=1
⟨每年的十二月三十一日以前⟩报送	FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31
⟨每年11月中旬⟩报送	FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20
⟨每周五17:00前⟩报送	FREQ=WEEKLY;BYDAY=FR
⟨每周一上午⟩报送	FREQ=WEEKLY;BYDAY=MO
⟨每两周⟩调度一次	FREQ=WEEKLY;INTERVAL=2
⟨每日16时前⟩报送	FREQ=DAILY
⟨每天下午5点前⟩报送	FREQ=DAILY
⟨每10天⟩报送一次	FREQ=DAILY;INTERVAL=10
⟨每旬⟩报送一次	FREQ=MONTHLY;BYMONTHDAY=10,20,-1
实行⟨一月一调度⟩	FREQ=MONTHLY
⟨一季一通报⟩	FREQ=MONTHLY;INTERVAL=3
⟨半年一评估⟩	FREQ=MONTHLY;INTERVAL=6
⟨一年一考核⟩	FREQ=YEARLY
⟨一周一报告⟩	FREQ=WEEKLY
⟨一日一报⟩	FREQ=DAILY
⟨两个月安排一次⟩	FREQ=MONTHLY;INTERVAL=2
原则上⟨一年召开一次⟩会议	FREQ=YEARLY
⟨半年报送一次⟩	FREQ=MONTHLY;INTERVAL=6
⟨按季度⟩报送进展情况	FREQ=MONTHLY;INTERVAL=3
⟨按月⟩通报	FREQ=MONTHLY
⟨逐月⟩通报	FREQ=MONTHLY
⟨月度终了后8日内⟩报送	FREQ=MONTHLY;BYMONTHDAY=8
⟨年度终了后3个月内⟩报送	FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1
⟨每三年⟩轮训一遍	FREQ=YEARLY;INTERVAL=3
⟨每学期⟩开展一次	FREQ=MONTHLY;INTERVAL=6
⟨2021年7月起，每月10日前⟩报送上月数据	FREQ=MONTHLY;BYMONTHDAY=10
⟨每季度第一个月的前10个工作日内⟩报送	FREQ=MONTHLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=10
⟨每季度终了之日起15日内⟩报送	FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=15
⟨每年4月15日至5月15日⟩开展	FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=15
⟨每个工作日17:00前⟩报送	FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR
⟨每周二、四⟩报送	FREQ=WEEKLY;BYDAY=TU,TH
⟨单月5日前⟩报送	FREQ=YEARLY;BYMONTH=1,3,5,7,9,11;BYMONTHDAY=5
⟨双月20日前⟩报送	FREQ=YEARLY;BYMONTH=2,4,6,8,10,12;BYMONTHDAY=20
⟨隔月⟩报送	FREQ=MONTHLY;INTERVAL=2
⟨两周一调度⟩	FREQ=WEEKLY;INTERVAL=2
⟨每月第一个星期一⟩召开例会	FREQ=MONTHLY;BYDAY=1MO
⟨每月最后一个星期五前⟩报送	FREQ=MONTHLY;BYDAY=-1FR
⟨每季度10日前⟩报送	FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=10
⟨下一年度1月31日前⟩报送	FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31
"""

_UNDATED = """
⟨汛期前⟩完成除险加固	event
⟨主汛期来临前⟩完成	event
⟨入汛前⟩完成	event
⟨国庆节前⟩建成	event
⟨“五一”前⟩投用	event
⟨元旦春节前⟩结清	event
⟨重阳节前⟩开展走访	event
⟨秋季开学前⟩完成改造	event
⟨封冻前⟩完成施工	event
⟨供暖期前⟩完成改造	event
⟨全国“两会”前⟩完成	event
⟨项目开工前⟩办理手续	event
⟨项目投产前⟩完成验收	event
在⟨作出重大决策前⟩，应当听取意见	event
⟨作出重大执法决定前⟩，严格进行法制审核	event
⟨招生工作开始前⟩，要公布简章	event
要在⟨考试前⟩公布名单	event
⟨活动结束后⟩，要及时总结	event
⟨待条件成熟后⟩，全面推开	event
⟨党的二十大召开前⟩完成	event
⟨立即⟩组织排查	immediate
⟨即日起⟩，开展专项检查	immediate
⟨从即日起⟩开展	immediate
⟨马上⟩整改	immediate
（责任单位：市民政局；⟨长期坚持⟩）	ongoing
（责任单位：市民政局；⟨持续推进⟩）	ongoing
（责任单位：市民政局；⟨常态化开展⟩）	ongoing
（责任单位：市民政局；⟨常抓不懈⟩）	ongoing
（责任单位：市民政局；完成时限：⟨长期⟩）	ongoing
（责任单位：市民政局；完成时限：⟨持续实施⟩）	ongoing
（责任单位：市民政局；完成时限：⟨立即⟩）	immediate
（责任单位：市民政局；时限要求：⟨立行立改⟩）	immediate
"""

_NONE = """
本办法自2021年5月1日起施行
本规定自印发之日起30日后施行
有效期至2026年3月4日
有效期为5年
试行期2年
本通知自发布之日起施行，有效期三年
政策执行期限为2021年1月1日至2021年12月31日
执行至2021年12月31日
实施期限暂定为2021年4月1日至6月30日
截至2020年底，全市共有企业1000家
截至2021年2月底，累计完成投资20亿元
2020年，全市实现生产总值1000亿元
2016年至2020年，我市累计培训3万人次
近三年来无违法记录
最近三年内未受过处罚
过去五年，我市经济社会发展取得显著成就
连续三年考核优秀
从事相关工作满3年
工作年限3年以上
2020年度考核结果为优秀的
到期后自动失效
任期三年，可以连任
公示期不少于5个工作日
公示时间不少于7日
试用期为6个月
保修期2年内免费维修
实行24小时值班制度
贯彻落实2020年中央1号文件
《河南省国民经济和社会发展第十四个五年规划（2021—2025年）》
《关于做好2021年6月底前重点工作的通知》
较2020年底增长10%
比2015年下降18%
以2020年为基期
2021年1月1日至6月30日期间到期的贷款
对2021年12月31日前新认定的企业给予奖励
自2021年1月1日至2021年12月31日免征增值税
可缓缴3个月内的社会保险费
2021年上半年免收租金
缴费期限延长至2021年6月30日
办理时限由20个工作日压缩至5个工作日内
审批时限压缩到3个工作日以内
三年内不得再次申报
3年内不得从事相关活动
年满60周岁
每亩补助500元
按照每人每月1000元的标准发放
按年利率4%计算
开展三年行动
实施“三年行动计划”
实行8小时工作制
上午8时至12时
市政府第3次常务会议
已于2020年12月底前完成
2021年2月1日，市政府召开会议
10月革命
定期开展检查
及时上报
适时召开会议
尽快完成
常态化疫情防控
长期以来
坚持日常监管与专项检查相结合
目前已完成
提前做好准备
会前会后
事前事中事后监管
此前印发的文件
“前店后厂”模式
限期整改
不定期抽查
随时报告
今后三年
未来五年
近两年
10周以内的
听取和审议2021年中央决算的报告
2~3月份是良种储备的重要季节
国家科学技术奖每年奖励项目总数不超过400项
工业互联网创新发展行动计划（2021—2023年）
关于2月份审批决定的公告（2021年）
确实无法在当日答复的
对每季度排名靠后的机构，予以通报
审核结束后发现数据差错
在企业所得税税前扣除
全国学前教育管理信息系统
在新的监管体制没有建成之前
要求在初裁前举行听证会的，应当提出申请
公告期为2021年4月1日—4月30日
可在疫情结束后申请补助
学校食堂待学校正式开学后方可复工
3月底尚未萌芽的
董事每年未能亲自出席三分之二会议的
"""


def _found(text: str) -> list[Match[TimeLimit]]:
    return deadline.find(text, reference_date=SIGNED, issued_date=ISSUED)


def _bare(text: str) -> str:
    return text.replace("⟨", "").replace("⟩", "")


def _marked(text: str) -> str:
    for match in reversed(_found(text)):
        text = f"{text[: match.start]}⟨{match.text}⟩{text[match.end :]}"
    return text


def _rows(table: str) -> list[list[str]]:
    return [line.split("\t") for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", _rows(_DATED), ids=lambda row: str(row[0]))
def test_kind_and_dates(row: list[str]) -> None:
    text, kind, start, due = (*row, "", "")[:4]
    assert _marked(_bare(text)) == text
    found = [(match.value.kind, match.value.start_date, match.value.due_date) for match in _found(_bare(text))]
    assert found == [(kind, _day(start), _day(due))]


def _day(written: str) -> date | None:
    return date.fromisoformat(written) if written else None


@pytest.mark.parametrize("row", _rows(_RECURRING), ids=lambda row: str(row[0]))
def test_recurrence(row: list[str]) -> None:
    text, rule = row
    found = [(match.text, match.value.kind, match.value.recurrence) for match in _found(_bare(text))]
    assert found[-1:] == [(text.partition("⟨")[2].partition("⟩")[0], DeadlineKind.RECURRING, rule)]


@pytest.mark.parametrize("row", _rows(_UNDATED), ids=lambda row: str(row[0]))
def test_kind_without_a_date(row: list[str]) -> None:
    text, kind = row
    assert _marked(_bare(text)) == text
    assert [(match.value.kind, match.value.due_date) for match in _found(_bare(text))] == [(kind, None)]


@pytest.mark.parametrize("row", _rows(_NONE), ids=lambda row: str(row[0]))
def test_no_limit(row: list[str]) -> None:
    assert _marked(row[0]) == row[0]


@pytest.mark.parametrize(
    "text",
    [
        "（责任单位：市民政局；⟨2022年底前⟩完成⟨并长期坚持⟩）",
        "（市财政局负责，⟨6月底⟩全面启动⟨并持续推进⟩）",
        "（责任单位：市民政局；加强培训并长期坚持）",
        "⟨2022年底前⟩完成并长期坚持对口支援",
    ],
)
def test_a_slot_may_hold_a_second_limit(text: str) -> None:
    assert _marked(_bare(text)) == text


def test_there_are_many_of_each() -> None:
    """Each kind of wording is told by more than a handful of cases."""
    assert min(len(_rows(table)) for table in (_DATED, _RECURRING, _UNDATED, _NONE)) >= 30


@pytest.mark.parametrize(
    ("text", "dues"),
    [
        ("分别于3、6、9、12月底前报送", ["2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"]),
        ("。1、5月底前完成", ["2021-05-31"]),
        ("7月1日前完成首轮排查，10月1日前完成整改", ["2021-07-01", "2021-10-01"]),
        ("完成时限：3月启动，12月底前完成", ["2021-03-31", "2021-12-31"]),
        ("2021年底前完成，次年3月底前验收", ["2021-12-31", "2022-03-31"]),
    ],
)
def test_several_limits(text: str, dues: list[str]) -> None:
    assert [str(match.value.due_date) for match in _found(text)] == dues


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("每年2月底前报送，3月底前汇总", ["2;BYMONTHDAY=-1", "3;BYMONTHDAY=-1"]),
        ("每年6月30日和12月31日前", ["6;BYMONTHDAY=30", "12;BYMONTHDAY=31"]),
    ],
)
def test_what_stands_behind_every_year_comes_round_too(text: str, rules: list[str]) -> None:
    assert [match.value.recurrence.removeprefix("FREQ=YEARLY;BYMONTH=") for match in _found(text)] == rules


def test_a_year_of_its_own_ends_every_year() -> None:
    assert [match.value.kind for match in _found("每年2月底前报送，2021年6月底前汇总")] == ["recurring", "by"]


@pytest.mark.parametrize(
    ("text", "issued", "reason"),
    [
        ("印发之日起5个工作日内", date(2031, 3, 8), Unresolved.HOLIDAYS),
        ("印发之日起5个工作日内", date(2026, 12, 30), Unresolved.HOLIDAYS),
        ("收到通知后5个工作日内", ISSUED, Unresolved.ANCHOR),
        ("印发之日起48小时内", ISSUED, Unresolved.HOURS),
        ("印发之日起一个学期内", ISSUED, Unresolved.UNIT),
    ],
)
def test_why_a_limit_has_no_date(text: str, issued: date, reason: Unresolved) -> None:
    for match in deadline.find(text, reference_date=issued, issued_date=issued):
        assert (match.value.due_date, match.value.resolved, match.value.unresolved) == (None, False, reason)
