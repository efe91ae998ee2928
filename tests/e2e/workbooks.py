"""workbooks.py FOLDER: turns every CSV and TSV of FOLDER into a workbook beside it and
removes the text: times become typed cells, numbers become numbers, ids stay text. Texts are
shared in one file and inline in the next, and days count from 1904 in every third."""
import csv
import datetime
import pathlib
import re
import sys
import zipfile
from xml.sax.saxutils import escape

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TIME = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)(?: (\d\d):(\d\d)(?::(\d\d))?)?")
NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d*[1-9])?")


def rows_of(path):
    data = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    return list(csv.reader(text.splitlines(keepends=True), delimiter="\t" if path.suffix == ".tsv" else ","))


def serial(match, from_1904):
    """Days as a spreadsheet counts them, and the style that shows them; None: no real time."""
    try:
        at = datetime.datetime(*(int(part or 0) for part in match.groups()))
    except ValueError:
        return None
    days = at - (datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30))
    return repr(days / datetime.timedelta(days=1)), 2 if match.group(4) else 1


class Book:
    def __init__(self, shared, from_1904):
        self.shared, self.from_1904, self.strings = shared, from_1904, {}

    def text(self, value):
        value = escape(value).replace("\r", "_x000D_")
        if self.shared:
            return f't="s"><v>{self.strings.setdefault(value, len(self.strings))}</v>'
        return f't="inlineStr"><is><t xml:space="preserve">{value}</t></is>'

    def cell(self, value, column, row):
        match = TIME.fullmatch(value)
        time = serial(match, self.from_1904) if match else None
        start = f'<c r="{chr(65 + column)}{row}" '
        if value == "":
            return ""
        if time:
            return f'{start}s="{time[1]}"><v>{time[0]}</v></c>'
        if NUMBER.fullmatch(value):
            return f"{start}><v>{value}</v></c>"
        return f"{start}{self.text(value)}</c>"

    def sheet(self, rows):
        lines = (f'<row r="{n}">{"".join(self.cell(v, c, n) for c, v in enumerate(row))}</row>'
                 for n, row in enumerate(rows, 1))
        return f'<worksheet {NS}><sheetData>{"".join(lines)}</sheetData></worksheet>'


def write(path, rows, shared, from_1904):
    book = Book(shared, from_1904)
    parts = {"worksheet": ("worksheets/sheet1.xml", book.sheet(rows)),
             "styles": ("styles.xml", f'<styleSheet {NS}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/>'
                                      '<xf numFmtId="22"/></cellXfs></styleSheet>')}
    if shared:
        items = "".join(f'<si><t xml:space="preserve">{value}</t></si>' for value in book.strings)
        parts["sharedStrings"] = ("sharedStrings.xml", f"<sst {NS}>{items}</sst>")
    links = "".join(f'<Relationship Id="r{kind}" Type="{REL}/{kind}" Target="{name}"/>'
                    for kind, (name, _) in parts.items())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", f'<workbook {NS} xmlns:r="{REL}"><workbookPr date1904="{int(from_1904)}"/>'
                     '<sheets><sheet name="导出" sheetId="1" r:id="rworksheet"/></sheets></workbook>')
        out.writestr("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{PACKAGE}/relationships">{links}'
                     "</Relationships>")
        for name, text in parts.values():
            out.writestr(f"xl/{name}", text)


for number, file in enumerate(sorted(pathlib.Path(sys.argv[1]).glob("*.[ct]sv"))):
    write(file.with_suffix(".xlsx"), rows_of(file), number % 2 == 0, number % 3 == 0)
    file.unlink()
