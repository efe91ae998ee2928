"""every.py: figures of every metric by a second program.

make FOLDER SEED ROWS ZONE LANGUAGE [bare]   exports of every kind of record that the catalogue
    knows, drawn at random around the fifteen months to March 2026, and a job of them; `bare`
    leaves out every field that a row may lack, and its event
check FOLDER FIGURES.json ZONE AS_OF LEAST PERIOD   its figures once more from these files
    and from the declarations in templates/metrics.xml, row by row: hits, misses, pending rows and
    value of every metric in every window and cut; LEAST percent of the metrics must have some value.
    No statement, no index, no shared line of code."""

import csv
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from datetime import datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
sys.path.insert(0, os.path.join(ROOT, "scripts"))
from sample.draw import Draw  # noqa: E402

RECORDS, METRICS = "{urn:auditpack:records:1}", "{urn:auditpack:metrics:1}"
SECONDS = {"s": 1, "min": 60, "h": 3600, "d": 86400}
TIMES = {"time": "%Y-%m-%d %H:%M:%S", "date": "%Y-%m-%d", "month": "%Y-%m"}
FIRST, DAYS = datetime(2024, 12, 20), 470


def catalogue(name):
    return ET.parse(os.path.join(ROOT, "templates", name)).getroot()


def kinds():
    return list(catalogue("records.xml").iter(RECORDS + "kind"))


# --- make -------------------------------------------------------------------------


def values_used():
    """By field id: the texts that populations, hits and limits ask for."""
    found, metrics = {}, catalogue("metrics.xml")
    for test in metrics.iter(METRICS + "where"):
        for text in [test.get("is"), test.get("not"), *(test.get("in") or "").split()]:
            if text:
                found.setdefault(test.get("field"), set()).add(text)
    for limit in metrics.iter(METRICS + "limit"):
        for at in limit:
            if at.get("key"):
                found.setdefault(limit.get("by"), set()).add(at.get("key"))
    return {field: sorted(texts) for field, texts in found.items()}


def moment(draw, day=None):
    """Not between one and three: clocks change there."""
    day = FIRST + timedelta(days=draw.below(DAYS)) if day is None else day
    return day + timedelta(seconds=3 * 3600 + draw.below(21 * 3600))


class Maker:
    def __init__(self, seed, rows, bare):
        self.draw, self.rows, self.bare = Draw(int(seed), "every"), int(rows), bare
        self.used, self.ids = values_used(), {}

    def amount(self, field):
        low, high = int(field.get("min") or 0), int(field.get("max") or 300)
        scale = int(field.get("scale") or 0)
        value = low * 10 ** scale + self.draw.below((high - low) * 10 ** scale + 1)
        return str(value) if not scale else f"{value / 10 ** scale:.{scale}f}"

    def cell(self, kind, field, times):
        what, name = field.get("type"), field.get("id")
        if what == "id":
            return f"{kind.get('id')}-{len(self.ids.setdefault(kind.get('id'), []))}"
        if what in TIMES:
            return times[name].strftime(TIMES[what])
        if what == "ref":
            known = self.ids.get(field.get("kind")) or ["none"]
            return "nobody" if self.draw.below(12) == 0 else self.draw.pick(known)
        if what == "flag":
            return str(self.draw.below(2))
        if what in ("int", "decimal"):
            return self.amount(field)
        return self.draw.pick([*self.used.get(name, []), "甲", "乙", "丙"])

    def row(self, kind, fields):
        at, times = moment(self.draw), {}
        for field in fields:
            if field.get("type") in TIMES:
                later = self.draw.below(9 if self.draw.below(3) else 400)
                event = field.get("id") == kind.get("event")
                day = at.replace(hour=0, minute=0, second=0) + timedelta(days=later)
                times[field.get("id")] = at if event else moment(self.draw, day)
        cells = {field.get("id"): self.cell(kind, field, times) for field in fields}
        kept = set(kind.get("key").split()) | {kind.get("event")}
        for field in fields:
            name = field.get("id")
            if name not in kept and not field.get("required") and (self.bare or not self.draw.below(7)):
                cells[name] = ""
        for order in kind.iter(RECORDS + "order"):
            for then in order.get("then").split():
                if cells[then] and cells[order.get("first")] and cells[then] < cells[order.get("first")]:
                    cells[then] = ""
        return cells

    def kind(self, folder, kind):
        fields, keys = list(kind.iter(RECORDS + "field")), set()
        with open(f"{folder}/{kind.get('id')}.csv", "w", encoding="utf-8", newline="") as file:
            # files of the same bytes are refused: each has a column that no other has
            own = "column of " + kind.get("id")
            out = csv.DictWriter(file, [*(field.get("id") for field in fields), own], lineterminator="\n")
            out.writeheader()
            for _ in range(self.rows):
                cells = self.row(kind, fields)
                key = tuple(cells[name] for name in kind.get("key").split())
                if key in keys:
                    continue
                keys.add(key)
                self.ids.setdefault(kind.get("id"), []).append(key[0])
                out.writerow(cells)


