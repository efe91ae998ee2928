"""What the head office keeps: sales, outlets, staff and improvement actions."""

from sample.company import MONTHS, PRODUCTS, REGION_WEIGHTS, REGIONS, SEED, STORY, outlets
from sample.draw import Draw
from sample.orders import YES_NO

SALE_HEADER = ["月份", "产品", "区域", "销量"]
OUTLET_HEADER = ["网点编号", "网点名称", "区域", "性质", "启用日期", "停用日期", "最近巡检"]
STAFF_HEADER = ("工号 姓名 岗位 区域 入职日期 离职日期 服务管理人员 售后服务管理师 证书有效期 岗位资质 "
                "本年培训完成 考核成绩").split()
ACTION_HEADER = "行动编号 行动 指标 触发 责任 开始 期限 完成 进度 效果已验证 验证结果 标准化记录".split()

CAUSE_HEADER = "原因编号 问题 类别 原因 已证实 证实依据 分析日期".split()
_EFFECT = "2026-07 安装质量投诉超控制限"
CAUSES = [
    ("RC-01", _EFFECT, "人", "旺季临时工未经安装培训", "是", "培训记录与投诉工单比对，临时工占 61%", "2026-07-28"),
    ("RC-02", _EFFECT, "人", "一人当班，无人复检", "是", "派工记录", "2026-07-28"),
    ("RC-03", _EFFECT, "机", "真空泵老化，抽空时间不足", "", "", "2026-07-28"),
    ("RC-04", _EFFECT, "料", "支架螺栓规格混用", "是", "网点抽查 12 处，混用 4 处", "2026-07-29"),
    ("RC-05", _EFFECT, "料", "铜管接头批次不良", "否", "来料检验合格", "2026-07-29"),
    ("RC-06", _EFFECT, "法", "安装复检只抽查 5%", "是", "SOP-2025-07 第 4 节", "2026-07-28"),
    ("RC-07", _EFFECT, "法", "高温时段连续派单", "是", "派工间隔分布", "2026-07-30"),
    ("RC-08", _EFFECT, "环", "外机位狭窄，不能按图固定", "", "", "2026-07-30"),
    ("RC-09", _EFFECT, "测", "压力表未按期校准", "是", "校准台账，2 只过期", "2026-07-30"),
]
RISK_HEADER = "风险编号 风险 可能性 影响 责任 应对措施 评审日期".split()
RISKS = [
    ("R1", "高温季工单超过派工能力", "4", "4", "工程师C", "错峰预约、外协网点备案", "2026-10-12"),
    ("R2", "关键配件断供超过 7 天", "3", "4", "工程师F", "前置库存与替代件清单", "2026-10-12"),
    ("R3", "安装质量引起人身伤害", "1", "5", "工程师A", "复检全覆盖，应急预案演练", "2026-10-12"),
    ("R4", "客户个人信息外泄", "2", "5", "工程师G", "导出脱敏，权限每季复核", "2026-10-12"),
    ("R5", "热线系统中断超过 2 小时", "2", "3", "工程师D", "备用号码与人工登记", "2026-10-12"),
    ("R6", "外协网点收费不透明", "3", "3", "工程师E", "公示牌、报价单换版", "2026-10-12"),
    ("R7", "西南区人员流失", "3", "2", "工程师C", "驻点培训，带教补贴", "2026-10-12"),
    ("R8", "废旧机回收资质到期", "2", "2", "工程师G", "到期前 60 天提醒", "2026-10-12"),
]

ACTIONS = [
    ("IA-2026-019", "电话热线夜间值守", "", "2026-05 夜间投诉受理超时", "工程师D", "2026-05-11", "2026-07-31",
     "2026-07-24", "100", "是", "夜间投诉 2 小时内受理，连续 3 期达标", "SOP-2026-11"),
    ("IA-2026-024", "安装复检推广至全部网点", "千单投诉量", "2026-07 安装质量投诉超控制限", "工程师A", "2026-08-01",
     "2026-10-31", "2026-10-30", "100", "是", "试点网点安装投诉下降，对照网点无明显变化", "SOP-2026-18"),
    ("IA-2026-027", "高峰期上门时段错峰", "上门及时率", "2026-06 到场及时率低于 93%", "工程师B", "2026-08-10",
     "2026-10-15", "2026-10-15", "100", "", "", ""),
    ("IA-2026-029", "收费公示牌与报价单换版", "", "2026-08 收费不明投诉列第三位", "工程师E", "2026-09-01",
     "2026-11-15", "", "65", "", "", ""),
    ("IA-2026-030", "旺季配件前置库存", "", "2026-07 配件等待超 48 小时", "工程师F", "2026-09-08",
     "2026-10-25", "", "80", "", "", ""),
    ("IA-2026-031", "西南区解决及时率专项", "解决及时率", "西南区解决及时率连续 3 期低于 90%", "工程师C", "2026-10-28",
     "2026-11-30", "", "5", "", "", ""),
    ("IA-2026-032", "投诉应急预案演练补做", "", "演练记录 2026-09-30 到期", "工程师G", "2026-10-12",
     "2026-11-20", "", "40", "", "", ""),
]


def sales():
    for m, month in enumerate(MONTHS):
        for p, (product, share) in enumerate(PRODUCTS):
            for g, (region, weight) in enumerate(REGION_WEIGHTS):
                draw = Draw(SEED, "sale", m * 10000 + p * 100 + g)
                units = STORY[month][0] * share * weight * 3 // 1000 + draw.below(60)
                yield [month, product, region, "" if draw.chance(4) else str(units)]


def outlet_rows():
    number = 0
    for region in REGIONS:
        for name in outlets(region):
            draw = Draw(SEED, "outlet", number)
            number += 1
            year, month, day = draw.between(2014, 2024), draw.between(1, 12), draw.between(1, 28)
            seen = f"2026-{draw.between(8, 10):02d}-{draw.between(1, 28):02d}"
            if number in (17, 31, 36):  # three were not visited this quarter, one never
                seen = "2026-04-16" if number != 36 else ""
            yield [f"WD{number:03d}", name, region, "自营" if draw.chance(420) else "委托",
                   f"{year}-{month:02d}-{day:02d}", "", seen]


def person(post, number):
    if post == "坐席":
        return f"坐席{number:02d}"
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    tail = letters[number % 24] + (str(number // 24) if number >= 24 else "")
    return f"工程师{tail}"


def staff():
    """61 people; 19 manage service, 2 of them hold the certificate, a third did until June."""
    regions = list(REGIONS)
    certificates = {0: "2028-05-31", 7: "2027-11-30", 12: "2026-06-30"}
    for i in range(61):
        draw = Draw(SEED, "staff", i)
        manages = i < 19
        post = "服务主管" if manages else "坐席" if i >= 49 else "服务工程师"
        name = person(post, i - 48 if post == "坐席" else i)
        joined = f"{draw.between(2015, 2025)}-{draw.between(1, 12):02d}-{draw.between(1, 28):02d}"
        left = {27: "2026-08-31", 44: "2026-10-15"}.get(i, "")
        trained = draw.chance(955)
        yield [f"G{i + 1:03d}", name, post, regions[i % 6], joined, left, YES_NO[manages],
               YES_NO[certificates.get(i, "") > "2026-10-31"], certificates.get(i, ""), YES_NO[draw.chance(965)],
               YES_NO[trained], str(draw.between(72, 99)) if trained else ""]
