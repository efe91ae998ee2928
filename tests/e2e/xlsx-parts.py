"""xlsx-parts.py FILE [ROWS]: the package of a workbook as Excel wants it: every part is well
formed, has a content type, and relationships lead to parts; sheets have unique, valid names;
elements of a sheet stand in the order of the schema; cells ascend, name formats that exist,
hold finite numbers and texts without control characters; defined names and links lead to
sheets; tables of formats and strings count what they hold."""

import math
import posixpath
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
ORDER = ("sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection "
         "protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews "
         "mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions "
         "pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches "
         "ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects "
         "controls webPublishItems tableParts extLst").split()


def place(reference):
    column, row = re.fullmatch(r"([A-Z]+)([0-9]+)", reference).groups()
    at = 0
    for letter in column:
        at = at * 26 + ord(letter) - 64
    return int(row), at


def check_package(book, parts):
    types = parts["[Content_Types].xml"]
    named = {override.get("PartName") for override in types.findall(TYPES + "Override")}
    endings = {default.get("Extension") for default in types.findall(TYPES + "Default")}
    for name in book.namelist():
        if "/" + name not in named and name.rsplit(".", 1)[-1] not in endings:
            yield f"{name} has no content type"
    for name in named:
        if name[1:] not in parts:
            yield f"content type of {name}, which is no part"
    for name, root in parts.items():
        if not name.endswith(".rels"):
            continue
        base = posixpath.dirname(posixpath.dirname(name))
        for relation in root.findall(PACKAGE + "Relationship"):
            target = posixpath.normpath(posixpath.join(base, relation.get("Target")))
            if relation.get("TargetMode") != "External" and target.lstrip("/") not in parts:
                yield f"{name}: {relation.get('Target')} is no part"


def check_names(parts):
    names = [sheet.get("name") for sheet in parts["xl/workbook.xml"].iter(MAIN + "sheet")]
    if len({name.lower() for name in names}) != len(names):
        yield f"sheets share a name: {names}"
    for name in names:
        if not 1 <= len(name) <= 31 or re.search(r"[\[\]:*?/\\]", name) or "'" in name[:1] + name[-1:]:
            yield f"{name!r} cannot be the name of a sheet"
    for defined in parts["xl/workbook.xml"].iter(MAIN + "definedName"):
        for sheet in re.findall(r"'([^']+)'!", defined.text):
            if sheet not in names:
                yield f"defined name leads to {sheet!r}"


def check_counts(parts):
    for name, path, attribute in (("xl/styles.xml", ".//" + MAIN + "cellXfs", "count"),
                                  ("xl/styles.xml", ".//" + MAIN + "fonts", "count"),
                                  ("xl/sharedStrings.xml", ".", "uniqueCount")):
        if name in parts:
            element = parts[name].find(path)
            if int(element.get(attribute, len(element))) != len(element):
                yield f"{name} {path} counts {element.get(attribute)} of {len(element)}"


def check_cell(cell, formats, strings):
    value, kind = cell.find(MAIN + "v"), cell.get("t", "n")
    if int(cell.get("s", 0)) >= formats:
        yield "a format that is not there"
    if kind == "n" and value is not None and not math.isfinite(float(value.text)):
        yield "a number that is not finite"
    if kind == "s" and int(value.text) >= strings:
        yield "a string that is not there"
    for text in cell.iter(MAIN + "t"):
        if len((text.text or "").encode("utf-16-le")) > 2 * 32767:
            yield "a text of more than 32767 characters"


def check_sheet(name, root, formats, strings):
    tags = [child.tag.replace(MAIN, "") for child in root]
    known = [ORDER.index(tag) for tag in tags if tag in ORDER]
    if known != sorted(known) or len(known) != len(tags):
        yield f"{name}: elements in the order {tags}"
    last = (0, 0)
    for row in root.iter(MAIN + "row"):
        for cell in row:
            at = place(cell.get("r"))
            if at <= last or at[0] != int(row.get("r")):
                yield f"{name}: {cell.get('r')} after {last}"
            last = at
            for fault in check_cell(cell, formats, strings):
                yield f"{name} {cell.get('r')}: {fault}"
    merged = [merge.get("ref") for merge in root.iter(MAIN + "mergeCell")]
    if len(set(merged)) != len(merged):
        yield f"{name}: merged twice"


def check_links(name, root, names):
    for link in root.iter(MAIN + "hyperlink"):
        sheet = re.match(r"'(.+)'!|([^!]+)!", link.get("location") or "")
        if link.get("location") and (not sheet or (sheet[1] or sheet[2]) not in names):
            yield f"{name}: link to {link.get('location')}"


def faults(path):
    book = zipfile.ZipFile(path)
    if book.testzip():
        yield f"{book.testzip()} is damaged"
    parts = {name: tree.fromstring(book.read(name)) for name in book.namelist()}
    yield from check_package(book, parts)
    yield from check_names(parts)
    yield from check_counts(parts)
    names = {sheet.get("name") for sheet in parts["xl/workbook.xml"].iter(MAIN + "sheet")}
    formats = len(parts["xl/styles.xml"].find(MAIN + "cellXfs"))
    strings = len(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else 0
    for name, root in parts.items():
        if name.startswith("xl/worksheets/sheet"):
            yield from check_sheet(name, root, formats, strings)
            yield from check_links(name, root, names)


def main(path):
    found = list(faults(path))
    for fault in found[:20]:
        print(fault)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
