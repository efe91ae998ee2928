"""What customers say: complaints, surveys and call-backs, each tied to a work order."""

from sample.company import SEED, STORY, clock, cut, pilot
from sample.draw import Draw
from sample.orders import BAD_TIMES, YES_NO

COMPLAINT_HEADER = ("投诉编号 关联工单 客户编号 投诉类别 严重程度 投诉时间 受理时间 解决时间 关闭时间 "
                    "根本原因 处理满意 赔付（元）").split()
SURVEY_HEADER = "问卷编号 工单号 渠道 发送时间 答卷时间 总体评分 态度 速度 质量 推荐分 意见".split()
CALLBACK_HEADER = "回访号 工单号 计划时间 回访时间 接通 满意 坐席 备注".split()

CAUSES = {  # category: weight when the order was late, when not; its root causes
    "安装质量": (26, 44, ("未按标准作业", "未按标准作业", "未按标准作业", "缺少复检")),
    "上门超时": (46, 20, ("派单延误", "派单延误", "派单延误", "高峰期人手不足")),
    "收费不明": (7, 9, ("收费公示不清", "报价单未留存")),
    "服务态度": (5, 8, ("沟通不到位",)),
    "配件等待": (8, 6, ("备件库存不足", "物流延迟")),
    "重复故障": (5, 8, ("技师技能不足", "产品设计缺陷")),
    "退换货纠纷": (1, 3, ("政策告知不清",)),
    "信息错误": (1, 2, ("客户信息错误",)),
    "其他": (1, 2, ("原因不明",)),
}
SEVERITIES = [("一般", 79), ("严重", 17), ("重大", 4)]
PRAISE = ("师傅上门很准时", "客服态度很好", "维修速度快", "安装很仔细", "讲解清楚", "预约方便", "收费透明")
BLAME = ("等了两天才来", "电话一直打不通", "配件迟迟不到", "修完又坏了", "收费偏高没有提前说", "没有按约定时间上门")
CLOSING = ("谢谢", "希望继续保持", "请尽快改进", "建议增加周末时段", "总体还可以", "望重视")


def complaint(draw, row, month):
    """None when this order brought none."""
    likely = STORY[month][5] * (2100 if row["late"] else 1000) // 1000
    if row["cancelled"] or not draw.chance(likely):
        return None
    weights = [(name, value[0 if row["late"] else 1]) for name, value in CAUSES.items()]
    category = draw.weighted(weights)
    cured = month >= "2026-09" and row["outlet"] in pilot(row["region"])
    if cured and category == "安装质量" and draw.chance(550):
        return None
    raised = cut(row["opened"] + draw.between(3600, 420000))
    if raised is None:
        return None
    severity = draw.weighted(SEVERITIES)
    heard = cut(raised + (120 + draw.low(2, 6900) if draw.chance(977)
                          else draw.between(7260, 30000)))
    solved = cut(raised + draw.between(5400, 30000) * (2 + draw.low(2, 5)))
    if draw.chance(16):
        solved = None
    heard = min(heard, solved) if heard and solved else heard
    paid = draw.chance(210)
    content = 780 if "2026-06" <= month <= "2026-08" else 900
    return [row["id"], row["customer"], category, severity, raised, heard, solved,
            cut(solved + draw.between(3600, 200000)) if solved else None,
            draw.pick(CAUSES[category][2]) if solved else "",
            "" if not solved or draw.chance(100) else YES_NO[draw.chance(content)],
            f"{draw.between(20, 1800 if severity == '重大' else 420)}.{draw.below(100):02d}"
            if paid else ""]


def complaints(orders):
    """In the order in which they were raised; times without seconds, with slashes."""
    found = []
    for month, rows in orders.items():
        for i, row in enumerate(rows):
            item = complaint(Draw(SEED, "complaint " + month, i), row, month)
            if item:
                found.append(item)
    found.sort(key=lambda item: (item[4], item[0]))
    for i, item in enumerate(found):
        draw = Draw(SEED, "complaint row", i)
        item[4:8] = [clock(when, "%Y/%m/%d %H:%M") for when in item[4:8]]
        if draw.chance(4):
            item[4 + draw.below(3)] = draw.pick(BAD_TIMES)
        if draw.chance(4):
            item[2] = ""
        yield [f"TS{i + 1:05d}"] + item
        if draw.chance(3):
            yield [f"TS{i + 1:05d}"] + item


