"""xlsx-recalc.py FILE WORK: all cached values of formulas are overwritten, LibreOffice is made
to recalculate, and what it gets is held against what was cached, to 1e-9."""

import os
import re
import subprocess
import sys
import zipfile

from xlsx import Workbook

FORCE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"><item
 oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
 oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def spoil(path, out):
    """The same workbook with -1 in the place of every cached number of a formula."""
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for item in source.infolist():
            data = source.read(item)
            if item.filename.startswith("xl/worksheets/sheet"):
                data = re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1<v>-1</v>", data)
                data = re.sub(rb'(<c [^>]*) t="str"(><f>)', rb"\1\2", data)
            to.writestr(item, data)


def recalculate(path, work):
    profile = os.path.join(work, "profile")
    os.makedirs(os.path.join(profile, "user"), exist_ok=True)
    with open(os.path.join(profile, "user", "registrymodifications.xcu"), "w",
              encoding="utf-8") as file:
        file.write(FORCE)
    out = os.path.join(work, "out")
    subprocess.run(["soffice", f"-env:UserInstallation=file://{profile}", "--headless",
                    "--convert-to", "xlsx", "--outdir", out, path],
                   check=True, capture_output=True, timeout=300)
    return os.path.join(out, os.path.basename(path))


def formulas(book):
    return {(sheet, column, row): (value, formula) for sheet in book.sheets
            for row, column, value, formula in book.cells(sheet) if formula is not None}


def differs(a, b):
    if isinstance(a, float) and isinstance(b, float):
        return abs(a - b) > 1e-9 * max(1, abs(a))
    return a != b


def main(path, work):
    os.makedirs(work, exist_ok=True)
    spoiled = os.path.join(work, "spoiled.xlsx")
    spoil(path, spoiled)
    ours = formulas(Workbook(path))
    theirs = Workbook(recalculate(spoiled, work))
    cells = {sheet: theirs.rows(sheet) for sheet in {key[0] for key in ours}}
    wrong = [(key, value, cells[key[0]].get(key[2], {}).get(key[1]), formula)
             for key, (value, formula) in ours.items()
             if differs(value, cells[key[0]].get(key[2], {}).get(key[1]))]
    for key, value, other, formula in wrong[:20]:
        print(*key, "cached", value, "recalculated", other, formula)
    print(f"{len(ours)} formulas, {len(wrong)} differ")
    return 1 if wrong or len(ours) < 100 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
