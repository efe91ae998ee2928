#!/usr/bin/env python3
"""pdf-text.py PDF TREE: what poppler and mupdf read out of the file is the same, and every text
of the tree (`auditpack figures --format tree`) that is printed stands in it, in order and
unbroken but for blanks. Texts that name the edition differ between the two and are left out."""

import collections
import re
import subprocess
import sys

PRINTED = ("lead", "para", "note", "item", "requirement", "row", "heading", "section", "definition")
EDITION = re.compile(r"r\d|[0-9a-f]{12,}")
QUOTED = re.compile(r'(?<![=\w])"([^"]*)"')


def read(*command):
    text = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s", "", text)


def main(pdf, tree):
    poppler = read("pdftotext", "-raw", pdf, "-")
    mupdf = read("mutool", "draw", "-q", "-F", "txt", pdf)
    failed = False
    ours, theirs = collections.Counter(poppler), collections.Counter(mupdf)
    if ours != theirs:
        failed = True
        print("poppler and mupdf read different characters:", ours - theirs, theirs - ours)
    count = 0
    with open(tree, encoding="utf-8") as file:
        for line in file:
            if line.split()[0] not in PRINTED:
                continue
            for text in QUOTED.findall(line):
                text = re.sub(r"[\s|]", "", text)
                count += 1
                if not EDITION.search(text) and text not in poppler:
                    failed = True
                    print("not in the PDF:", text)
    print(count, "texts")
    return failed or count < 100


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
