"""figures.json and two registers of the program, put into the shape of the engines: none of
that shape is known to the program itself."""

import csv
import io
import xml.etree.ElementTree as tree
import zlib

BLANK = "未填"  # the key of rows without one, which figures.json leaves empty
NS = "{urn:auditpack:metrics:1}"
BLOCK = {  # name in a block: metric, part of the figure; due: hits and misses
    "tickets": ("tickets", "hit"), "effective": ("effective", "hit"),
    "ff_den": ("ff_rate", "due"), "sent": ("sent", "hit"),
    "ans_of_sent": ("response_rate", "hit"), "csat_n": ("csat_mean", "n"),
    "nps_n": ("nps", "n"), "complaints": ("complaint_count", "hit"),
    "ack_den": ("ack_rate", "due"), "ack_met": ("ack_rate", "hit"),
    "c_resolved": ("c_res_rate", "hit"), "c_sat_n": ("c_sat_rate", "due"),
}
for _stage in ("resp", "ons", "res"):
    BLOCK[_stage + "_den"] = (_stage + "_att", "due")
    BLOCK[_stage + "_met"] = (_stage + "_att", "hit")
RADAR = "csat_mean", "attitude_mean", "speed_mean", "quality_mean"
AXES = ["总体满意", "服务态度", "响应速度", "维修质量", "一次修复×5", "解决时限×5"]
ORDER = ("tickets effective resp_den resp_met resp_att ons_den ons_met ons_att res_den res_met "
         "res_att t_p50 t_p90 t_p95 ff_den ff_rate ro_rate sent ans_of_sent response_rate "
         "csat_n csat_mean csat_top2 nps_n nps attitude_mean speed_mean quality_mean "
         "complaints c_per_1000 ack_den ack_met ack_rate c_resolved c_res_rate c_p50 c_p90 "
         "c_p95 c_sat_n c_sat_rate").split()


class Figures:
    """Look-up by metric, window, cut and key; what is not listed has no rows."""

    def __init__(self, document):
        self.cell, self.cut_keys = {}, {}
        for figure in document["figures"]:
            cut, key = figure["cut"] or "", figure["key"] or ""
            if cut and not key:
                key = BLANK
            place = figure["metric"], figure["window"], cut, key
            if place in self.cell:
                raise SystemExit(f"figures.json lists {place} twice")
            self.cell[place] = figure
            if figure["hit"] or figure["miss"] or figure["pending"]:
                keys = self.cut_keys.setdefault((figure["window"], cut), {})
                keys.setdefault(key, set()).add(figure["metric"])

    def get(self, part, metric, window="period", cut="", key=""):
        figure = self.cell.get((metric, window, cut, key))
        if figure is None:
            return None if part == "value" else 0
        return figure["hit"] + figure["miss"] if part == "due" else figure[part]

    def keys(self, metrics, window, cut):
        """Keys with a row in one of the metrics' populations, in byte order."""
        found = self.cut_keys.get((window, cut), {})
        return sorted((key for key in found if found[key] & set(metrics)),
                      key=lambda key: key.encode())


def block(figures, name, **place):
    out = {"key": name}
    for entry in ORDER:
        metric, part = BLOCK.get(entry, (entry, "value"))
        out[entry] = figures.get(part, metric, **place)
    return out


POPULATIONS = "tickets", "answers", "sent", "complaint_count"


def monthly(figures, year):
    months = [f"{year}-{month:02d}" for month in range(1, 13)]
    return [block(figures, month, window=month) for month in months
            if any(figures.get("hit", metric, window=month) for metric in POPULATIONS)]


def by_cut(figures, cut):
    return [block(figures, key, cut=cut, key=key)
            for key in figures.keys(POPULATIONS, "period", cut)]


def radar(figures, year):
    out = {"axes": AXES}
    for half in ("H1", "H2"):
        window = f"part:{year}-{half}"
        values = [figures.get("value", metric, window=window) for metric in RADAR]
        for rate in ("ff_rate", "res_att"):
            value = figures.get("value", rate, window=window)
            values.append(None if value is None else 5 * value)
        out[half] = values
    return out


def sla(figures):
    out = {}
    for stage in ("resp", "ons", "res"):
        out[stage] = {}
        for priority in ("P1", "P2", "P3", "P4", "all"):
            place = {} if priority == "all" else {"cut": "priority", "key": priority}
            due = figures.get("due", stage + "_att", **place)
            met = figures.get("hit", stage + "_att", **place)
            out[stage][priority] = {
                "den": due, "met": met, "breach": due - met,
                "pending": figures.get("pending", stage + "_att", **place),
                "att": figures.get("value", stage + "_att", **place),
                **{p: figures.get("value", f"{stage}_{p}", **place)
                   for p in ("p50", "p90", "p95")}}
    return out


def amount(figures, **place):
    return figures.get("value", "compensation_sum", **place) or 0.0


def pareto(figures, cut):
    total, running, out = figures.get("hit", "complaint_count"), 0, []
    counts = {key: figures.get("hit", "complaint_count", cut=cut, key=key)
              for key in figures.keys(("complaint_count",), "period", cut)}
    for key in sorted(counts, key=lambda key: (-counts[key], key.encode())):
        running += counts[key]
        out.append({"key": key, "count": counts[key], "share": counts[key] / total,
                    "cum_share": running / total,
                    "compensation": amount(figures, cut=cut, key=key)})
    return out


def complaints(figures):
    keys = figures.keys(("complaint_count",), "period", "severity")
    return {"severity": {key: figures.get("hit", "complaint_count", cut="severity",
                                          key=key) for key in keys},
            "pareto": pareto(figures, "category"), "root_cause": pareto(figures, "root_cause"),
            "compensation_n": figures.get("hit", "compensation_n"),
            "compensation_sum": amount(figures)}