def make(folder, seed, rows, zone, language, bare=""):
    maker, all_kinds = Maker(seed, rows, bool(bare)), kinds()
    for kind in all_kinds:
        maker.kind(folder, kind)
    sources = "".join(f'<source id="{k.get("id")}" kind="{k.get("id")}" path="{k.get("id")}.csv" '
                      'covers="2024-12-01..2026-04-30"/>\n' for k in all_kinds)
    with open(folder + "/job.xml", "w", encoding="utf-8") as file:
        file.write(f'<job xmlns="urn:auditpack:job:1" id="every" locale="{language}" zone="{zone}">'
                   "<organisation>Example</organisation><store path='store.db'/><out path='out'/>"
                   f"<standard use='gbt27922-2011'/><pack use='monthly'/>\n{sources}</job>\n")


# --- check ------------------------------------------------------------------------


class Data:
    def __init__(self, folder, zone):
        self.zone, self.rows, self.by_key = ZoneInfo(zone), {}, {}
        for kind in kinds():
            fields = {f.get("id"): f for f in kind.iter(RECORDS + "field")}
            with open(f"{folder}/{kind.get('id')}.csv", encoding="utf-8", newline="") as file:
                rows = [{name: self.typed(fields[name], row[name]) for name in fields}
                        for row in csv.DictReader(file)]
            self.rows[kind.get("id")] = rows
            self.by_key[kind.get("id")] = {row[kind.get("key").split()[0]]: row for row in rows}
        self.parent = {(k.get("id"), f.get("id")): f.get("kind") for k in kinds()
                       for f in k.iter(RECORDS + "field") if f.get("kind")}

    def seconds(self, when):
        return int(when.replace(tzinfo=self.zone).timestamp())

    def typed(self, field, cell):
        what = field.get("type")
        if cell == "":
            return None
        if what in TIMES:
            return self.seconds(datetime.strptime(cell, TIMES[what]))
        if what == "flag":
            return int(cell)
        return Fraction(cell) if what in ("int", "decimal") else cell


def holds(row, test):
    value, name = row[test.get("field")], test.tag.split("}")[1]
    assert name == "where" and not test.get("via")
    if test.get("present"):
        return (value is not None) == (test.get("present") == "yes")
    if test.get("not") is not None:
        return value is None or str(value) != test.get("not")
    if value is None:
        return False
    if test.get("in"):
        return str(value) in test.get("in").split()
    if test.get("min"):
        return value >= Fraction(test.get("min"))
    return value >= Fraction(test.get("max")) if test.get("max") else str(value) == test.get("is")


