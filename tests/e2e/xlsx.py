"""Reads a workbook without libraries: sheets, their cells, and every text in it.

usage: xlsx.py FILE          prints every cell: sheet, place, value, formula"""

import re
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"


def text_of(element):
    """The runs of a string, phonetic hints left out."""
    return "".join(t.text or "" for path in ("t", "r/t")
                   for t in element.findall("/".join(MAIN + part for part in path.split("/"))))


class Workbook:
    def __init__(self, path):
        self.zip = zipfile.ZipFile(path)
        self.strings = []
        if "xl/sharedStrings.xml" in self.zip.namelist():
            self.strings = [text_of(item) for item in self.part("xl/sharedStrings.xml")]
        targets = {relation.get("Id"): relation.get("Target")
                   for relation in self.part("xl/_rels/workbook.xml.rels")}
        book = self.part("xl/workbook.xml")
        self.sheets = {sheet.get("name"): "xl/" + targets[sheet.get(RELATION)]
                       for sheet in book.find(MAIN + "sheets")}

    def part(self, name):
        return tree.fromstring(self.zip.read(name))

    def value(self, cell):
        kind, value = cell.get("t", "n"), cell.find(MAIN + "v")
        if kind == "inlineStr":
            return text_of(cell.find(MAIN + "is"))
        if value is None or value.text is None:
            return None
        if kind == "s":
            return self.strings[int(value.text)]
        return value.text if kind in ("str", "e", "b") else float(value.text)

    def cells(self, sheet):
        """(row, column, value, formula) of every filled cell, columns as letters."""
        with self.zip.open(self.sheets[sheet]) as stream:
            for _, element in tree.iterparse(stream):
                if element.tag == MAIN + "c":
                    column, row = re.fullmatch(r"([A-Z]+)(\d+)", element.get("r")).groups()
                    formula = element.find(MAIN + "f")
                    yield (int(row), column, self.value(element),
                           None if formula is None else formula.text)
                if element.tag == MAIN + "row":
                    element.clear()

    def rows(self, sheet):
        """{row: {column: value}}"""
        out = {}
        for row, column, value, _ in self.cells(sheet):
            out.setdefault(row, {})[column] = value
        return out


def main(path):
    book = Workbook(path)
    for sheet in book.sheets:
        for row, column, value, formula in book.cells(sheet):
            if value is not None or formula:
                print(sheet, f"{column}{row}", repr(value), f"={formula}" if formula else "")


if __name__ == "__main__":
    main(sys.argv[1])
