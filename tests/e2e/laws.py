"""laws.py STEP ...: what laws.sh does to exports and reads from results.

correct IN OUT SEED     OUT: the rows of IN, some corrected, and in another order
split IN STEM COUNT     STEM-1.csv ... : the rows of IN dealt out at random
live DB                 number and newest event of the stored versions of every kind"""

import csv
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts"))
from sample.draw import Draw  # noqa: E402


def read(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    return rows[0], rows[1:]


def write(path, head, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([head, *rows])


def shuffled(rows, draw):
    rows = list(rows)
    for i in range(len(rows) - 1, 0, -1):
        k = draw.below(i + 1)
        rows[i], rows[k] = rows[k], rows[i]
    return rows


def correct(source, target, seed):
    """Times move later, texts change or vanish; ids stay and new ones come."""
    head, rows = read(source)
    later = {"closed_at"}
    texts = {"region", "product", "category", "severity", "status", "overall", "nps"}
    draw = Draw(int(seed), "correct " + os.path.basename(source))
    out = []
    for row in rows:
        row = list(row)
        for at, name in enumerate(head):
            if name in texts and draw.chance(40):
                row[at] = "" if draw.chance(300) else draw.pick(rows)[at]
            elif name in later and draw.chance(40):
                row[at] = ""
        out.append(row)
        if draw.chance(30):
            out.append([row[0] + "N"] + row[1:])
    write(target, head, shuffled(out, draw))


def split(source, stem, count):
    head, rows = read(source)
    draw = Draw(int(count), "split " + os.path.basename(source))
    parts = [[] for _ in range(int(count))]
    for row in shuffled(rows, draw):
        draw.pick(parts).append(row)
    for number, part in enumerate(parts, 1):
        write(f"{stem}-{number}.csv", head, part)


def live(path):
    with sqlite3.connect(path) as db:
        for kind in ("callback", "complaint", "sale", "survey", "ticket"):
            print(kind, *db.execute(f'SELECT count(*), max(since), max(until) FROM "{kind}"')
                  .fetchone())


if __name__ == "__main__":
    steps = {"correct": correct, "split": split, "live": live}
    steps[sys.argv[1]](*sys.argv[2:])