class Counter:
    def __init__(self, data, as_of):
        self.data, self.as_of = data, as_of
        root = catalogue("metrics.xml")
        self.metric = {m.get("id"): m for m in root.iter(METRICS + "metric")}
        self.population = {p.get("id"): p for p in root.iter(METRICS + "population")}
        self.limits = {x.get("id"): x for x in root.iter(METRICS + "limit")}
        self.dimension = {d.get("id"): d for d in root.iter(METRICS + "dimension")}

    def base(self, population):
        while population.get("of"):
            population = self.population[population.get("of")]
        return population

    def belongs(self, row, population):
        while population is not None:
            if not all(holds(row, test) for test in population.findall(METRICS + "where")):
                return False
            population = self.population.get(population.get("of"))
        return True

    def within(self, row, population, window):
        first, after = window
        base = self.base(population)
        if base.get("on"):
            at = row[base.get("on")]
            return at is not None and first <= at < after
        since, until = row[base.get("held-from")], row[base.get("held-until")]
        return (since is None or since < after) and (until is None or until >= after)

    def key(self, row, kind, dimension):
        """None: left out; "": it has none."""
        for of in self.dimension[dimension].findall(METRICS + "of"):
            if of.get("kind") != kind:
                continue
            if of.get("via"):
                row = self.data.by_key[self.data.parent[kind, of.get("via")]].get(row[of.get("via")])
                if row is None:
                    return None
            return row[of.get("field")] or ""
        raise KeyError(dimension)

    def limit(self, row, kind, name):
        limit = self.limits[name]
        unit, key = SECONDS[limit.get("unit")], None
        if limit.get("by"):
            key = self.key(row, kind, limit.get("by"))
        for at in limit:
            if at.get("key") == key or not limit.get("by"):
                return int(at.get("is")) * unit
        return None

    def again(self, row, repeat, kind):
        """Hit, miss, or nothing to say yet."""
        same, limit = repeat.get("same").split(), self.limit(row, kind, repeat.get("limit"))
        at = row[repeat.get("from")]
        if at is None or None in [row[name] for name in same]:
            return None
        ahead = repeat.get("look") == "ahead"
        if ahead and at + limit > self.as_of:
            return "pending"
        among = self.population.get(repeat.get("among"))
        for other in self.data.rows[kind]:
            to = other[repeat.get("to")]
            if other is row or to is None or any(other[name] != row[name] for name in same) or \
                    among is not None and not self.belongs(other, among):
                continue
            if 0 <= (to - at if ahead else at - to) <= limit:
                return "hit"
        return "miss"

    def kept(self, row, kind, within, window):
        start, limit = row[within.get("from")], self.limit(row, kind, within.get("limit"))
        if start is None or limit is None:
            return None
        if within.get("at"):
            return "hit" if min(self.as_of, window[1]) - start <= limit else "miss"
        end = row[within.get("to")]
        if end is not None:
            return "hit" if end - start <= limit else "miss"
        due = {"due": "pending" if start + limit > self.as_of else "miss", "miss": "miss"}
        return due.get(within.get("absent"))

    def measured(self, row, value, window):
        if value.get("at"):
            start = row[value.get("from")]
            return None if start is None else Fraction(min(self.as_of, window[1]) - start)
        if value.get("field") is None:
            pair = row[value.get("from")], row[value.get("to")]
            return None if None in pair else Fraction(pair[1] - pair[0])
        found = row[value.get("field")]
        bands = value.findall(METRICS + "band")
        if found is None or not bands:
            return found
        return next(Fraction(b.get("is")) for b in bands
                    if b.get("to") is None or found <= Fraction(b.get("to")))

    def fact(self, row, metric, kind, window):
        """(state, value); None: not applicable."""
        within, hit = metric.find(METRICS + "within"), metric.find(METRICS + "hit")
        repeat, value = metric.find(METRICS + "repeat"), metric.find(METRICS + "value")
        if hit is not None:
            return "hit" if all(holds(row, test) for test in hit) else "miss", None
        if within is not None:
            return self.kept(row, kind, within, window), None
        if repeat is not None:
            return self.again(row, repeat, kind), None
        if value is None:
            return "hit", None
        found = self.measured(row, value, window)
        return (None, None) if found is None else ("hit", found)

    def rows(self, metric, window):
        """(row's kind, row, state, value) of the population in the window."""
        population = self.population[metric.get("of")]
        kind = self.base(population).get("kind")
        for row in self.data.rows[kind]:
            if self.within(row, population, window) and self.belongs(row, population):
                yield kind, row, *self.fact(row, metric, kind, window)

    def cell(self, metric, facts):
        """Value, hits, misses, pending rows of some rows' facts."""
        states = [state for state, _ in facts]
        values = sorted(value for state, value in facts if state == "hit" and value is not None)
        hit, miss, pending = (states.count(name) for name in ("hit", "miss", "pending"))
        what, unit = metric.get("kind"), SECONDS.get(metric.get("unit"), 1)
        value = Fraction(hit) if what == "count" else sum(values, Fraction(0))
        if what == "rate":
            value = Fraction(hit, hit + miss) if hit + miss else None
        elif what == "mean":
            value = value / len(values) / unit if values else None
        elif what == "quantile" and values:
            at = (len(values) - 1) * Fraction(metric.get("p"))
            low, high = values[int(at)], values[min(int(at) + 1, len(values) - 1)]
            value = (low + (at - int(at)) * (high - low)) / unit
        elif what == "quantile":
            value = None
        return value, hit, miss, pending

    def figures(self, name, window, cut):
        """{key: cell} of one metric, window and cut (None: {"": total})."""
        metric = self.metric[name]
        if metric.get("kind") == "ratio":
            sides = [self.figures(metric.find(METRICS + side).get("metric"), window, cut)
                     for side in ("over", "under")]
            scale = int(metric.get("scale") or 1)
            zero = (Fraction(0), 0, 0, 0)
            return {key: (sides[0].get(key, zero)[0] * scale / sides[1].get(key, zero)[0]
                          if sides[1].get(key, zero)[0] > 0 else None, None, None, None)
                    for key in {**sides[0], **sides[1]}}
        facts = {"": []} if cut is None else {}
        for kind, row, state, value in self.rows(metric, window):
            key = "" if cut is None else self.key(row, kind, cut)
            if key is not None:
                facts.setdefault(key, []).append((state, value))
        return {key: self.cell(metric, found) for key, found in facts.items()}


