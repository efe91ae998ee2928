"""Cases of hostile.py: workbooks."""

import io
import zipfile

NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
BOOK = (f'<workbook {NS} xmlns:r="{REL}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>')
LINKS = (f'<Relationships xmlns="p"><Relationship Id="r1" Type="{REL}/worksheet" Target="worksheets/s.xml"/>'
         f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="ss.xml"/></Relationships>')
STRINGS = f"<sst {NS}><si><t>x</t></si></sst>"
REFUSED, FINE = (2,), (0, 1)


def text(value):
    return f'<c t="inlineStr"><is><t>{value}</t></is></c>'


HEAD = "<row>" + "".join(map(text, ("id", "opened_at", "resolved_at", "region", "product"))) + "</row>"
ROW = "<row>" + "".join(map(text, ("A1", "2025-03-01 10:00:00", "2025-03-02 10:00:00", "East", "Fan"))) + "</row>"


def sheet(data):
    return f"<worksheet {NS}><sheetData>{data}</sheetData></worksheet>"


def book(data="", **parts):
    """The bytes of a workbook; parts replace the usual ones, more= are added."""
    out = io.BytesIO()
    names = {"xl/workbook.xml": parts.get("book", BOOK), "xl/_rels/workbook.xml.rels": parts.get("links", LINKS),
             "xl/ss.xml": parts.get("strings", STRINGS),
             "xl/worksheets/s.xml": parts.get("sheet", sheet(HEAD + ROW + data)), **parts.get("more", {})}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in names.items():
            package.writestr(name, content)
    return out.getvalue()


def bomb(part, before, after, megabytes):
    """A part with so many MB of blanks."""
    def write(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("xl/workbook.xml", BOOK)
            package.writestr("xl/_rels/workbook.xml.rels", LINKS)
            for name in {"xl/ss.xml": STRINGS, "xl/worksheets/s.xml": sheet(HEAD + ROW)}.items():
                if name[0] != part:
                    package.writestr(*name)
            with package.open(part, "w") as out:
                out.write(before.encode())
                for _ in range(megabytes):
                    out.write(b" " * (1 << 20))
                out.write(after.encode())
    return write


def doctype(root):
    lol = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 10))
    return f'<!DOCTYPE x [<!ENTITY l0 "lol">{lol}<!ENTITY f SYSTEM "file:///etc/passwd">]>{root}'


def wide(n):
    return "".join(f'<row><c r="XFD{i}"><v>1</v></c></row>' for i in range(3, n))


SOUND = book()
LONG = f"<sst {NS}><si><t>{'long ' * 190000}</t></si></sst>"
MANY = '<row><c t="s"><v>0</v></c>' + text("2025-03-01 10:00:00") + "<c/>" + '<c t="s"><v>0</v></c>' * 2 + "</row>"
CYCLE = (f'<Relationships xmlns="p"><Relationship Id="r1" Type="{REL}/worksheet" Target="workbook.xml"/>'
         f'<Relationship Id="r2" Type="{REL}/sharedStrings" Target="/xl/workbook.xml"/></Relationships>')
OUT = LINKS.replace("worksheets/s.xml", "../../../../../etc/passwd")

