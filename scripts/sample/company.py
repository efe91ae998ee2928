"""Who the sample company is and what happened to it: a bad summer in 2026 (June to August:
late visits, more complaints), a recovery until October, one region (西南) behind the rest."""

from datetime import datetime, timedelta, timezone

SEED = 27922
EXTRACT = "2026-11-03 07:30:00"  # the exports were taken then; nothing later is in them

# month: work orders, and permille of response, visit and resolution in time, of
# first-time fix, and of orders that become a complaint
STORY = {
    "2025-09": (860, 969, 955, 943, 884, 29), "2025-10": (790, 967, 953, 941, 883, 28),
    "2025-11": (820, 968, 952, 940, 881, 29), "2025-12": (850, 965, 950, 936, 880, 31),
    "2026-01": (840, 963, 947, 935, 878, 32), "2026-02": (760, 958, 941, 929, 876, 33),
    "2026-03": (850, 964, 948, 937, 881, 31), "2026-04": (880, 966, 951, 939, 884, 29),
    "2026-05": (930, 964, 946, 936, 882, 32), "2026-06": (1080, 941, 921, 897, 861, 44),
    "2026-07": (1260, 914, 889, 846, 842, 56), "2026-08": (1230, 924, 899, 864, 848, 51),
    "2026-09": (1010, 951, 934, 914, 871, 39), "2026-10": (1120, 971, 956, 941, 889, 26),
}
MONTHS = list(STORY)

# region: weight, permille that its work is more often in time, cities of its 42 outlets
REGIONS = {
    "华东": (28, 9, "上海浦东 上海闵行 杭州西湖 南京江宁 苏州园区 宁波鄞州 合肥蜀山 无锡滨湖"),
    "华南": (20, 6, "广州天河 广州白云 深圳南山 深圳龙岗 佛山顺德 南宁青秀 厦门思明"),
    "华北": (17, 3, "北京朝阳 北京海淀 天津滨海 石家庄长安 太原小店 济南历下 青岛市南"),
    "华中": (14, 0, "武汉江汉 武汉洪山 长沙岳麓 郑州金水 南昌红谷滩 洛阳西工 襄阳樊城"),
    "西南": (12, -58, "成都武侯 成都高新 重庆渝北 重庆江北 昆明官渡 贵阳观山湖 绵阳涪城"),
    "东北": (9, -4, "沈阳和平 大连中山 长春朝阳 哈尔滨南岗 鞍山铁东 吉林昌邑"),
}
REGION_WEIGHTS = [(name, row[0]) for name, row in REGIONS.items()]


def outlets(region):
    return [f"{city}服务站" for city in REGIONS[region][2].split()]


def pilot(region):
    """Outlets that tried the re-inspection of installations from September 2026 on."""
    return outlets(region)[:2]


PRODUCTS = [("变频空调 KFR-35", 26), ("变频空调 KFR-72", 14), ("三门冰箱 BCD-258", 17),
            ("对开门冰箱 BCD-560", 11), ("滚筒洗衣机 XG-100", 19), ("波轮洗衣机 XB-80", 13)]
CHANNELS = [("电话热线", 41), ("微信公众号", 23), ("在线客服", 15), ("门店受理", 11),
            ("电商平台", 10)]
PRIORITIES = [("紧急", 5), ("高", 20), ("中", 50), ("低", 25)]
# priority: seconds to respond, to visit, to resolve; permille added to 'resolved in time'
TARGETS = {"紧急": (1800, 14400, 28800, -80), "高": (3600, 28800, 86400, -24),
           "中": (7200, 86400, 172800, 9), "低": (14400, 172800, 259200, 13)}
HOURS = [(hour, weight) for hour, weight in enumerate(
    (1, 1, 0, 0, 0, 1, 2, 6, 12, 15, 14, 11, 8, 9, 12, 12, 10, 9, 8, 7, 6, 4, 3, 2))]
NATIONAL_DAY = ("2025-10-01", "2025-10-08"), ("2026-10-01", "2026-10-07")


def instant(text):
    """Local wall-clock text as seconds; the sample has no zone of its own."""
    day, _, clock = text.partition(" ")
    hour, minute, second = (int(part) for part in (clock or "00:00:00").split(":"))
    year, month, number = (int(part) for part in day.split("-"))
    return int(datetime(year, month, number, hour, minute, second,
                        tzinfo=timezone.utc).timestamp())


def clock(seconds, form="%Y-%m-%d %H:%M:%S"):
    if seconds is None:
        return ""
    when = datetime(1970, 1, 1) + timedelta(seconds=seconds)
    return when.strftime(form)


def month_days(month):
    """First instants of the month's days."""
    first = instant(month + "-01")
    return [day for day in range(first, first + 31 * 86400, 86400)
            if clock(day, "%Y-%m") == month]


def holiday(day):
    return any(first <= clock(day, "%Y-%m-%d") <= last for first, last in NATIONAL_DAY)


TAKEN = instant(EXTRACT)


def cut(seconds):
    """What had not happened when the export was taken is not in it."""
    return seconds if seconds is not None and seconds <= TAKEN else None