def scores(draw, late, summer):
    if late:
        shares = ((1, 9), (2, 13), (3, 26), (4, 30), (5, 22))
    elif summer:
        shares = ((1, 2), (2, 3), (3, 9), (4, 30), (5, 56))
    else:
        shares = ((1, 1), (2, 1), (3, 3), (4, 23), (5, 72))
    overall = draw.weighted(shares)
    near = [min(5, max(1, overall + draw.weighted(steps))) for steps in
            (((0, 16), (1, 5), (-1, 1)), ((0, 9), (1, 2), (-1, 2)), ((0, 16), (1, 4), (-1, 1)))]
    advice = {1: (0, 3), 2: (2, 5), 3: (5, 7), 4: (7, 9), 5: (8, 10)}[overall]
    return [overall] + near + [draw.between(*advice)]


def comment(draw, overall):
    """Some hold commas, quotes and line feeds: the writer quotes them."""
    if draw.chance(480):
        return ""
    words = PRAISE if overall > 3 else BLAME
    first, second, last = draw.pick(words), draw.pick(words), draw.pick(CLOSING)
    style = draw.below(100)
    if style < 3:
        return f"{first}\n{last}。"
    if style < 7:
        return f"{first},{last}"
    if style < 9:
        return f"师傅说\"{first}\",{last}"
    return f"{first}，{second}，{last}。" if style < 55 else f"{first}，{last}"


def survey(draw, row, month):
    sent = cut(row["resolved"] + draw.between(1800, 90000)) if row["resolved"] else None
    if sent is None or not draw.chance(520):
        return None
    out = [row["id"], draw.weighted((("短信", 42), ("微信", 38), ("电话回访", 20))), sent]
    answered = cut(sent + draw.between(60, 200000)) if draw.chance(620) else None
    if answered is None:
        return out + [None] + [""] * 6
    marks = scores(draw, row["late"], "2026-06" <= month <= "2026-08")
    said = comment(draw, marks[0])
    marks = ["" if i and draw.chance(25) else mark for i, mark in enumerate(marks)]
    if draw.chance(3):
        marks[draw.below(5)] = draw.pick(("6", "9", "五", "-1", "?"))
    return out + [answered] + marks + [said]


def surveys(orders):
    found = []
    for month, rows in orders.items():
        for i, row in enumerate(rows):
            item = survey(Draw(SEED, "survey " + month, i), row, month)
            if item:
                found.append(item)
    found.sort(key=lambda item: (item[2], item[0]))
    for i, item in enumerate(found):
        draw = Draw(SEED, "survey row", i)
        if draw.chance(1) and item[3]:
            item[3] = item[2] - draw.between(60, 5000)
        item[2:4] = [clock(when) for when in item[2:4]]
        if draw.chance(1):
            item[3] = draw.pick(BAD_TIMES)
        yield [f"DC{i + 1:06d}"] + item
        if draw.chance(1):
            yield [f"DC{i + 1:06d}"] + item


def callbacks(orders):
    number = 0
    for month, rows in orders.items():
        for i, row in enumerate(rows):
            draw = Draw(SEED, "call-back " + month, i)
            planned = cut(row["closed"] + 86400) if row["closed"] else None
            if planned is None or not draw.chance(300):
                continue
            number += 1
            made = cut(planned + draw.below(150000)) if draw.chance(970) else None
            reached = draw.chance(880 if "2026-06" <= month <= "2026-08" else 915)
            happy = draw.chance(720 if row["late"] else 945)
            yield [f"HF{number:06d}", row["id"], clock(planned),
                   draw.pick(BAD_TIMES) if draw.chance(1) else clock(made),
                   YES_NO[reached] if made else "",
                   YES_NO[happy] if made and reached and not draw.chance(40) else "",
                   f"坐席{draw.between(1, 12):02d}",
                   draw.pick(CLOSING) if made and reached else "无人接听" if made else ""]