CASES = [
    ("workbook is read", "a.xlsx", SOUND, "", "", FINE),
    ("workbook under another name", "a.csv", SOUND, "", "", FINE),
    ("workbook cut", "a.xlsx", SOUND[:-30], "", r"a\.xlsx: .*cut off", REFUSED),
    ("workbook in GBK that does not decode", "a.xlsx",
     book(sheet=b'<?xml version="1.0" encoding="GBK"?>' +
          sheet(HEAD + ROW + ROW.replace("A1", "@" * 9000)).encode().replace(b"@", b"\xff")), "",
     "XML is damaged", REFUSED),
    ("styles that do not decode", "a.xlsx",
     book(more={"xl/styles.xml": b'<?xml version="1.0" encoding="GBK"?><styleSheet>' + b"\xff" * 9000},
          links=LINKS.replace("</Rel", f'<Relationship Id="r3" Type="{REL}/styles" Target="styles.xml"/></Rel')), "",
     "XML is damaged", REFUSED),
    ("workbook spoiled", "a.xlsx", SOUND[:60] + b"\x55" * 20 + SOUND[80:], "", r"a\.xlsx: .*damaged", REFUSED),
    ("sheet that is a bomb", "a.xlsx", bomb("xl/worksheets/s.xml", f"<worksheet {NS}><sheetData>",
                                            "</sheetData></worksheet>", 1000), "", "zip bomb", REFUSED),
    ("strings that are a bomb", "a.xlsx", bomb("xl/ss.xml", f"<sst {NS}><si><t>", "</t></si></sst>", 300), "",
     "zip bomb", REFUSED),
    ("string of 12 MB", "a.xlsx", bomb("xl/ss.xml", f'<sst {NS}><si><t xml:space="preserve">', "</t></si></sst>", 12),
     "", "XML is damaged|1 MiB", REFUSED),
    ("entity bomb", "a.xlsx", book(sheet=doctype(sheet(text("&l9;")))), "", "DOCTYPE", REFUSED),
    ("external entity", "a.xlsx", book(strings=doctype(f"<sst {NS}><si><t>&f;</t></si></sst>")), "", "DOCTYPE", REFUSED),
    ("DOCTYPE of the workbook", "a.xlsx", book(book=doctype(BOOK)), "", "DOCTYPE", REFUSED),
    ("long string named 20,000 times", "a.xlsx", book(MANY * 20000, strings=LONG), "", r"a\.xlsx:\d+: .*repeated",
     REFUSED),
    ("strings that are not there", "a.xlsx", book('<row><c t="s"><v>99999999999</v></c></row>'), "",
     r"a\.xlsx:3: cell A3 names a shared string", REFUSED),
    ("sheet that is its own strings", "a.xlsx",
     book('<row><c t="s"><v>0</v></c></row>', links=LINKS.replace("ss.xml", "worksheets/s.xml")), "",
     r"a\.xlsx:3: cell A3 names a shared string", REFUSED),
    ("strings within strings", "a.xlsx", book(strings=f"<sst {NS}>{'<si><r><rPh>' * 3000}<t>x</t>"
                                              f"{'</rPh></r></si>' * 3000}</sst>"), "", "nested", REFUSED),
    ("100,000 columns of a workbook", "a.xlsx", book(f"<row>{'<c><v>1</v></c>' * 100000}</row>"), "",
     r"a\.xlsx:3: .*beyond column XFD", REFUSED),
    ("column beyond the last", "a.xlsx", book('<row><c r="ZZZZZZZZZZZZ3"><v>1</v></c></row>'), "",
     r"a\.xlsx:3: .*beyond column XFD", REFUSED),
    ("column that never ends", "a.xlsx", book(f'<row><c r="{"A" * 9000000}3"><v>1</v></c></row>'), "",
     r"a\.xlsx", REFUSED),
    ("40,000 rows to column XFD", "a.xlsx", book(wide(40000)), "", r"268 million|^$|a\.xlsx", (1, 2)),
    ("deep nesting", "a.xlsx", book(sheet=sheet("<x>" * 100000 + "</x>" * 100000)), "", "nested", REFUSED),
    ("workbook cell of 10 MB", "a.xlsx", book(f"<row>{text('y' * 9900000)}</row>"), "", "1 MiB", REFUSED),
    ("formulas that were never computed", "a.xlsx",
     book(f"<row><c><f>A2&amp;1</f><v></v></c>{text('2025-03-01 10:00:00')}</row>"), "", "result of the formula", (1,)),
    ("NUL in an escape", "a.xlsx", book(f"<row>{text('A_x0000_B')}{text('2025-03-01 10:00:00')}</row>"), "", "", FINE),
    ("relationships in a circle", "a.xlsx", book(links=CYCLE), "", "no visible sheet", REFUSED),
    ("relationship that leads out", "a.xlsx", book(links=OUT), "", "no visible sheet", REFUSED),
    ("name that leads out", "a.xlsx", book(more={"../../../evil": "x", "/abs": "y"}), "", "", FINE),
    ("part that is there twice", "a.xlsx", book(more={"XL/Worksheets/S.xml": "x"}), "", "twice", REFUSED),
    ("70,000 parts", "a.xlsx", book(more={f"p{i}": "" for i in range(70000)}), "", "more than 65536", REFUSED),
    ("zip of a CSV", "a.zip", book(book="", links="", more={}).replace(b"xl/workbook.xml", b"xl/notebook.xml"), "",
     "zip archive without a workbook", REFUSED),
]
