"""What the head office keeps: sales, outlets, staff and improvement actions."""

from sample.company import MONTHS, PRODUCTS, REGION_WEIGHTS, REGIONS, SEED, STORY, outlets
from sample.draw import Draw
from sample.orders import YES_NO

SALE_HEADER = ["月份", "产品", "区域", "销量"]
OUTLET_HEADER = ["网点编号", "网点名称", "区域", "性质", "启用日期", "停用日期", "最近巡检"]
STAFF_HEADER = ("工号 姓名 岗位 区域 入职日期 离职日期 服务管理人员 售后服务管理师 证书有效期 岗位资质 "
                "本年培训完成 考核成绩").split()
ACTION_HEADER = "行动编号 行动 指标 触发 责任 开始 期限 完成 进度 效果已验证 验证结果 标准化记录".split()

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
