"""lists.py STORE TEXT FIGURES.csv: the lists of the sample's report for October 2026 and the
figures of what comes back and what lies about, once more from the rows of the store: all pairs,
no index. STORE is the database, TEXT the report as text, FIGURES.csv what `figures` prints."""

import csv
import re
import sqlite3
import sys
from collections import defaultdict
from fractions import Fraction
from math import sqrt

DAY, ZONE = 86400, 8 * 3600
END = 1793462400  # 2026-11-01 in Shanghai
AS_OF = END + 2 * DAY + 8 * 3600
FROM = END - 31 * DAY


def orders(store):
    """Live rows that were not cancelled, with the place where each was read."""
    store.row_factory = sqlite3.Row
    rows = store.execute('SELECT t.*, f.name AS file_name FROM ticket t JOIN file f ON f.file = t.file '
                         "WHERE t.until IS NULL AND t.status IS NOT '已取消'")
    return [dict(row) for row in rows]


def place(row):
    return f"{row['file_name'].split('/')[-1]}:{row['line']}"


def series(rows, *fields):
    """Rows before the end by their texts, each series in order of time."""
    found = defaultdict(list)
    for row in rows:
        if all(row[name] is not None for name in fields) and row["opened_at"] < END:
            found[tuple(row[name] for name in fields)].append(row)
    for one in found.values():
        one.sort(key=lambda row: (row["opened_at"], row["row"]))
    return found


def silent(rows, times, gap, silence):
    found = set()
    for one in series(rows, "customer_id").values():
        gaps = sorted(b["opened_at"] - a["opened_at"] for a, b in zip(one, one[1:]))
        if len(one) >= times and gaps[(len(gaps) - 1) // 2] <= gap * DAY \
                and END - one[-1]["opened_at"] > silence * DAY:
            found.add((place(one[-1]), len(one)))
    return found


def recurring(rows, times, within):
    found = set()
    for one in series(rows, "customer_id", "product").values():
        best = max(((sum(1 for other in one[:i + 1]
                         if row["opened_at"] - other["opened_at"] <= within * DAY), i)
                    for i, row in enumerate(one) if row["opened_at"] >= FROM), default=(0, 0))
        if best[0] >= times:
            found.add((place(one[best[1]]), best[0]))
    return found


def repeats(rows, days):
    """hits, n and pending of the orders opened in the period and resolved."""
    counts = [0, 0, 0]
    by = defaultdict(list)
    for row in rows:
        by[row["customer_id"], row["product"]].append(row)
    for row in rows:
        done = row["resolved_at"]
        if done is None or not FROM <= row["opened_at"] < END or None in (row["customer_id"], row["product"]):
            continue
        if done + days * DAY > AS_OF:
            counts[2] += 1
            continue
        counts[1] += 1
        counts[0] += any(other is not row and done <= other["opened_at"] <= done + days * DAY
                         for other in by[row["customer_id"], row["product"]])
    return counts


def median_age(rows):
    ages = sorted(END - row["opened_at"] for row in rows if row["opened_at"] < END
                  and (row["resolved_at"] is None or row["resolved_at"] >= END))
    at = Fraction(len(ages) - 1, 2)
    low = ages[at.numerator // at.denominator]
    return float(low + (at - at.__floor__()) * (ages[-(-at.numerator // at.denominator)] - low)) / DAY


def wilson(hits, n, z=1.959963984540054):
    middle, spread = hits / n + z * z / 2 / n, z * sqrt(hits / n * (1 - hits / n) / n + z * z / 4 / n / n)
    return [(middle + side * spread) / (1 + z * z / n) * 100 for side in (-1, 1)]


def ranked(figures, metric, cut, least):
    """(rank, key, fraction, interval) of those with enough; how many have too few."""
    cells = [row for row in figures if row["metric"] == metric and row["window"] == "period"
             and row["cut"] == cut and row["key"] and int(row["denominator"])]
    enough = [row for row in cells if int(row["n"]) >= least]
    share = {row["key"]: Fraction(int(row["numerator"]), int(row["denominator"])) for row in enough}
    return {(1 + sum(1 for other in share.values() if other > share[row["key"]]), row["key"],
             f"{row['numerator']} / {row['denominator']}",
             "–".join(f"{x:.1f}" for x in wilson(int(row["numerator"]), int(row["denominator"]))))
            for row in enough}, len(cells) - len(enough)


def section(text, title):
    return text.split("\n" + title + "\n", 1)[1].split("\n\n", 1)[0].split("\n")


def listed(text, title, number):
    """(place, times) of a printed list; `number` is the column of the times."""
    return {(line.split()[-1], int(re.split(r" {2,}", line)[number]))
            for line in section(text, title)[1:-1]}


def printed(text, title):
    """Rank, key, fraction and interval of a printed ranking."""
    rows = set()
    for line in section(text, title)[1:-1]:
        cells = re.split(r" {2,}", re.sub(r"^(最好|最差|全部)", "", line).strip())
        rows.add((int(cells[0].rstrip("=")), *(cells[i] for i in (1, 3, 4))))
    return rows


def main(store, text, figures):
    rows, problems = orders(sqlite3.connect(f"file:{store}?mode=ro", uri=True)), []
    with open(text, encoding="utf-8") as file:
        text = file.read().replace("\u2009", " ")
    with open(figures, encoding="utf-8", newline="") as file:
        figures = list(csv.DictReader(file))

    def same(what, got, wanted):
        if got != wanted:
            problems.append(f"{what}: is {got}, should be {wanted}")
        else:
            print(f"{what}: {len(got) if hasattr(got, '__len__') else got}")

    total = {row["metric"]: row for row in figures if row["window"] == "period" and not row["cut"]}
    same("silent", listed(text, "有规律来往、此后 180 天没有联系的客户（供主动回访）", 3),
         silent(rows, 4, 90, 180))
    same("recurring", listed(text, "90 天内三次以上报修的客户与产品", 4), recurring(rows, 3, 90))
    for days in (7, 30):
        row = total[f"repeat_{days}d"]
        same(f"repeats in {days} days", [int(row[name]) for name in ("numerator", "denominator", "pending")],
             repeats(rows, days))
    same("age of the backlog", round(float(total["backlog_age_p50"]["value"]), 9), round(median_age(rows), 9))
    for metric, cut, title in (("ff_rate", "outlet", "一次修复率：网点排名"),
                               ("res_att", "engineer", "解决及时率：服务工程师排名")):
        wanted, few = ranked(figures, metric, cut, 30)
        order = sorted(wanted)
        shown = printed(text, title)
        worst = {row[0] for row in order[-5:]}
        if not shown <= wanted or len(shown) != 10:
            problems.append(f"{title}: {shown - wanted} of {len(shown)}")
        if {row[0] for row in shown} != {row[0] for row in order[:5]} | worst:
            problems.append(f"{title}: not the first and the last")
        note = section(text, title)[-1]
        if f"的 {len(wanted)} 个中的 10 个（共 {len(wanted) + few} 个）" not in note or f"另有 {few} 个" not in note:
            problems.append(f"{title}: {note}")
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
