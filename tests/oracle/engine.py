"""The fourth engine: every figure of a folder of exports, by the definitions alone, in plain
Python without libraries. Slow, short and independent of the program: it shares no code, no
catalogue and no SQL with it.

usage: engine.py DIR [AS_OF]     writes the expected figures as JSON"""

import csv
import json
import os
import re
import sys
import zlib
from datetime import datetime, timedelta

START, END, AS_OF = "2025-01-01 00:00:00", "2026-01-01 00:00:00", "2026-02-01 00:00:00"
STAGES = ("resp", "first_response_at"), ("ons", "onsite_at"), ("res", "resolved_at")
TARGETS = {"P1": {"resp": 1800, "ons": 14400, "res": 28800},
           "P2": {"resp": 3600, "ons": 28800, "res": 86400},
           "P3": {"resp": 7200, "ons": 86400, "res": 172800},
           "P4": {"resp": 14400, "ons": 172800, "res": 259200}}
ACKNOWLEDGE = 7200
SCORES = {"overall": (1, 5), "attitude": (1, 5), "speed": (1, 5), "quality": (1, 5),
          "nps": (0, 10)}
BLANK = "未填"
STAMP = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
EPOCH = datetime(1970, 1, 1)
csv.field_size_limit(1 << 30)


# ---- reading: the input rules, in their order ----

def instant(text):
    """Seconds of a valid time; None of anything else."""
    if not STAMP.fullmatch(text):
        return None
    try:
        return int((datetime.strptime(text, "%Y-%m-%d %H:%M:%S") - EPOCH).total_seconds())
    except ValueError:
        return None


