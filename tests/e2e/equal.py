"""equal.py EDITION TRACE_CSV [LOCALE]: re-reads figures.json, the workbook and the text of the
PDF of one edition, and a register as `trace` printed it, and holds them against each other:

figures  every figure's printed text is its exact fraction rounded half away from zero
workbook the sheet of figures has value, numerator, denominator, n and interval of each metric
pdf      each of these metrics stands beside its printed value on some line of a page
words    no id of a word is printed instead of the word
register the breach register's rows and overruns are the same in trace, workbook and PDF"""

import csv
import glob
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as tree
from fractions import Fraction

from xlsx import Workbook

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
WORDS = "{urn:auditpack:words:1}"
METRICS = "{urn:auditpack:metrics:1}"
BLANKS = dict.fromkeys(map(ord, "\u2009\u00a0\u202f\u3000"), " ")


def words(locale):
    root = tree.parse(os.path.join(ROOT, "templates", "locales", locale + ".xml")).getroot()
    return {word.get("id"): word.text for word in root.findall(WORDS + "w")}


def metrics(locale):
    """{id: (name, unit, decimals)}"""
    roots = [tree.parse(os.path.join(ROOT, *path)).getroot()
             for path in (("templates", "metrics.xml"), ("samples", "appliance", "metrics.xml"))]
    lang = "{http://www.w3.org/XML/1998/namespace}lang"
    out = {}
    for metric in (found for root in roots for found in root.findall(METRICS + "metric")):
        name = next(n.text for n in metric.findall(METRICS + "name") if n.get(lang) == locale)
        out[metric.get("id")] = name, metric.get("unit"), int(metric.get("decimals"))
    return out


def rounded(value, decimals):
    """Half away from zero, as text with thousands in commas and a true minus."""
    scaled = abs(value) * 10 ** decimals
    whole = int(scaled + Fraction(1, 2))
    digits = f"{whole:0{decimals + 1}d}"
    head, tail = (digits[:-decimals], "." + digits[-decimals:]) if decimals else (digits, "")
    sign = "\u2212" if value < 0 and whole else ""
    return sign + f"{int(head):,}" + tail


def exact(figure, unit):
    """The figure as a fraction: of its own counts where these tell it, else the simplest one
    that its double can have come from (a mean or a quantile has a small denominator)."""
    if unit == "percent":
        return Fraction(figure["numerator"], figure["denominator"]) * 100
    return Fraction(figure["value"]).limit_denominator(10 ** 7)


def check_texts(document, known):
    for figure in document["figures"]:
        if figure["value"] is None:
            continue
        _, unit, decimals = known[figure["metric"]]
        printed = re.match(r"[\u2212\d.,]+", figure["text"])
        wanted = rounded(exact(figure, unit), decimals)
        if not printed or printed.group(0) != wanted:
            yield (f"{figure['metric']} {figure['window']} {figure['key']}: printed "
                   f"{figure['text']!r}, rounds to {wanted}")


def sheet_table(book, name, head):
    """Rows of a sheet as {head word: value}, below the row that holds `head`."""
    rows = book.rows(name)
    top = next(number for number, row in sorted(rows.items()) if head in row.values())
    columns = {column: value for column, value in rows[top].items() if value}
    for number, row in sorted(rows.items()):
        if number > top:
            yield {word: row.get(column) for column, word in columns.items()}


def close(a, b, decimals, unit):
    """Cells may hold the double or what is printed of it."""
    step = 10.0 ** -(decimals + (2 if unit == "percent" else 0))
    return isinstance(a, float) and abs(a - b) <= step / 2 + 1e-9 * max(1, abs(b))


def check_workbook(book, figures, known, say):
    parts = {"col.now": "value", "col.low": "low", "col.high": "high",
             "col.numerator": "numerator", "col.denominator": "denominator", "col.n": "n"}
    seen = []
    for row in sheet_table(book, say["sheet.figures"], say["col.id"]):
        metric = row.get(say["col.id"])
        if metric not in known:
            continue
        seen.append(metric)
        _, unit, decimals = known[metric]
        for word, part in parts.items():
            cell, value = row.get(say[word]), figures[metric][part]
            if value is None:
                if isinstance(cell, float):
                    yield f"{metric}: workbook has {part} {cell}, figures.json none"
            elif part in ("numerator", "denominator", "n"):
                if cell != value:
                    yield f"{metric}: workbook has {part} {cell}, figures.json {value}"
            elif not close(cell, value, decimals, unit):
                yield f"{metric}: workbook has {part} {cell}, figures.json {value}"
    if len(seen) < 20 or len(set(seen)) != len(seen):
        yield f"the workbook lists {len(seen)} metrics"


