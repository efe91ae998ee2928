#!/usr/bin/env python3
"""spans.py TREE PDF XLSX: cells over several rows or columns of the tree (`rows=3`, `columns=2`
behind a text) are so tagged in the PDF and merged in the workbook, as often as they stand there."""

import collections
import re
import subprocess
import sys
import zipfile


def spans_of(rows, columns):
    return collections.Counter((int(r or 1), int(c or 1)) for r, c in zip(rows, columns))


def of_tree(path):
    with open(path, encoding="utf-8") as file:
        text = "".join(line for line in file if line.split()[0] == "row")
    found = re.findall(r'" rows=(\d+)(?: columns=(\d+))?|" columns=(\d+)', text)
    return spans_of([f[0] for f in found], [f[1] or f[2] for f in found])


def of_pdf(path):
    plain = subprocess.run(["qpdf", "--qdf", "--object-streams=disable", path, "-"],
                           capture_output=True, check=False).stdout
    found = [match.group() for match in re.finditer(rb"/A <<[^<>]*Span \d+[^<>]*>>", plain)
             if b"/Scope" not in match.group()]
    each = [(re.search(rb"RowSpan (\d+)", f), re.search(rb"ColSpan (\d+)", f)) for f in found]
    return spans_of([r and r[1] for r, _ in each], [c and c[1] for _, c in each])


def number(letters):
    n = 0
    for letter in letters:
        n = n * 26 + ord(letter) - 64
    return n


def of_book(path):
    refs = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/sheet"):
                refs += re.findall(rb'mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', book.read(name))
    refs = [[part.decode() for part in ref] for ref in refs]
    return spans_of([int(d) - int(b) + 1 for _, b, _, d in refs],
                    [number(c) - number(a) + 1 for a, _, c, _ in refs])


def main(tree, pdf, book):
    tree, pdf, book = of_tree(tree), of_pdf(pdf), of_book(book)
    print("tree", dict(tree), "PDF", dict(pdf), "workbook", dict(book))
    # Clauses have a sheet of another make; paragraphs are merged too.
    rows = collections.Counter({span: n for span, n in tree.items() if span[0] > 1})
    return not rows or pdf != tree or bool(rows - book)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
