"""trace-all.py FIGURES.json COUNTED.csv PENDING.csv CATALOGUE...: is every figure what its rows
say?

FIGURES.json is an edition's; COUNTED.csv and PENDING.csv are what `trace --every` printed of all
figures. For every figure the traced hits, misses and pending rows must be those it reports, no row
may be traced twice for one figure, each carries a file and a line, and numerator, denominator and
value are computed once more from the rows alone (quantiles by linear interpolation, type 7)."""

import csv
import json
import sys
import xml.etree.ElementTree as ET
from collections import defaultdict
from fractions import Fraction

NS = "{urn:auditpack:metrics:1}"
UNIT = {"h": 3600, "min": 60, "d": 86400}


class Rows:
    """Of one figure and part: values by state."""

    def __init__(self):
        self.values = {"hit": [], "miss": [], "pending": []}
        self.seen = set()


def catalogue(paths):
    found = {}
    for path in paths:
        for metric in ET.parse(path).getroot().iter(NS + "metric"):
            found[metric.get("id")] = metric
    return found


def read(path, into, problems):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["metric"], row["window"], row["cut"], row["key"]
            rows = into[name, row["part"]]
            if row["record"] in rows.seen:
                problems.append(f"{name}: {row['record']} is traced twice")
            if not row["file"] or int(row["line"]) < 1:
                problems.append(f"{name}: {row['record']} has no place")
            rows.seen.add(row["record"])
            rows.values[row["state"]].append(Fraction(row["value"]) if row["value"] else None)


def quantile(values, p):
    values = sorted(values)
    at = (len(values) - 1) * p
    k = at.numerator // at.denominator
    above = values[min(k + 1, len(values) - 1)]
    return values[k] + (at - k) * (above - values[k])


def bands(metric):
    return metric.find(f"{NS}value/{NS}band") is not None


def amount(metric, rows):
    """What a count or a sum comes to."""
    hits = rows.values["hit"]
    return Fraction(len(hits)) if metric.get("kind") == "count" else sum(hits, Fraction(0))


def expected(known, metric, part):
    """numerator, denominator and value, from the rows."""
    kind = metric.get("kind")
    if kind == "ratio":
        over = amount(known[metric.find(NS + "over").get("metric")], part["over"])
        under = amount(known[metric.find(NS + "under").get("metric")], part["under"])
        return over, under, over * int(metric.get("scale", 1)) / under if under else None
    rows = part[""]
    hits, misses = rows.values["hit"], rows.values["miss"]
    n = len(hits) + len(misses)
    if kind in ("count", "sum"):
        return amount(metric, rows), Fraction(0), amount(metric, rows)
    if kind == "rate":
        return Fraction(len(hits)), Fraction(n), Fraction(len(hits), n) if n else None
    divisor = UNIT.get(metric.get("unit"), 1)
    if kind == "mean":
        total = sum(hits, Fraction(0))
        return total / divisor, Fraction(n), total / n / divisor if n else None
    return Fraction(0), Fraction(0), \
        quantile(hits, Fraction(metric.get("p"))) / divisor if n else None


def near(a, b):
    return abs(a - b) <= 1e-12 * max(1, abs(b))


def check(known, figure, part):
    metric = known[figure["metric"]]
    counted = part["over"] if metric.get("kind") == "ratio" else part[""]
    for state in ("hit", "miss", "pending"):
        if figure[state] != len(counted.values[state]):
            yield f"{figure[state]} {state}, {len(counted.values[state])} rows"
    numerator, denominator, value = expected(known, metric, part)
    if figure["missing"]:
        sides = [rows for rows in part.values() if rows.seen]
        if value is not None and (metric.get("kind") in ("rate", "mean", "quantile")
                                  or len(sides) == 2):
            yield f"is missing, but the rows give {float(value)}"
        return
    if not near(figure["numerator"], float(numerator)) or \
            not near(figure["denominator"], float(denominator)):
        yield f"is {figure['numerator']}/{figure['denominator']}, " \
              f"rows give {float(numerator)}/{float(denominator)}"
    if value is None or not near(figure["value"], float(value)):
        yield f"is {figure['value']}, rows give {value and float(value)}"


def main(figures, counted, pending, *paths):
    known, problems = catalogue(paths), []
    rows = defaultdict(Rows)
    read(counted, rows, problems)
    read(pending, rows, problems)
    with open(figures, encoding="utf-8") as file:
        listed = json.load(file)["figures"]
    wanted = set()
    for figure in listed:
        name = figure["metric"], figure["window"], figure["cut"] or "", figure["key"] or ""
        wanted.add(name)
        part = {side: rows[name, side] for side in ("", "over", "under")}
        problems += [f"{name}: {said}" for said in check(known, figure, part)]
    problems += [f"{name}: traced, but no such figure" for name, _ in rows if name not in wanted]
    missing = set(known) - {figure["metric"] for figure in listed}
    problems += [f"{metric}: has no figure" for metric in sorted(missing)]
    for problem in problems[:40]:
        print(problem)
    print(f"{len(listed)} figures of {len(known)} metrics, {len(problems)} problems")
    return 1 if problems or not listed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