def pdf_text(path):
    done = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True)
    return done.stdout.decode().translate(BLANKS)


def printed_metrics(pack):
    """Of a pack's metrics those that pages show, not only sheets."""
    out = set()
    for block in tree.parse(pack).getroot().iter():
        if not block.tag.endswith("-sheet"):
            out |= set((block.get("metrics") or "").split())
    return out


def check_words(lines, say):
    """No id of a word is printed in its place."""
    groups = {word.split(".")[0] for word in say if "." in word}
    files = {"json", "csv", "xml", "md", "tsv", "pdf", "xlsx", "ttf", "db"}
    for line in lines:
        for group, name in re.findall(r"(?<![\w.-])([a-z-]+)\.([a-z-]+)(?![\w.])", line):
            if group in groups and name not in files:
                yield f"{group}.{name} is no word of the language"


def check_pdf(lines, listed, figures, known):
    """Most figures stand on a line with their name; those of tables by priority or time stand
    elsewhere, but stand."""
    squeezed = [re.sub(r"\s+", "", line) for line in lines]
    whole, beside = "\n".join(lines), 0
    for metric in listed:
        if figures[metric]["value"] is None:
            continue
        name = re.sub(r"\s+", "", known[metric][0])
        digits = re.match(r"[\u2212\d.,]+", figures[metric]["text"]).group(0)
        number = re.compile(r"(?<![\d.,])" + re.escape(digits) + r"(?![\d,]|\.\d)")
        around = ("".join(squeezed[max(0, at - 2):at + 5]) for at, line in enumerate(squeezed)
                  if name in line)
        beside += any(number.search(text) for text in around)
        if not number.search(whole):
            yield f"{metric} ({name}): {figures[metric]['text']} is on no page"
    if beside * 10 < len(listed) * 6:
        yield f"only {beside} of {len(listed)} metrics stand beside their value"


def check_register(book, lines, trace):
    with open(trace, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    head, rows = rows[0], rows[1:]
    name = next(sheet for sheet in book.sheets
                if set(head) <= set(book.rows(sheet).get(1, {}).values()))
    printed = list(sheet_table(book, name, head[1]))
    overrun = next(at for at, word in enumerate(head) if word.startswith(("超时", "逾時", "Over")))
    wanted = [(row[1], round(int(row[overrun]) / 3600, 6)) for row in rows]
    found = [(row[head[1]], round(row[head[overrun]], 6)) for row in printed if row.get(head[1])]
    if [w[0] for w in wanted] != [f[0] for f in found] or \
            any(abs(w[1] - f[1]) > 0.005 for w, f in zip(wanted, found)):
        yield f"{name}: {len(wanted)} rows traced, {len(found)} in the workbook, or other hours"
    on_pages = {}
    for line in lines:
        for record in re.findall(r"\b[A-Z]{1,3}\d{6,}\b", line)[:1]:
            on_pages.setdefault(record, []).append(line)
    for record, hours in wanted:
        text = rounded(Fraction(int(round(hours * 3600)), 3600), 2)
        if not any(text in line for line in on_pages.get(record, ())):
            yield f"{record}: overrun {text} h is on no page"


def main(edition, trace, locale="zh-CN"):
    with open(os.path.join(edition, "figures.json"), encoding="utf-8") as file:
        document = json.load(file)
    known, say = metrics(locale), words(locale)
    figures = {figure["metric"]: figure for figure in document["figures"]
               if figure["window"] == "period" and not figure["cut"]}
    book = Workbook(glob.glob(os.path.join(edition, "*.xlsx"))[0])
    lines = pdf_text(glob.glob(os.path.join(edition, "*.pdf"))[0]).splitlines()
    listed = [row[say["col.id"]] for row in
              sheet_table(book, say["sheet.figures"], say["col.id"])
              if row.get(say["col.id"]) in known]
    pages = printed_metrics(os.path.join(ROOT, "templates", "packs", "monthly.xml"))
    listed = [metric for metric in listed if metric in pages]
    failed = 0
    for name, faults in (("figures", check_texts(document, known)),
                         ("workbook", check_workbook(book, figures, known, say)),
                         ("pdf", check_pdf(lines, listed, figures, known)),
                         ("words", check_words(lines, say)),
                         ("register", check_register(book, lines, trace))):
        faults = list(faults)
        failed += bool(faults)
        print(f"{'not ok' if faults else 'ok'} equal: {name}")
        for fault in faults[:10]:
            print("   ", fault)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
