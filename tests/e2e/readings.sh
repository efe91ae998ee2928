#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The pack prints what became of the rows of each file and how it was read, and the sheet of
# rejected rows says what was expected.
. "$(dirname "$0")/harness"

cat > "$tmp/job.xml" << 'XML'
<?xml version="1.0" encoding="UTF-8"?>
<job xmlns="urn:auditpack:job:1" id="readings" locale="en" zone="Asia/Shanghai">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="orders.csv"><skip begins="Total"/></source>
</job>
XML
# orders LINE...: an export in GB18030, with a header, semicolons and a total.
orders() {
    { printf '%s\r\n' '工单号;受理时间;首次响应时间;大区' "$@" 'Total;;;'; } | iconv -t GB18030 > "$tmp/orders.csv"
}
orders 'A1;2026-10-03 09:12;;华东' 'A2;2026-10-04 14:30;;华南' 'A3;2026-10-05 08:00;;华南'
run_job "$tmp/job.xml" --period 2026-10 || not_ok "first export"
orders 'A1;2026-10-03 09:12;;华东' 'A2;2026-10-04 14:30;2026-10-04 15:00;华南' 'A3;2026-10-05 08:00;;华南' \
    'A4;2026-10-06 07:00;soon;华北' 'A4;2026-10-07 07:00;;华北' 'A5;2026-13-01;;华北' 'A6;2026-10-30 23:59;;华北'
expect "second export" run_job "$tmp/job.xml" --period 2026-10

"$auditpack" figures "$tmp/job.xml" --period 2026-10 --format text > "$tmp/text" 2> "$tmp/said"
# Read 7 = new 2 + updated 1 + unchanged 2 + rejected 2; corrected 1, skipped 1.
expect "counts of the file" grep -Eq 'orders.csv +7 +2 +1 +2 +2 +28\.57% +1 +1$' <(sed 's/[|│]/ /g' "$tmp/text")
expect "encoding, dialect, first and last record" grep -Eq \
    'orders.csv +GB18030 +delimited text, semicolon, CRLF.* +2026-10-03 09:12 +2026-10-30 23:59' <(sed 's/[|│]/ /g' "$tmp/text")
expect "the same in figures.json" python3 - "$tmp"/out/readings/2026-10/r2/figures.json << 'PY'
import json
import sys
row, = [r for r in json.load(open(sys.argv[1]))["quality"] if r["current"] == "yes"]
assert (row["encoding"], row["dialect"]) == ("GB18030", "csv, semicolon, CRLF"), row
assert (row["first"], row["last"]) == ("2026-10-03 09:12:00 +08:00", "2026-10-30 23:59:00 +08:00"), row
assert row["read"] == row["fresh"] + row["updated"] + row["unchanged"] + row["rejected"], row
PY
expect "the sheet of rejected rows says what was expected" python3 - "$tmp"/out/readings/2026-10/r2/*.xlsx << 'PY'
import sys
import zipfile
book = zipfile.ZipFile(sys.argv[1])
text = "".join(book.read(n).decode() for n in book.namelist() if n.startswith("xl/") and n.endswith(".xml"))
assert ">Expected<" in text and text.count("such as 2026-10-01 08:05:00") == 2, text.count("Expected")
PY
finish
