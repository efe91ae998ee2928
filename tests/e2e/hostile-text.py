"""Cases of hostile.py: delimited text, gzip and encodings."""

import gzip
import zlib

HEAD = b"id,opened_at,resolved_at,region,product\n"
ROW = b"A1,2025-03-01 10:00:00,2025-03-02 10:00:00,East,Fan\n"
REFUSED, FINE = (2,), (0, 1)


def rows(*more):
    return HEAD + ROW + b"".join(more)


def cell(n, byte=b"x", quote=b""):
    return b"A2,2025-03-01 10:00:00,," + quote + byte * n + quote + b",Fan\n"


def bomb(path):
    """One member of 16 MB of blanks, 256 times: 4 GB in 4 MB."""
    member = gzip.compress(b" " * (16 << 20), 9)
    with open(path, "wb") as out:
        out.write(gzip.compress(HEAD))
        for _ in range(256):
            out.write(member)


def zeros(path):
    """10 GB of zero bytes as one deflate stream would take minutes to make: a short one."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    with open(path, "wb") as out:
        out.write(packer.compress(HEAD))
        for _ in range(160):
            out.write(packer.compress(b"x" * (1 << 20)))
        out.write(packer.flush())


def spoiled(packed):
    """A byte in the middle of a gzip file changed."""
    middle = len(packed) // 2
    return packed[:middle] + bytes([packed[middle] ^ 0x55]) + packed[middle + 1:]


MANY = rows(*(b"B%d,2025-03-01 10:00:00,2025-03-02 10:%02d:00,East,Fan\n" % (i, i % 60)
              for i in range(2000)))
PACKED = gzip.compress(MANY)
GBK = rows(cell(0)).decode() + "A3,2025-03-01 10:00:00,,华东地区服务中心,空调\n" * 3

CASES = [
    ("gzip is read", "a.csv.gz", gzip.compress(rows()), "", "", FINE),
    ("gzip under another name", "a.csv", gzip.compress(rows()), "", "", FINE),
    ("gzip bomb of members", "a.csv.gz", bomb, "", r"a\.csv\.gz: .*(swells|blank|longer)", REFUSED),
    ("gzip bomb of one stream", "a.csv.gz", zeros, "", r"a\.csv\.gz: .*swells", REFUSED),
    ("gzip in gzip", "a.csv.gz", gzip.compress(gzip.compress(rows())), "", "twice", REFUSED),
    ("gzip cut", "a.csv.gz", PACKED[:-9], "", r"a\.csv\.gz: .*cut off", REFUSED),
    ("gzip cut within its head", "a.csv.gz", PACKED[:6], "", "cut off", REFUSED),
    ("gzip spoiled", "a.csv.gz", spoiled(PACKED), "", "damaged", REFUSED),
    ("gzip with more behind it", "a.csv.gz", PACKED + b"more", "", "not gzip", REFUSED),
    ("cell of 10 MB", "a.csv", rows(cell(10 << 20)), "", r"a\.csv:3: .*1 MiB", REFUSED),
    ("quoted cell of 10 MB", "a.csv", rows(cell(10 << 20, quote=b'"')), "", "1 MiB", REFUSED),
    ("cell of 500,000 line feeds", "a.csv",
     rows(b"A2,2025-03-01 10:00:00,,\"x" + b"\n" * 500000 + b"x\",Fan\n"), "", "", FINE),
    ("cell of 1 MB in a dimension", "a.csv", rows(cell(1000000)), "", "", FINE),
    ("key of 1 MB", "a.csv", rows(b"K" * 1000000 + b",2025-03-01 10:00:00,,East,Fan\n"), "",
     r"a\.csv:3: ", FINE),
    ("100,000 columns", "a.csv", b",".join(b"c%d" % i for i in range(100000)) + b"\n", "",
     r"a\.csv:1: .*16,384", REFUSED),
    ("16,384 columns of one name", "a.csv", b"id,opened_at" + b",same" * 16382 + b"\n"
     + b"A1,2025-03-01" + b"," * 16382 + b"\n", "", "", FINE),
    ("header of one name of 1 MB", "a.csv", b"id,opened_at," + b"n" * 1000000 + b"\nA1,2025-03-01,\n",
     "", "", FINE),
    ("header of no column that is known", "a.csv", b"\n".join(b"x" * 1000000 for _ in range(8)), "",
     "no column fills", REFUSED),
    ("NUL bytes", "a.csv", rows(b"A2,2025\0,,,\n"), "", r"a\.csv:3: .*NUL", REFUSED),
    ("NUL bytes alone", "a.csv", b"\0" * 100000, "", "NUL|UTF-16", REFUSED),
    ("quote that never ends", "a.csv", rows(b"A2,\"", b"2025,x\n" * 4000000), "",
     r"a\.csv:3: .*(quote|MiB)", REFUSED),
    ("line of 40 MB", "a.csv", rows(b"x," * 8000, b"x" * (40 << 20)), "", "MiB", REFUSED),
    ("five million line feeds", "a.csv", rows(b"\n" * 5000000), "", "", FINE),
    ("line ends of every kind", "a.csv",
     rows(b"A2,2025-03-01,,,\rA3,2025-03-01,,,\r\nA4,2025-03-01,,,\n\rA5,2025-03-01,,,"), "", "",
     FINE),
    ("a mark alone", "a.csv", b"\xef\xbb\xbf", "", r"a\.csv: ", REFUSED),
    ("sep line alone", "a.csv", b"sep=;\n", "", r"a\.csv", REFUSED),
    ("UTF-16", "a.csv", rows().decode().encode("utf-16"), "", "", FINE),
    ("UTF-16 without a mark", "a.csv", rows().decode().encode("utf-16-le"), "", "", FINE),
    ("UTF-16 of an odd length", "a.csv", rows().decode().encode("utf-16")[:-1], "",
     r"byte \d+ is not valid UTF-16LE", REFUSED),
    ("half a surrogate", "a.csv", "id,opened_at\n\ud800".encode("utf-16", "surrogatepass"), "",
     "not valid UTF-16", REFUSED),
    ("UTF-32", "a.csv", rows().decode().encode("utf-32"), "", "", FINE),
    ("GB18030", "a.csv", GBK.encode("gb18030"), "", "", FINE),
    ("GB18030 of four bytes that are none", "a.csv",
     GBK.encode("gb18030") + b"A4,2025-03-01 10:00:00,,\x84\x31\xa4\x20,\n",
     "encoding=\"GB18030\"", r"a\.csv:7: byte \d+ is not valid GB18030", REFUSED),
    ("GB18030 that is cut", "a.csv", GBK.encode("gb18030") + b"\xb9", "", "GB18030", REFUSED),
    ("UTF-8 that is cut", "a.csv", (GBK + "工").encode()[:-1], "", "damaged or cut", REFUSED),
    ("UTF-8 of long forms", "a.csv", rows(b"\xc0\xaf,2025-03-01,,,\n"), "encoding=\"UTF-8\"",
     r"a\.csv:3: byte \d+ is not valid UTF-8", REFUSED),
    ("U+FFFD in cells", "a.csv", rows("A2,2025-03-01,,caf\ufffd,\n".encode()), "", r"U\+FFFD", FINE),
    ("row that the end cuts", "a.csv", rows(b"A2,2025-03-01"), "", "cut off", REFUSED),
]