def read(folder, name):
    with open(os.path.join(folder, name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def drop_duplicates(rows, quality):
    seen, kept = set(), []
    for row in rows:
        if row["id"] in seen:
            quality["dup"] += 1
        else:
            seen.add(row["id"])
            kept.append(row)
    return kept


def type_times(rows, fields, quality):
    for row in rows:
        for field in fields:
            text, row[field] = row[field], instant(row[field])
            if text and row[field] is None:
                quality["bad_ts_fields"] += 1


def before(row, first, then):
    return row[first] is not None and row[then] is not None and row[then] < row[first]


def drop_disorder(rows, pairs, quality):
    kept = [row for row in rows if not any(before(row, *pair) for pair in pairs)]
    quality["seq_err"] += len(rows) - len(kept)
    return kept


def load_cases(folder, name, fields):
    """Work orders and complaints: both are opened, and close after they are resolved."""
    rows = read(folder, name)
    quality = {"rows": len(rows), "dup": 0, "bad_open": 0, "bad_ts_fields": 0, "seq_err": 0}
    rows = drop_duplicates(rows, quality)
    opened = [row for row in rows if instant(row["opened_at"]) is not None]
    quality["bad_open"] = len(rows) - len(opened)
    for row in opened:
        row["opened_at"] = instant(row["opened_at"])
    type_times(opened, fields, quality)
    pairs = [("opened_at", field) for field in fields] + [("resolved_at", "closed_at")]
    return drop_disorder(opened, pairs, quality), quality


def load_surveys(folder):
    rows = read(folder, "surveys.csv")
    quality = {"rows": len(rows), "dup": 0, "bad_ts_fields": 0, "bad_score_fields": 0,
               "seq_err": 0}
    rows = drop_duplicates(rows, quality)
    type_times(rows, ("sent_at", "answered_at"), quality)
    for row in rows:
        for field, (low, high) in SCORES.items():
            text, row[field] = row[field], None
            if re.fullmatch(r"-?\d+", text) and low <= int(text) <= high:
                row[field] = int(text)
            elif text:
                quality["bad_score_fields"] += 1
    return drop_disorder(rows, [("sent_at", "answered_at")], quality), quality


def load_callbacks(folder):
    rows = read(folder, "callbacks.csv")
    quality = {"rows": len(rows), "dup": 0, "bad_ts_fields": 0}
    rows = drop_duplicates(rows, quality)
    type_times(rows, ("attempted_at",), quality)
    return rows, quality


def load_sales(folder):
    rows = read(folder, "sales.csv")
    kept = [row for row in rows if row["units"]]
    return kept, {"rows": len(rows), "bad_units": len(rows) - len(kept)}


# ---- what was known inside the period ----

TIMES = ("opened_at", "first_response_at", "onsite_at", "acknowledged_at", "resolved_at",
         "closed_at", "sent_at", "answered_at", "attempted_at")


def known(rows, as_of):
    """A row is known from its first time on; a time after as_of has not come."""
    kept = []
    for row in rows:
        times = [row[field] for field in TIMES if row.get(field) is not None]
        if times and min(times) > as_of:
            continue
        later = {field: None for field in TIMES if (row.get(field) or 0) > as_of}
        kept.append({**row, **later})
    return kept


def months_over(sales, as_of_text):
    return [row for row in sales if row["month"] < as_of_text[:7]]


# ---- arithmetic ----

def ratio(over, under, scale=1):
    return scale * over / under if under else None


def mean(values):
    return ratio(sum(values), len(values))


def percentile(seconds, percent):
    """Type 7: linear between the two nearest ranks; hours."""
    if not seconds:
        return None
    values = sorted(seconds)
    whole, rest = divmod((len(values) - 1) * percent, 100)
    value = values[whole]
    if rest:
        value += (values[whole + 1] - value) * rest / 100
    return value / 3600


def percentiles(prefix, seconds):
    return {f"{prefix}{p}": percentile(seconds, p) for p in (50, 90, 95)}


def share(rows, field):
    """How many say 1, of those that say 0 or 1."""
    said = [row[field] for row in rows if row[field] in ("0", "1")]
    return said.count("1"), len(said)


def crc(lines):
    return zlib.crc32("".join(line + "\n" for line in lines).encode())


def count_by(rows, field):
    counts = {}
    for row in rows:
        key = row[field] or BLANK
        counts[key] = counts.get(key, 0) + 1
    return counts


def by_bytes(keys):
    return sorted(keys, key=lambda key: key.encode())


# ---- what a row counts for ----

def verdict(row, stage, field, as_of):
    """None: not applicable; else 'met', 'missed' or 'pending'."""
    target = TARGETS.get(row["priority"], {}).get(stage)
    if target is None or (stage == "ons" and row[field] is None):
        return None
    if row[field] is not None:
        return "met" if row[field] - row["opened_at"] <= target else "missed"
    return "missed" if row["opened_at"] + target <= as_of else "pending"


def acknowledged(row, as_of):
    if row["acknowledged_at"] is not None:
        return "met" if row["acknowledged_at"] - row["opened_at"] <= ACKNOWLEDGE else "missed"
    return "missed" if row["opened_at"] + ACKNOWLEDGE <= as_of else "pending"


def spans(rows, field):
    return [row[field] - row["opened_at"] for row in rows if row[field] is not None]


# ---- the statistics block ----

def order_figures(rows, as_of):
    effective = [row for row in rows if row["status"] != "已取消"]
    out = {"tickets": len(rows), "effective": len(effective)}
    for stage, field in STAGES:
        states = [verdict(row, stage, field, as_of) for row in effective]
        met = states.count("met")
        due = met + states.count("missed")
        out.update({f"{stage}_den": due, f"{stage}_met": met, f"{stage}_att": ratio(met, due)})
    out.update(percentiles("t_p", spans(effective, "resolved_at")))
    resolved = [row for row in effective if row["resolved_at"] is not None]
    fixed, out["ff_den"] = share(resolved, "first_fix")
    out["ff_rate"] = ratio(fixed, out["ff_den"])
    out["ro_rate"] = ratio(*share(resolved, "reopened"))
    return out


def survey_figures(answered, sent):
    back = sum(row["answered_at"] is not None for row in sent)
    overall = [row["overall"] for row in answered if row["overall"] is not None]
    advice = [row["nps"] for row in answered if row["nps"] is not None]
    promoters = sum(score >= 9 for score in advice)
    detractors = sum(score <= 6 for score in advice)
    out = {"sent": len(sent), "ans_of_sent": back, "response_rate": ratio(back, len(sent)),
           "csat_n": len(overall), "csat_mean": mean(overall),
           "csat_top2": ratio(sum(score >= 4 for score in overall), len(overall)),
           "nps_n": len(advice), "nps": ratio(promoters - detractors, len(advice), 100)}
    for field in ("attitude", "speed", "quality"):
        out[f"{field}_mean"] = mean([row[field] for row in answered if row[field] is not None])
    return out


def complaint_figures(rows, effective, as_of):
    states = [acknowledged(row, as_of) for row in rows]
    met = states.count("met")
    due = met + states.count("missed")
    seconds = spans(rows, "resolved_at")
    happy, said = share(rows, "satisfied")
    return {"complaints": len(rows), "c_per_1000": ratio(len(rows), effective, 1000),
            "ack_den": due, "ack_met": met, "ack_rate": ratio(met, due),
            "c_resolved": len(seconds), "c_res_rate": ratio(len(seconds), len(rows)),
            **percentiles("c_p", seconds), "c_sat_n": said, "c_sat_rate": ratio(happy, said)}


def block(key, rows, as_of):
    """rows: the four populations T, A, N, C of one month, group or the period."""
    out = {"key": key, **order_figures(rows["T"], as_of)}
    out.update(survey_figures(rows["A"], rows["N"]))
    out.update(complaint_figures(rows["C"], out["effective"], as_of))
    return out


# ---- cuts ----

def month_of(seconds):
    return (EPOCH + timedelta(seconds=seconds)).strftime("%Y-%m")


EVENTS = {"T": "opened_at", "A": "answered_at", "N": "sent_at", "C": "opened_at"}


def split(populations, key_of):
    """{key: populations} of the rows that have a key."""
    groups = {}
    for name, rows in populations.items():
        for row in rows:
            key = key_of(name, row)
            if key is not None:
                empty = {population: [] for population in EVENTS}
                groups.setdefault(key, empty)[name].append(row)
    return groups


def monthly(populations, as_of):
    groups = split(populations, lambda name, row: month_of(row[EVENTS[name]]))
    return [block(key, groups[key], as_of) for key in sorted(groups)]


def by_dimension(populations, orders, field, as_of):
    def key_of(name, row):
        order = row if name == "T" else orders.get(row["ticket_id"])
        return None if order is None else order[field] or BLANK
    groups = split(populations, key_of)
    return [block(key, groups[key], as_of) for key in by_bytes(groups)]


def radar(populations, as_of):
    out = {"axes": ["总体满意", "服务态度", "响应速度", "维修质量", "一次修复×5", "解决时限×5"]}
    halves = split(populations,
                   lambda name, row: "H1" if month_of(row[EVENTS[name]])[5:] <= "06" else "H2")
    for half in ("H1", "H2"):
        figures = block(half, halves.get(half, {name: [] for name in EVENTS}), as_of)
        fives = [figures[rate] and 5 * figures[rate] for rate in ("ff_rate", "res_att")]
        out[half] = [figures[name + "_mean"] for name in
                     ("csat", "attitude", "speed", "quality")] + fives
    return out


# ---- the other parts ----

def sla(effective, as_of):
    out = {}
    for stage, field in STAGES:
        out[stage] = {}
        for priority in [*TARGETS, "all"]:
            rows = [row for row in effective if row["priority"] in TARGETS
                    and priority in (row["priority"], "all")]
            states = [verdict(row, stage, field, as_of) for row in rows]
            met, missed = states.count("met"), states.count("missed")
            out[stage][priority] = {
                "den": met + missed, "met": met, "breach": missed,
                "pending": states.count("pending"), "att": ratio(met, met + missed),
                **percentiles("p", spans(rows, field))}
    return out


def paid(rows):
    """Amounts in hundredths."""
    amounts = []
    for row in rows:
        if row["compensation"]:
            whole, _, part = row["compensation"].partition(".")
            amounts.append(int(whole) * 100 + int(part.ljust(2, "0")))
    return amounts


def pareto(rows, field):
    out, running = [], 0
    counts = count_by(rows, field)
    for key in sorted(counts, key=lambda key: (-counts[key], key.encode())):
        running += counts[key]
        of_key = [row for row in rows if (row[field] or BLANK) == key]
        out.append({"key": key, "count": counts[key], "share": counts[key] / len(rows),
                    "cum_share": running / len(rows), "compensation": sum(paid(of_key)) / 100})
    return out


def product_units(sales, complaints, orders):
    units, counts = {}, {}
    for row in sales:
        if START[:7] <= row["month"] < END[:7]:
            key = row["product"] or BLANK
            units[key] = units.get(key, 0) + int(row["units"])
    for row in complaints:
        order = orders.get(row["ticket_id"])
        if order is not None:
            key = order["product"] or BLANK
            counts[key] = counts.get(key, 0) + 1
    return [{"key": key, "units": units[key], "complaints": counts.get(key, 0),
             "per_10k_units": ratio(counts.get(key, 0), units[key], 10000)}
            for key in by_bytes(units)]


def callback_figures(rows):
    reached = [row for row in rows if row["reached"] == "1"]
    happy, said = share(reached, "satisfied")
    return {"attempted": len(rows), "reached": len(reached),
            "reach_rate": ratio(len(reached), len(rows)),
            "sat_n": said, "sat_rate": ratio(happy, said)}


def breaches(effective, as_of):
    rows, unfinished = [], 0
    for row in effective:
        for place, (stage, field) in enumerate(STAGES):
            if verdict(row, stage, field, as_of) != "missed":
                continue
            unfinished += row[field] is None
            end = as_of if row[field] is None else row[field]
            overrun = end - row["opened_at"] - TARGETS[row["priority"]][stage]
            rows.append((-overrun, row["id"], place, stage))
    rows.sort()
    out = {"rows": len(rows)}
    for stage, _ in STAGES:
        out[stage] = sum(row[3] == stage for row in rows)
    return {**out, "unfinished": unfinished,
            "crc32": crc(f"{name}|{stage}|{-late}" for late, name, _, stage in rows)}


def complaint_register(rows, as_of):
    lines = []
    for row in sorted(rows, key=lambda row: (row["opened_at"], row["id"])):
        heard = {"pending": "-", "met": "1", "missed": "0"}[acknowledged(row, as_of)]
        solved = "" if row["resolved_at"] is None else row["resolved_at"] - row["opened_at"]
        lines.append(f"{row['id']}|{heard}|{solved}")
    return {"rows": len(lines), "crc32": crc(lines)}


# ---- all of it ----

def within(rows, field, start, end):
    return [row for row in rows if row[field] is not None and start <= row[field] < end]


def orphans(rows, orders):
    return sum(row["ticket_id"] not in orders for row in rows)


def compute(folder, as_of_text=AS_OF):
    as_of, start, end = instant(as_of_text), instant(START), instant(END)
    tickets, q_tickets = load_cases(
        folder, "tickets.csv", ("first_response_at", "onsite_at", "resolved_at", "closed_at"))
    complaints, q_complaints = load_cases(
        folder, "complaints.csv", ("acknowledged_at", "resolved_at", "closed_at"))
    surveys, q_surveys = load_surveys(folder)
    callbacks, q_callbacks = load_callbacks(folder)
    sales, q_sales = load_sales(folder)
    q_tickets["clean"], q_complaints["clean"] = len(tickets), len(complaints)
    q_surveys["clean"] = len(surveys)
    if as_of < end:
        tickets, complaints = known(tickets, as_of), known(complaints, as_of)
        surveys, callbacks = known(surveys, as_of), known(callbacks, as_of)
        sales = months_over(sales, as_of_text)
    orders = {row["id"]: row for row in tickets}
    populations = {"T": within(tickets, "opened_at", start, end),
                   "A": within(surveys, "answered_at", start, end),
                   "N": within(surveys, "sent_at", start, end),
                   "C": within(complaints, "opened_at", start, end)}
    called = within(callbacks, "attempted_at", start, end)
    effective = [row for row in populations["T"] if row["status"] != "已取消"]
    cases = populations["C"]
    q_tickets["in_period"] = len(populations["T"])
    q_complaints.update(in_period=len(cases), orphan=orphans(complaints, orders))
    q_surveys.update(answered_in_period=len(populations["A"]),
                     orphan=orphans(surveys, orders))
    q_callbacks["in_period"] = len(called)
    q_sales["in_period"] = sum(START[:7] <= row["month"] < END[:7] for row in sales)
    out = {"meta": {"period_start": START, "period_end": END, "as_of": as_of_text},
           "quality": {"tickets": q_tickets, "complaints": q_complaints,
                       "surveys": q_surveys, "callbacks": q_callbacks, "sales": q_sales},
           "kpi": block("all", populations, as_of), "monthly": monthly(populations, as_of)}
    for field in ("region", "product", "outlet", "channel"):
        out["by_" + field] = by_dimension(populations, orders, field, as_of)
    amounts = paid(cases)
    out.update(radar=radar(populations, as_of), sla=sla(effective, as_of),
               complaints={"severity": count_by(cases, "severity"),
                           "pareto": pareto(cases, "category"),
                           "root_cause": pareto(cases, "root_cause"),
                           "compensation_n": len(amounts),
                           "compensation_sum": sum(amounts) / 100},
               product_units=product_units(sales, cases, orders),
               callbacks=callback_figures(called), breach=breaches(effective, as_of),
               complaint_register=complaint_register(cases, as_of))
    return out


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    json.dump(compute(*sys.argv[1:]), sys.stdout, ensure_ascii=False)
