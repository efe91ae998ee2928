"""cells JOB-FOLDER AUDITPACK FILE [ATTRIBUTE...]: the cells of a delimited file as the program
reads them, as JSON rows; each column becomes a text field of a record kind of its own. The
attributes are those of <source>. With header="none" the file has one column."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from xml.sax.saxutils import quoteattr

RECORDS = """<records xmlns="urn:auditpack:records:1">
<kind id="line" key="id" event="at"><name xml:lang="en">Lines</name>
<field id="id" type="id"><name xml:lang="en">Number</name></field>
<field id="at" type="date"><name xml:lang="en">Day</name></field>{}</kind></records>"""
FIELD = '<field id="f{0}" type="text"><name xml:lang="en">Column {0}</name></field>'
METRICS = """<metrics xmlns="urn:auditpack:metrics:1">
<population id="lines" kind="line" on="at"><name xml:lang="en">Lines</name></population>
<metric id="lines" kind="count" of="lines" unit="number" decimals="0"><name xml:lang="en">Lines</name></metric>
<register id="lines" of="lines"><name xml:lang="en">Lines</name><column fact="line"><name xml:lang="en">Line</name></column>{}</register></metrics>"""
JOB = """<job xmlns="urn:auditpack:job:1" id="cells" locale="en" zone="UTC">
<organisation>Cells</organisation><store path="store.db"/><out path="out"/>
<standard use="gbt27922-2011"/><pack use="monthly"/>
<records file="records.xml"/><metrics file="metrics.xml"/>
<source id="lines" kind="line" path="data" {}><map field="at" constant="2025-01-01"/>{}</source></job>"""


def write(folder, name, text):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        file.write(text)


def cells(folder, program, path, attributes, columns):
    """Rows of the register, in the order of their lines; columns: names, or a number."""
    os.makedirs(folder, exist_ok=True)
    shutil.copy(path, os.path.join(folder, "data"))
    count = columns if isinstance(columns, int) else len(columns)
    fields = range(1, count + 1)
    maps = "".join('<map field="f%d" position="%d"/>' % (i, i) for i in fields)
    if not isinstance(columns, int):
        maps = "".join('<map field="f%d" column=%s/>' % (i, quoteattr(name))
                       for i, name in enumerate(columns, 1))
    write(folder, "records.xml", RECORDS.format("".join(FIELD.format(i) for i in fields)))
    write(folder, "metrics.xml",
          METRICS.format("".join('<column field="f%d"/>' % i for i in fields)))
    write(folder, "job.xml", JOB.format(" ".join(attributes), maps))
    said = subprocess.run([program, "trace", os.path.join(folder, "job.xml"), "--register",
                           "lines", "--period", "2025", "--format", "csv"],
                          stdout=subprocess.PIPE, check=False)
    rows = list(csv.reader(io.StringIO(said.stdout.decode("utf-8-sig"), newline="")))[1:]
    rows.sort(key=lambda row: int(row[0].replace(",", "")))
    return [row[1:] for row in rows]


if __name__ == "__main__":
    json.dump(cells(sys.argv[1], sys.argv[2], sys.argv[3], sys.argv[4:], 1), sys.stdout)
