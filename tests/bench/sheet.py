"""sheet.py ROWS inline|shared|numbers FILE: a workbook of ROWS x 12 cells as an order system
exports it: ids and names as text, two real times, numbers. For measuring the reader; the texts
are inline or shared, those of ids all different; with "numbers" names are codes and only two
columns text, shared. Prints how many strings are shared, and their bytes."""
import sys
import zipfile

ROWS, KIND, FILE = int(sys.argv[1]), sys.argv[2], sys.argv[3]
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORDS = ["空调漏水", "冰箱不制冷", "洗衣机异响 & 抖动", "安装预约", "保养咨询", "配件更换"]
HEADER = ["工单号", "受理时间", "完成时间", "大区", "城市", "产品", "故障", "工程师", "金额", "工时", "评分", "状态"]
strings = {}


def text(ref, value):
    value = value.replace("&", "&amp;")
    if KIND == "inline":
        return f'<c r="{ref}" t="inlineStr"><is><t>{value}</t></is></c>'
    return f'<c r="{ref}" t="s"><v>{strings.setdefault(value, len(strings))}</v></c>'


def number(ref, value):
    return f'<c r="{ref}"><v>{value!r}</v></c>'


def row_of_numbers(n, i):
    opened = 45658 + (i * 7919 % 525600) / 1440
    yield number(f"A{n}", 10**9 + i * 2654435761 % 10**9)
    yield f'<c r="B{n}" s="1"><v>{opened!r}</v></c>'
    yield f'<c r="C{n}" s="1"><v>{opened + (i % 97) / 24!r}</v></c>'
    for place, count in zip("DEFGH", (5, 337, 91, 6, 1009)):
        if place != "G":
            yield number(f"{place}{n}", i % count)
        else:
            yield text(f"G{n}", WORDS[i * 31 % 6])
    yield number(f"I{n}", i * 17 % 100000 / 100)
    yield number(f"J{n}", i % 80 / 10)
    yield number(f"K{n}", i % 5 + 1)
    yield text(f"L{n}", "已关闭" if i % 5 < 3 else "处理中")


def row(n, i):
    opened = 45658 + (i * 7919 % 525600) / 1440
    yield text(f"A{n}", f"WO-{i * 2654435761 % 10**10:010d}")
    yield f'<c r="B{n}" s="1"><v>{opened!r}</v></c>'
    if i % 5 < 3:
        yield f'<c r="C{n}" s="1"><v>{opened + (i % 97) / 24!r}</v></c>'
    yield text(f"D{n}", "东南西北中"[i % 5] + "区")
    yield text(f"E{n}", f"城市{i % 337}")
    yield text(f"F{n}", f"产品 {'ABCDEFG'[i % 7]}{i % 13}")
    yield text(f"G{n}", WORDS[i * 31 % 6])
    yield text(f"H{n}", f"工程师 {i % 1009}")
    yield f'<c r="I{n}"><v>{i * 17 % 100000 / 100!r}</v></c>'
    yield f'<c r="J{n}"><v>{i % 80 / 10!r}</v></c>'
    yield f'<c r="K{n}"><v>{i % 5 + 1}</v></c>'
    yield text(f"L{n}", "已关闭" if i % 5 < 3 else "处理中")


with zipfile.ZipFile(FILE, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as book:
    with book.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as out:
        head = "".join(text(f"{'ABCDEFGHIJKL'[c]}1", name) for c, name in enumerate(HEADER))
        out.write(f'<worksheet {NS}><sheetData><row r="1">{head}</row>'.encode())
        for i in range(ROWS):
            cells = row_of_numbers(i + 2, i) if KIND == "numbers" else row(i + 2, i)
            out.write(f'<row r="{i + 2}" spans="1:12">{"".join(cells)}</row>'.encode())
        out.write(b"</sheetData></worksheet>")
    book.writestr("xl/styles.xml", f'<styleSheet {NS}><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="22"/>'
                  "</cellXfs></styleSheet>")
    book.writestr("xl/workbook.xml", f'<workbook {NS} xmlns:r="{REL}"><sheets><sheet name="明细" sheetId="1" '
                  'r:id="rId1"/></sheets></workbook>')
    parts = [("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]
    if strings:
        parts.append(("sharedStrings", "sharedStrings.xml"))
        with book.open("xl/sharedStrings.xml", "w", force_zip64=True) as out:
            out.write(f'<sst {NS} uniqueCount="{len(strings)}">'.encode())
            for value in strings:
                out.write(f"<si><t>{value}</t></si>".encode())
            out.write(b"</sst>")
    rels = "".join(f'<Relationship Id="rId{i}" Type="{REL}/{kind}" Target="{target}"/>'
                   for i, (kind, target) in enumerate(parts, 1))
    book.writestr("xl/_rels/workbook.xml.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
                  f'relationships">{rels}</Relationships>')
    book.writestr("_rels/.rels", '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                  f'<Relationship Id="rId1" Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>')
    types = [("workbook", "sheet.main"), *((target[:-4], kind) for kind, target in parts)]
    overrides = "".join(f'<Override PartName="/xl/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
                        f'spreadsheetml.{kind}+xml"/>' for name, kind in types)
    book.writestr("[Content_Types].xml", '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                  '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
                  f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>')
print(len(strings), sum(len(value.encode()) for value in strings))