def span(data, name, period):
    """From and until; None: a window that the files do not cover."""
    months = 1 if "-" in period else 12
    year, month = (int(part) for part in (period + "-01").split("-")[:2])
    if name in ("last", "year-ago") and months == 12:
        return None
    if name == "to-date":
        month, months = 1, month + months - 1
    elif name == "last":
        month -= 1
    elif name == "year-ago":
        year -= 1
    elif name.startswith("part:"):
        unit, number = re.fullmatch(r"part:\d{4}-([HQ])(\d)", name).groups()
        months = 6 if unit == "H" else 3
        month = (int(number) - 1) * months + 1
    elif name != "period":
        year, month, months = *map(int, re.fullmatch(r"(\d{4})-(\d{2})", name).groups()), 1
    after = year * 12 + month - 1 + months
    return data.seconds(datetime(year, month, 1)), data.seconds(datetime(after // 12, after % 12 + 1, 1))


def differs(figure, wanted):
    value, *counts = wanted
    found = [figure["hit"], figure["miss"], figure["pending"]]
    if counts[0] is not None and found != counts:
        return f"counts {found}, should be {counts}"
    if figure["missing"]:
        return f"is missing, should be {float(value)}" if value else None
    if value is None or abs(figure["value"] - float(value)) > 1e-9 * max(1, abs(float(value))):
        return f"is {figure['value']}, should be {value and float(value)}"
    return None


def check(folder, figures, zone, as_of, least, period):
    data = Data(folder, zone)
    counter = Counter(data, data.seconds(datetime.strptime(as_of, "%Y-%m-%d %H:%M")))
    with open(figures, encoding="utf-8") as file:
        listed = json.load(file)["figures"]
    known, problems, valued = {}, [], set()
    for figure in listed:
        place = figure["metric"], figure["window"], figure["cut"]
        window = span(data, figure["window"], period)
        if window is None:
            continue
        if place not in known:
            known[place] = counter.figures(figure["metric"], window, figure["cut"])
        nothing = (None if figure["value"] is None else Fraction(0), 0, 0, 0)
        if counter.metric[figure["metric"]].get("kind") == "ratio":
            nothing = None, None, None, None
        said = differs(figure, known[place].pop(figure["key"] or "", nothing))
        if said:
            problems.append(f"{place} {figure['key']}: {said}")
        if figure["value"] is not None:
            valued.add(figure["metric"])
    for place, left in known.items():
        if place[1] == "period" and left:
            problems.append(f"{place}: no figure for {sorted(left)[:5]}")
    problems += [f"{name}: has no figure" for name in set(counter.metric) - {f["metric"] for f in listed}]
    without = sorted(set(counter.metric) - valued)
    if len(valued) < len(counter.metric) * int(least) / 100:
        problems.append("no value of " + " ".join(without))
    for problem in problems[:40]:
        print(problem)
    print(f"{len(listed)} figures, {len(valued)} metrics with a value, {len(problems)} problems")
    return 1 if problems or not listed else 0


if __name__ == "__main__":
    sys.exit({"make": make, "check": check}[sys.argv[1]](*sys.argv[2:]))
