"""xlsx FOLDER AUDITPACK WORK: the workbooks of calamine's tests. Those with a table are read by
the program, through a whole import, and by the few lines below, which share nothing with it;
the cells must be the same. The others are refused with a status of 2 and the reason."""

import datetime
import glob
import os
import posixpath
import re
import subprocess
import sys
import zipfile
from xml.etree import ElementTree

from cells import cells

REFUSED = {
    "any_sheets.ods": r"OpenDocument", "date.ods": r"OpenDocument", "date.xls": r"\.xls\b",
    "issues.xls": r"\.xls\b", "merge_cells.xls": r"\.xls\b", "date.xlsb": r"\.xlsb",
    "pass_protected.xlsx": r"encrypted with a password",
    "empty_sheet.xlsx": r'no visible sheet .*1 "Sheet1"',
    "issue127.xlsx": r"no visible sheet .*Sheet8", "vba.xlsm": r"no visible sheet .*Sheet3",
}
DATES = [["2021-01-01", "15"], ["2021-01-02", "16"], ["255:10:10", "17"]]
NAMED = {  # what the cells are by the word of those who made the files
    "date.xlsx": DATES, "date_1904.xlsx": DATES,
    "date_iso.xlsx": [["2021-01-01"], ["2021-01-01 10:10:10"], ["10:10:10"]],
    "date_quoted_format.xlsx": [["2021-01-01"]] * 4,
    "rph.xlsx": [["課きく　毛こ"]],
    "empty_s_attribute.xlsx": [["Name", "Value"], ["John", "1"]],
    "encoded_entities.xlsx": [["&"]],
    "has_x000D_.xlsx": [["ABC\r\nDEF"]], "has_x000D_inline.xlsx": [["ABC\r\nDEF"]],
    "string-ref.xlsx": [["col1"], ["-8086931554011838357"]],
    "temperature.xlsx": [["label", "value"], ["celsius", "22.2222"], ["fahrenheit", "72"]],
    "non_monotonic_si.xlsx": [["1", "2", "3"], ["2", "4", "6"], ["3", "6", "9"]],
}
ERRORS = ("#DIV/0!", "#NAME?", "#VALUE!", "#NULL!", "#REF!", "#NUM!", "#N/A")


def tree(book, part):
    """An XML part without namespaces; None when there is none."""
    if part not in book.namelist():
        return None
    root = ElementTree.fromstring(book.read(part))
    for element in root.iter():
        element.tag = element.tag.split("}")[-1]
        element.attrib = {key.split("}")[-1]: value for key, value in element.attrib.items()}
    return root


def text_of(item):
    parts = []
    for element in item.iter():
        if element.tag == "rPh":
            for inner in element.iter():
                inner.text = None
        elif element.tag == "t" and element.text:
            kept = element.get("space") == "preserve"
            parts.append(element.text if kept else element.text.strip())
    unescape = re.compile("_x([0-9A-Fa-f]{4})_")
    return unescape.sub(lambda match: chr(int(match.group(1), 16)), "".join(parts)).strip()


def date_styles(book, part):
    root = tree(book, part)
    if root is None:
        return {}
    codes = {item.get("numFmtId"): item.get("formatCode") for item in root.iter("numFmt")}
    dated = {}
    for index, item in enumerate(root.find("cellXfs") or []):
        code = re.sub(r'"[^"]*"|\\.|General|\[[^]]*\]', "", codes.get(item.get("numFmtId"), ""))
        dated[str(index)] = item.get("numFmtId") in ("14", "15", "16", "17", "22") or bool(re.search("[ymdh]", code))
    return dated


def value_of(cell, strings, dated, first):
    kind, value = cell.get("t", "n"), cell.findtext("v") or ""
    if kind == "s" and value:
        return strings[int(value)]
    if kind == "inlineStr":
        return text_of(cell.find("is")) if cell.find("is") is not None else value
    if kind != "n" or not value:
        return value.strip()
    if dated.get(cell.get("s")):
        return str(first + datetime.timedelta(days=float(value)))[:10]
    number = float(value)
    return value if value.isdigit() else "%d" % number if number == int(number) else "%.15g" % number


def column_of(reference, last):
    number = 0
    for letter in re.match("[A-Z]*", reference).group():
        number = number * 26 + ord(letter) - 64
    return number - 1 if number else last + 1


def independent(path):
    """Filled rows of the first sheet with cells, each to its last filled cell."""
    book = zipfile.ZipFile(path)
    main = next(name for name in book.namelist() if name.endswith("workbook.xml"))
    folder, name = posixpath.split(main)
    links = tree(book, posixpath.join(folder, "_rels", name + ".rels"))
    targets = {link.get("Id"): posixpath.normpath(posixpath.join(folder, link.get("Target"))) if link.get("Target")[0] != "/"
               else link.get("Target")[1:] for link in links}
    kinds = {link.get("Type").split("/")[-1]: targets[link.get("Id")] for link in links}
    root = tree(book, kinds.get("sharedStrings", ""))
    strings = [text_of(item) for item in root.iter("si")] if root is not None else []
    workbook = tree(book, main)
    since_1904 = any(item.get("date1904") in ("1", "true") for item in workbook.iter("workbookPr"))
    first = datetime.datetime(1904, 1, 1) if since_1904 else datetime.datetime(1899, 12, 30)
    sheet = tree(book, targets[next(workbook.iter("sheet")).get("id")])
    rows = []
    for row in sheet.iter("row"):
        cell_at, last = {}, -1
        for cell in row.iter("c"):
            last = column_of(cell.get("r", ""), last)
            cell_at[last] = value_of(cell, strings, date_styles(book, kinds.get("styles", "")), first)
        width = max([at + 1 for at, value in cell_at.items() if value], default=0)
        if width:
            rows.append([cell_at.get(at, "") for at in range(width)])
    return rows


def trimmed(rows):
    """As the register shows them: no guard before a formula, no empty cells at the end."""
    for row in rows:
        row = [re.sub(r"^'(?=[-+=@])", "", value) for value in row]
        while row and not row[-1]:
            row.pop()
        if row:
            yield row


def refused(folder, program, pattern):
    said = subprocess.run([program, "check", os.path.join(folder, "job.xml")], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)
    return said.returncode == 2 and re.search(pattern, said.stderr.decode())


def verdict(path, program, work):
    """What is wrong with this file; None: nothing."""
    name = os.path.basename(path)
    folder = os.path.join(work, name)
    if name in REFUSED:
        cells(folder, program, path, [], ["id"])
        return None if refused(folder, program, REFUSED[name]) else "is not refused as it should be"
    wanted = NAMED.get(name) or independent(path)
    width = max(len(row) for row in wanted)
    found = list(trimmed(cells(folder, program, path, ['header="none"'], width)))
    if name in NAMED:
        return None if found[:len(wanted)] == wanted else found
    return None if found == [row for row in trimmed(wanted) if row[0] not in ERRORS] else found


def main(folder, program, work):
    bad = 0
    for path in sorted(glob.glob(os.path.join(folder, "*.xls*")) + glob.glob(os.path.join(folder, "*.ods"))):
        name = os.path.basename(path)
        if name == "too_small.xls":  # a line of text, whatever its name says
            continue
        wrong = verdict(path, program, work)
        print("ok xlsx: " + name if wrong is None else "not ok xlsx: %s: %s" % (name, str(wrong)[:2000]))
        bad |= wrong is not None
    return bad


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
