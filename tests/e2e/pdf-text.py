#!/usr/bin/env python3
"""pdf-text.py PDF TREE: what poppler and mupdf read out of the file is the same, and every text
of the tree (`auditpack figures --format tree`) that is printed stands in it, in order and
unbroken but for blanks. Texts that name the edition differ between the two and are left out.
AUDITPACK_PDFJS, a folder with the package pdfjs-dist, makes pdf.js the third reader."""

import collections
import os
import pathlib
import re
import subprocess
import sys

PRINTED = ("lead", "para", "note", "item", "requirement", "row", "heading", "section", "definition")
EDITION = re.compile(r"r\d|[0-9a-f]{12,}")
QUOTED = re.compile(r'(?<![=\w])"([^"]*)"')


def read(*command):
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", text)


def readers(pdf):
    yield "poppler", read("pdftotext", "-raw", pdf, "-")
    yield "mupdf", read("mutool", "draw", "-q", "-F", "txt", pdf)
    if folder := os.environ.get("AUDITPACK_PDFJS"):
        script = pathlib.Path(__file__).with_suffix(".mjs")
        yield "pdf.js", read("node", script, folder, pdf)


def main(pdf, tree):
    texts = dict(readers(pdf))
    failed = False
    first = collections.Counter(texts["poppler"])
    for name, text in texts.items():
        found = collections.Counter(text)
        if found != first:
            failed = True
            print(f"poppler and {name} read different characters:", first - found, found - first)
    count = 0
    with open(tree, encoding="utf-8") as file:
        for line in file:
            if line.split()[0] not in PRINTED:
                continue
            for text in QUOTED.findall(line):
                text = re.sub(r"[\s|]", "", text)
                count += 1
                if EDITION.search(text):
                    continue
                for name, found in texts.items():
                    if text not in found:
                        failed = True
                        print(f"not in the PDF, says {name}:", text)
    print(count, "texts,", ", ".join(texts))
    return failed or count < 100


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
