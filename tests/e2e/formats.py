#!/usr/bin/env python3
"""formats FORMAT CSV OUT: the rows of a CSV file, written in another format."""
import csv
import gzip
import sqlite3
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


def column(n):
    letters = ""
    while n >= 0:
        letters = chr(ord("A") + n % 26) + letters
        n = n // 26 - 1
    return letters


def write_xml(rows, out, encoding):
    head, body = rows[0], rows[1:]
    with open(out, "w", encoding=encoding, newline="\n") as file:
        file.write(f'<?xml version="1.0" encoding="{encoding}"?>\n<rows made="today">\n')
        for row in body:
            file.write(f" <row {head[0]}={quoteattr(row[0])}>")
            for name, cell in zip(head[1:], row[1:]):
                if cell:
                    file.write(f"<{name}>{escape(cell)}</{name}>")
            file.write("</row>\n")
        file.write("</rows>\n")


def write_xlsx(rows, out, _):
    sheet = ['<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>']
    for r, row in enumerate(rows, 1):
        cells = "".join(
            f'<c r="{column(c)}{r}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
            for c, cell in enumerate(row) if cell)
        sheet.append(f'<row r="{r}">{cells}</row>')
    sheet.append("</sheetData></worksheet>")
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml":
            f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>',
        "_rels/.rels":
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{base}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml":
            f'<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{base}">'
            '<sheets><sheet name="rows" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels":
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{base}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": "".join(sheet),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, text in parts.items():
            book.writestr(name, '<?xml version="1.0" encoding="UTF-8"?>' + text)


def write_sqlite(rows, out, _):
    Path(out).unlink(missing_ok=True)
    database = sqlite3.connect(out)
    database.execute("CREATE TABLE rows (%s)" % ", ".join(f'"{name}"' for name in rows[0]))
    database.executemany("INSERT INTO rows VALUES (%s)" % ", ".join("?" * len(rows[0])),
                         [[cell or None for cell in row] for row in rows[1:]])
    database.commit()
    database.close()


def write_csv(rows, out, encoding, **dialect):
    opened = gzip.open if out.endswith(".gz") else open
    with opened(out, "wt", encoding=encoding, newline="") as file:
        csv.writer(file, **{"lineterminator": "\n", **dialect}).writerows(rows)


def write_tsv(rows, out, encoding):
    write_csv(rows, out, encoding, delimiter="\t", lineterminator="\r")


def write_quoted(rows, out, encoding):
    write_csv(rows, out, encoding, delimiter=";", lineterminator="\r\n", quotechar="'",
              quoting=csv.QUOTE_ALL)


def write_wide(rows, out, encoding):
    write_csv(rows, out, encoding, delimiter="，")


def write_framed(rows, out, encoding):
    """Above the header a title, a blank row and one of a single cell; below it a sum."""
    head = [["Export of all"], [], ["all"] + [""] * (len(rows[0]) - 1)]
    write_csv(head + rows + [["Sum", str(len(rows) - 1)]], out, encoding, delimiter="\x01")


WRITERS = {
    "utf8": (write_csv, "utf-8"), "gb18030": (write_csv, "gb18030"), "gz": (write_csv, "utf-8"),
    "tsv": (write_tsv, "utf-8-sig"), "quoted": (write_quoted, "utf-16"),
    "framed": (write_framed, "utf-8"), "wide": (write_wide, "gb18030"),
    "xml": (write_xml, "utf-8"), "xml-gb18030": (write_xml, "gb18030"),
    "xlsx": (write_xlsx, None), "sqlite": (write_sqlite, None),
}
chosen, source, target = sys.argv[1:]
with open(source, encoding="utf-8", newline="") as read:
    content = list(csv.reader(read))
writer, coding = WRITERS[chosen]
writer(content, target, coding)
