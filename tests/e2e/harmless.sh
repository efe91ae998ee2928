#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Texts of the data that would do something where they are printed: steer a terminal, turn
# a line round, run as a formula, break the workbook's XML, become a link. They are shown
# and do nothing; keys that a formula cannot tell apart are numbers and no formulas.
. "$(dirname "$0")/harness"

case=$tmp/case
mkdir -p "$case"
python3 - "$case" << 'PY'
import csv
import sys

EVIL = ["=cmd|'/c x'!A1", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "=HYPERLINK(\"http://bad\",\"x\")",
        "\x1b[31mred\x1b]0;t\x07", "\x01\x02", "a\u202egnp.exe", "\u2066x\u2069", "\u009b2J",
        "https://bad.example/", "file:///etc/passwd", "<b>&amp;\"'", "]]>", "\uffff", "\ufffe", "K" * 400, "01", "1",
        "Fan", "FAN"]
rows = [["id", "opened_at", "first_response_at", "resolved_at", "priority", "region", "product"]]
for i in range(40):
    evil = EVIL[i % len(EVIL)]
    rows.append(["%s%d" % (evil[:20] if i < 20 else "W", i), "2026-10-%02d 09:00" % (i % 28 + 1),
                 "2026-10-%02d 09:05" % (i % 28 + 1), "2026-10-%02d 19:00" % (i % 28 + 1), "P1",
                 evil, evil])
for i, evil in enumerate(EVIL):
    rows.append(["B%d" % i, evil, "", "", "P1", evil, evil])
with open(sys.argv[1] + "/\x1b[2Jorders.csv", "w", newline="", encoding="utf-8") as out:
    csv.writer(out).writerows(rows)
PY
cat > "$case/job.xml" << 'XML'
<job xmlns="urn:auditpack:job:1" id="evil" locale="en" zone="Asia/Shanghai" issue-delay="P3D">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="*orders.csv"/>
</job>
XML
run_case 1 "a file of such texts is read" 'rows rejected'
edition=$case/out/evil/2026-10/r1

# tame FILE: no control character but the line feed, no mark of direction.
tame() {
    ! LC_ALL=C.UTF-8 grep -nP '[\x00-\x09\x0b-\x1f\x7f\x{80}-\x{9f}\x{202a}-\x{202e}\x{2066}-\x{2069}]' "$1"
}
expect "messages are tame" tame "$tmp/err"
for command in "trace $case/job.xml resp_att --period 2026-10" "check $case/job.xml" "files $case/job.xml" \
    "trace $case/job.xml --register breach --period 2026-10" "import $case/job.xml"; do
    # shellcheck disable=SC2086
    "$auditpack" $command > "$tmp/told" 2>&1
    expect "${command%% *} is tame" tame "$tmp/told"
done

well_formed() {
    python3 - "$1" << 'PY'
import re
import sys
import xml.dom.minidom
import zipfile

bad = []
with zipfile.ZipFile(sys.argv[1]) as book:
    for name in book.namelist():
        part = book.read(name)
        try:
            xml.dom.minidom.parseString(part)
        except Exception as error:  # pylint: disable=broad-except
            bad.append("%s: %s" % (name, error))
        text = part.decode()
        formulas = "\n".join(re.findall(r"<f>[^<]*</f>", text))
        bad += ["%s: %s" % (name, found) for found in
                re.findall(r'cmd\||HYPERLINK\("http|K{256}|,"0?1"|,"F[Aa][Nn]"', formulas)]
        if name.endswith(".rels") and re.search("bad|passwd", text):
            bad.append(name + ": a link of the data")
print("\n".join(bad))
sys.exit(bool(bad))
PY
}
expect "the workbook is whole and runs nothing" well_formed "$edition"/*.xlsx

linked() { qpdf --qdf --object-streams=disable "$edition"/*.pdf - | grep -aqE '/(URI|Launch|JavaScript|GoToR) '; }
expect "the PDF has no link of the data" eval '! linked'

guarded() {
    python3 - "$1" << 'PY'
import csv
import sys

with open(sys.argv[1], encoding="utf-8-sig", newline="") as file:
    cells = [cell for row in csv.reader(file) for cell in row]
sys.exit(any(cell[:1] in "=@\t\r" or cell[:2] in ("+1", "-2") for cell in cells if cell))
PY
}
expect "rejects.csv runs nothing" guarded "$edition/rejects.csv"

"$auditpack" init "$case" > "$tmp/job.xml" 2> "$tmp/err"
expect "a job made of them is XML" xmllint --noout "$tmp/job.xml"
finish
