"""encodings FOLDER AUDITPACK WORK ENCODING IN REF MAX [CODEC]: every line of IN decodes to that
of REF, but for MAX at most, which are printed: tables differ in what they call private. Lines
that the reference cannot decode (U+FFFD) are left out, and with CODEC, one of python's, those
beyond it: the web's Big5 has those of Hong Kong and of vendors too. Blanks around a text are not kept."""

import os
import sys

from cells import cells

BLANKS = " \t\r\u3000"


def knows(codec, raw):
    try:
        return codec is None or raw.decode(codec) is not None
    except UnicodeDecodeError:
        return False


def main(folder, program, work, encoding, source, reference, allowed, codec=None):
    with open(os.path.join(folder, source), "rb") as file:
        lines = file.read().split(b"\n")
    with open(os.path.join(folder, reference), encoding="utf-8") as file:
        wanted = file.read().split("\n")
    pairs = [(raw, text) for raw, text in zip(lines, wanted)
             if "\ufffd" not in text and text.strip(BLANKS) and knows(codec, raw)]
    path = os.path.join(work, "lines")
    with open(path, "wb") as file:
        file.write(b"".join(raw + b"\n" for raw, _ in pairs))
    attributes = ['encoding="%s"' % encoding, 'header="none"', 'quote="none"',
                  r'delimiter="\x01"']
    found = cells(os.path.join(work, encoding), program, path, attributes, 1)
    if len(found) != len(pairs):
        print("not ok %s: %d lines of %d" % (encoding, len(found), len(pairs)))
        return 1
    differ = [(text, row[0]) for (_, text), row in zip(pairs, found)
              if row[0].removeprefix("'") != text.strip(BLANKS).removeprefix("'")]
    characters = sum(len(text) for _, text in pairs) - len(differ)
    good = len(differ) <= int(allowed)
    print("%s %s: %d lines, %d characters equal the reference, %d lines differ" % (
        "ok" if good else "not ok", encoding, len(pairs), characters, len(differ)))
    for text, row in differ[:10] if not good else []:
        print("    %s %s" % (text.encode("unicode_escape"), row.encode("unicode_escape")))
    return not good


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