def product_units(figures):
    out = []
    for key in figures.keys(("units",), "period", "product"):
        place = {"cut": "product", "key": key}
        out.append({"key": key, "units": figures.get("value", "units", **place),
                    "complaints": figures.get("hit", "complaint_count", **place),
                    "per_10k_units": figures.get("value", "c_per_10k_units", **place)})
    return out


def callbacks(figures):
    return {"attempted": figures.get("hit", "callbacks_attempted"),
            "reached": figures.get("hit", "callback_reach_rate"),
            "reach_rate": figures.get("value", "callback_reach_rate"),
            "sat_n": figures.get("due", "callback_sat_rate"),
            "sat_rate": figures.get("value", "callback_sat_rate")}


# ---- data quality ----

TIMES = {"ticket": "first_response_at onsite_at resolved_at closed_at",
         "complaint": "acknowledged_at resolved_at closed_at",
         "survey": "sent_at answered_at", "callback": "attempted_at", "sale": ""}
PLURAL = {"ticket": "tickets", "complaint": "complaints", "survey": "surveys",
          "callback": "callbacks", "sale": "sales"}


class Findings:
    def __init__(self, document):
        self.rows = [(finding["source"], finding["code"], finding["field"], finding["rows"])
                     for finding in document["findings"]]

    def count(self, source, code, fields=None):
        return sum(n for s, c, f, n in self.rows
                   if s == source and c == code and (fields is None or f in fields))


def quality(document, figures):
    """The engines' counts, from the sums over each kind's files and their findings."""
    out, found = {}, Findings(document)
    for kind, name in PLURAL.items():
        items = [item for item in document["quality"] if item["kind"] == kind]
        read = sum(item["read"] for item in items)
        row = {"rows": read, "dup": found.count(name, "duplicate")}
        if kind in ("ticket", "complaint"):
            row["bad_open"] = found.count(name, "required", ("opened_at",))
        row["bad_ts_fields"] = found.count(name, "time", TIMES[kind].split())
        if kind == "survey":
            row["bad_score_fields"] = found.count(name, "range") + found.count(name, "number")
        if kind in ("ticket", "complaint", "survey"):
            row["seq_err"] = found.count(name, "order")
            row["clean"] = read - sum(item["rejected"] for item in items)
        if kind in ("complaint", "survey"):
            row["orphan"] = sum(orphan["rows"] for orphan in document["orphans"]
                                if orphan["kind"] == kind)
        out[name] = row
    out["tickets"]["in_period"] = figures.get("hit", "tickets")
    out["complaints"]["in_period"] = figures.get("hit", "complaint_count")
    out["surveys"]["answered_in_period"] = figures.get("hit", "answers")
    out["callbacks"]["in_period"] = figures.get("hit", "callbacks_attempted")
    out["sales"] = {"rows": out["sales"]["rows"],
                    "bad_units": found.count("sales", "required", ("units",)),
                    "in_period": figures.get("hit", "units")}
    return out


# ---- registers ----

class Register:
    """A register printed as CSV: cells by what the catalogue says a column holds."""

    def __init__(self, text, catalogue, name):
        root = tree.parse(catalogue).getroot()
        definition = root.find(f"{NS}register[@id='{name}']")
        self.place = {}
        for at, column in enumerate(definition.findall(NS + "column")):
            role = next(column.get(attribute) for attribute in ("field", "dimension", "fact")
                        if column.get(attribute))
            self.place.setdefault((role, column.get("of")), at)
        self.rows = list(csv.reader(io.StringIO(text)))[1:]
        self.metric = {}
        for metric in root.findall(NS + "metric"):
            for label in [metric.get("id")] + [n.text for n in metric.findall(NS + "name")]:
                self.metric[label] = metric.get("id")

    def cell(self, row, role, of=None):
        return row[self.place[role, of]]


def crc(lines):
    return zlib.crc32("".join(line + "\n" for line in lines).encode())


def breach(register):
    lines, counts = [], {"resp": 0, "ons": 0, "res": 0}
    for row in register.rows:
        stage = register.metric[register.cell(row, "metric")].removesuffix("_att")
        counts[stage] += 1
        lines.append(f"{register.cell(row, 'id')}|{stage}|{register.cell(row, 'overrun')}")
    unfinished = sum(register.cell(row, "open") == "1" for row in register.rows)
    return {"rows": len(lines), **counts, "unfinished": unfinished, "crc32": crc(lines)}


def complaint_register(register):
    lines = []
    for row in register.rows:
        heard = {"3": "1", "2": "0"}.get(register.cell(row, "state", "ack_rate"), "-")
        solved = register.cell(row, "value", "c_p90") \
            if register.cell(row, "resolved_at") else ""
        lines.append(f"{register.cell(row, 'id')}|{heard}|{solved}")
    return {"rows": len(lines), "crc32": crc(lines)}


def shape(document, registers, catalogue, year=2025):
    figures = Figures(document)
    out = {"quality": quality(document, figures), "kpi": block(figures, "all"),
           "monthly": monthly(figures, year)}
    for cut in ("region", "product", "outlet", "channel"):
        out["by_" + cut] = by_cut(figures, cut)
    out.update(radar=radar(figures, year), sla=sla(figures), complaints=complaints(figures),
               product_units=product_units(figures), callbacks=callbacks(figures))
    out["breach"] = breach(Register(registers["breach"], catalogue, "breach"))
    out["complaint_register"] = complaint_register(
        Register(registers["complaint_register"], catalogue, "complaint_register"))
    return out
