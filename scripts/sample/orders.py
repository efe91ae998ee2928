"""Work orders: one export a month, as a call-centre system writes them (GBK, CRLF)."""

from sample.company import (CHANNELS, HOURS, MONTHS, PRIORITIES, PRODUCTS, REGION_WEIGHTS,
                            REGIONS, SEED, STORY, TARGETS, clock, cut, holiday, month_days,
                            outlets)
from sample.draw import Draw

HEADER = ("工单号 客户编号 大区 服务网点 产品型号 受理渠道 紧急程度 服务类型 受理时间 首次响应时间 "
          "上门时间 完成时间 结单时间 工单状态 一次修复 是否重开 服务工程师 客户类型 新老客户 "
          "客户等级").split()
HOLD_HEADER = "工单号 挂起时间 恢复时间 挂起原因".split()
CATEGORIES = [("安装调试", 22), ("不制冷", 17), ("漏水", 12), ("异响", 11), ("电路故障", 9),
              ("配件更换", 10), ("保养清洗", 11), ("使用咨询", 8)]
BAD_TIMES = ("待定", "N/A", "2026-02-30 10:15:00", "2026-13-05 08:00:00", "0000-00-00 00:00:00",
             "25/06/2026 09:00")
YES_NO = {True: "是", False: "否"}


def elapsed(draw, target, in_time):
    if in_time:
        return target * (40 + draw.low(2, 950)) // 1000 + draw.below(45)
    return target * (1020 + draw.low(3, 2400)) // 1000 + draw.below(45)


def opening(draw, month, days):
    """Holidays bring a good half of the usual calls."""
    day = draw.pick(days)
    while holiday(day) and draw.chance(430):
        day = draw.pick(days)
    return day + draw.weighted(HOURS) * 3600 + draw.below(3600)


def order(draw, month, opened):
    """One work order as it really went; late says whether it broke its promise."""
    _, respond, visit, resolve, fix, _ = STORY[month]
    region = draw.weighted(REGION_WEIGHTS)
    priority = draw.weighted(PRIORITIES)
    to_respond, to_visit, to_resolve, urgent = TARGETS[priority]
    luck = REGIONS[region][1]
    in_time = draw.chance(resolve + luck + urgent)
    row = {
        "opened": opened, "region": region, "outlet": draw.pick(outlets(region)),
        "product": draw.weighted(PRODUCTS), "channel": draw.weighted(CHANNELS),
        "priority": priority, "category": draw.weighted(CATEGORIES),
        "customer": f"K{draw.below(9000) + 1:06d}", "cancelled": draw.chance(12),
        "engineer": f"工程师{draw.pick('ABCDEFGHJKLMNPQRSTUVWXYZ')}", "late": not in_time,
    }
    response = opened + elapsed(draw, to_respond, draw.chance(respond + luck * 6 // 10))
    resolved = opened + elapsed(draw, to_resolve, in_time)
    visited = opened + elapsed(draw, to_visit, draw.chance(visit + luck))
    response = min(response, resolved)
    visited = max(response, min(visited, resolved - 900))
    at_home = draw.chance(560) and visited <= resolved
    never = draw.chance(3) or row["cancelled"]
    row["response"] = None if draw.chance(4) else cut(response)
    row["visited"] = cut(visited) if at_home and not row["cancelled"] else None
    row["resolved"] = None if never else cut(resolved)
    row["closed"] = cut(resolved + draw.between(1800, 150000)) if row["resolved"] else None
    row["fixed"] = draw.chance(fix - (260 if row["late"] else -17))
    row["reopened"] = draw.chance(95 if row["late"] else 24)
    return row


def status(row):
    if row["cancelled"]:
        return "已取消"
    for field, word in (("closed", "已关闭"), ("resolved", "已解决"), ("response", "处理中")):
        if row[field] is not None:
            return word
    return "待处理"


def month_orders(month):
    days = month_days(month)
    opened = sorted(opening(Draw(SEED, "opened " + month, i), month, days)
                    for i in range(STORY[month][0]))
    for i, when in enumerate(opened):
        row = order(Draw(SEED, "order " + month, i), month, when)
        row["id"] = f"WX{month[2:4]}{month[5:]}{i + 1:05d}"
        yield row


def all_orders():
    return {month: list(month_orders(month)) for month in MONTHS}


def cells(row):
    done = row["resolved"] is not None
    return [row["id"], row["customer"], row["region"], row["outlet"], row["product"],
            row["channel"], row["priority"], row["category"], clock(row["opened"]),
            clock(row["response"]), clock(row["visited"]), clock(row["resolved"]),
            clock(row["closed"]), status(row), YES_NO[row["fixed"]] if done else "",
            YES_NO[row["reopened"]] if done else "", row["engineer"],
            *customer(row["customer"])]


def customer(number):
    """Private or business, old or new, and the tier: of the customer, not of the order."""
    draw = Draw(SEED, "customer " + number)
    return [draw.weighted((("个人", 83), ("企业", 17))), draw.weighted((("老客户", 64), ("新客户", 36))),
            draw.weighted((("普通", 70), ("银卡", 21), ("金卡", 9)))]


def holds(months):
    """While an order waits for parts or for the customer, its clock stands still."""
    for month, rows in months.items():
        for i, row in enumerate(rows):
            draw = Draw(SEED, "hold " + month, i)
            if row["resolved"] is None or row["response"] is None \
                    or not draw.chance(420 if row["late"] else 30):
                continue
            span = row["resolved"] - row["response"]
            held = row["response"] + span * draw.between(50, 400) // 1000
            freed = held + span * draw.between(100, 550) // 1000
            yield [row["id"], clock(held), clock(freed),
                   draw.weighted((("待件", 55), ("待客户", 45)))]


def spoil(draw, row, out):
    """About four rows in a thousand are not what they should be, as in life."""
    if draw.chance(1):
        out[8 + draw.below(5)] = draw.pick(BAD_TIMES)
    if draw.chance(1) and row["resolved"] is not None:
        out[11], out[12] = clock(row["opened"] - draw.between(60, 86400)), ""
    if draw.chance(2):
        out[2 + draw.below(6)] = ""
    return out


def table(month, orders):
    """Rows of one month's file; a doubled row comes a little after its first."""
    late = None
    for i, row in enumerate(orders):
        draw = Draw(SEED, "spoil " + month, i)
        out = spoil(draw, row, cells(row))
        yield out
        if late:
            yield late
            late = None
        if draw.chance(1):
            late = out
