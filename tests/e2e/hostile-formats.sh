#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Hostile files: each is refused with a message that names it, exit 2 or 3, within 10 seconds
# of processor time and 256 MB, under sanitizers where that build is there.
. "$(dirname "$0")/harness"
program=${AUDITPACK_ASAN:-$auditpack}
export ASAN_OPTIONS="quarantine_size_mb=8:detect_leaks=0${ASAN_OPTIONS:+:$ASAN_OPTIONS}"

# hostile NAME PATTERN [ATTRIBUTES]: $tmp/case/data, made by the caller, is refused. A PATTERN
# of "-" means that the file is read: not wrong, only meant to tire.
hostile() {
    local case=$tmp/case said
    cat > "$case/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="hostile" locale="en" zone="Asia/Shanghai">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="data" ${3-}/>
</job>
XML
    said=$(python3 - "$program" "$case/job.xml" "$2" << 'PY'
import re, resource, subprocess, sys
program, job, pattern = sys.argv[1:]
try:
    run = subprocess.run([program, "import", job], capture_output=True, text=True, timeout=120)
except subprocess.TimeoutExpired:
    print("does not end")
    sys.exit()
use = resource.getrusage(resource.RUSAGE_CHILDREN)
seconds, megabytes = use.ru_utime + use.ru_stime, use.ru_maxrss // 1024
if pattern == "-":
    if run.returncode not in (0, 1):
        print(f"exit {run.returncode}: {run.stderr[:300]}")
elif run.returncode not in (2, 3) or not re.search(r"\bdata\b", run.stderr) or not re.search(pattern, run.stderr):
    print(f"exit {run.returncode}: {run.stderr[:300]}")
if "Sanitizer" in run.stderr or "runtime error" in run.stderr:
    print(run.stderr[:2000])
if seconds > 10 or megabytes > 256:
    print(f"{seconds:.1f} s, {megabytes} MB")
PY
)
    if [ -z "$said" ]; then
        ok "$1"
    else
        not_ok "$1: $said"
    fi
    rm -rf "$case" && mkdir "$case"
}
mkdir "$tmp/case"
data=$tmp/case/data

# repeat N TEXT
repeat() { python3 -c 'import sys; sys.stdout.write(sys.argv[2] * int(sys.argv[1]))' "$1" "$2"; }

# XML.
{
    printf '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY e0 "ha">'
    for i in 1 2 3 4 5 6 7 8 9; do
        printf '<!ENTITY e%d "&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;&e%d;">' $i $((i - 1)) $((i - 1)) \
            $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1)) $((i - 1))
    done
    printf ']>\n<a><r><id>&e9;</id></r></a>'
} > "$data"
hostile "a bomb of entities" 'data:2: .*document type'
printf '<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n<a><r>&e;</r><r/></a>' > "$data"
hostile "an external entity" 'data:1: .*document type'
printf '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd">\n<a><r/><r/></a>' > "$data"
hostile "an external document type" 'data:1: .*document type'
repeat 1000000 '<a>' > "$data"
hostile "a million levels" 'nested deeper than 64'
{ printf '<a><r><id>'; repeat 10485760 x; printf '</id></r></a>'; } > "$data"
hostile "10 MB of text" 'data:1: .*longer than 1 MiB' 'rows="a/r"'
{ printf '<a><r id="'; repeat 10485760 x; printf '"/></a>'; } > "$data"
hostile "an attribute of 10 MB" 'data:1: ' 'rows="a/r"'
{ printf '<a><!--'; repeat 10485760 x; printf -- '--><r/><r/></a>'; } > "$data"
hostile "a comment of 10 MB" 'data'
{ printf '<a><r '; seq -f "a%g='1'" 1 100000 | tr '\n' ' '; printf '/></a>'; } > "$data"
hostile "100,000 attributes" 'data:1: .*more than 1024 attributes' 'rows="a/r"'
{ printf '<a>'; seq -f '<a%g/>' 1 200000; printf '</a>'; } > "$data"
hostile "200,000 different elements" 'more than 16384 different'
{ printf '<a>\n'; repeat 100000 '<r><id>1</id></r>'; printf '<r><id>'; } > "$data"
hostile "XML that is cut off" 'data:2: not well-formed'
{ printf '<a>'; repeat 300000 '<r/><s/>'; printf '</a>'; } > "$data"
hostile "which is the row" 'both repeat'
{ printf '<?xml version="1.0" encoding="UTF-7"?><a><r>+AGEAYg-</r><r/></a>'; } > "$data"
hostile "an encoding that is none" 'data'
{ printf '<a><r><id>1\0002</id></r><r/></a>'; } > "$data"
hostile "a NUL byte in XML" 'data:1: '
printf '<a><r>\xC0\xBC</r><r/></a>' > "$data"
hostile "bytes that are no text" 'data'
{ printf '<a><r><id>1</id><opened_at>2026-10-01</opened_at>'; seq -f '<c%g/>' 1 1000; printf '</r>'; repeat 400000 '<r/>'; printf '</a>'; } > "$data"
hostile "400,000 empty rows of 1,000 columns" - 'rows="a/r"'
{ printf '<log xes.version="1"><trace>'; repeat 200000 '<event><event>'; printf '</trace></log>'; } > "$data"
hostile "a log that is no log" 'data:1: '

# SQLite.
good="CREATE TABLE t(id, opened_at); INSERT INTO t SELECT value, '2026-10-01' FROM generate_series(1, 20000);"
sqlite3 "$data" "$good"
python3 - "$data" << 'PY'
import sys
data = bytearray(open(sys.argv[1], "rb").read())
for i in range(4096, len(data), 977):
    data[i] ^= 0xA5
open(sys.argv[1], "wb").write(data)
PY
hostile "a database of damaged pages" 'data'
sqlite3 "$data" "$good"
truncate -s 20000 "$data"
hostile "a database that is cut off" 'damaged'
sqlite3 "$data" "CREATE TABLE u(x); CREATE VIEW t AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c)
    SELECT id, '2026-10-01' AS opened_at FROM c"
hostile "a view without end" 'is a view' 'table="t"'
sqlite3 "$data" "CREATE TABLE u(x); CREATE VIEW t AS WITH RECURSIVE c(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM c)
    SELECT id, '2026-10-01' AS opened_at FROM c"
hostile "a query of it" 'far more' 'query="SELECT * FROM t ORDER BY 1 + 0 LIMIT -1"'
sqlite3 "$data" "CREATE TABLE t(id, opened_at AS (hex(zeroblob(15000000)))); INSERT INTO t(id) SELECT value FROM generate_series(1, 500)"
hostile "a column that is computed" 'computed, not stored' 'table="t"'
sqlite3 "$data" "CREATE TABLE t(id, opened_at AS (hex(zeroblob(400000)))); INSERT INTO t(id) SELECT value FROM generate_series(1, 500)"
hostile "columns that swell" 'far more than the file can hold' 'query="SELECT * FROM t ORDER BY rowid"'
# query NAME PATTERN QUERY: one that is as short as it is dear, over a small table.
query() {
    sqlite3 "$data" "$good"
    hostile "a query that $1" "$2" "query=\"$3\""
}
endless='WITH RECURSIVE c(id, opened_at) AS (SELECT 1, zeroblob(40000) UNION ALL SELECT id + 1, opened_at FROM c)'
query "counts without end" 'far more work.*simpler query' "$endless SELECT id, 1 AS opened_at FROM c ORDER BY 1 LIMIT -1"
query "keeps all it counts" 'far more room.*simpler query' "$endless SELECT * FROM c ORDER BY opened_at"
query "joins each with each" 'far more work' \
    'SELECT a.id, a.opened_at FROM t a, t b, t c WHERE length(a.id || b.id || c.id) = 0 ORDER BY 1'
query "sorts such a join" 'far more room' 'SELECT a.id, a.opened_at FROM t a, t b ORDER BY hex(randomblob(1000))'
query "sorts by a column that swells" 'far more room' 'SELECT id, opened_at FROM t ORDER BY hex(zeroblob(400000)) || id'
query "keeps different rows" 'far more (work|room)' \
    'SELECT DISTINCT hex(zeroblob(100000)) || a.id AS id, a.opened_at FROM t a, t b ORDER BY 1'
query "makes a value that is too long" 'longer than 1 MiB; write a query' \
    'SELECT hex(zeroblob(1000000)) AS id, opened_at FROM t ORDER BY 2'
sqlite3 "$data" "CREATE TABLE t(id, opened_at); INSERT INTO t VALUES (1, '2026-10-01');
    CREATE TRIGGER x AFTER INSERT ON t BEGIN DELETE FROM t; END"
hostile "a trigger is not run" -
python3 -c 'import sys; sys.stdout.buffer.write(b"SQLite format 3\0" + b"\xff" * 8000)' > "$data"
hostile "a database in name only" 'data'

# HTML tables and spreadsheets in XML.
{
    printf '<table>'
    repeat 16384 '<td rowspan=65534>'
    repeat 1200000 '<tr><td>'
    printf '</table>'
} > "$data"
hostile "HTML cells that span far more than there is" 'span more than any sheet|16,384 cells'
{
    printf '<table><tr><td>id<td>opened_at<tr>'
    repeat 16 '<td colspan=1000 rowspan=65534>'
    repeat 20000 '<tr><td><td>x'
    printf '</table>'
} > "$data"
hostile "HTML rows of blank cells" '268 million|span more than any sheet'
repeat 1000000 '<table><tr>' > "$data"
hostile "HTML tables within tables" 'nested deeper than 16'
repeat 300000 '<table><tr><td rowspan=65534 colspan=1000></table>' > "$data"
hostile "HTML tables without text" 'blank lines only'
{
    printf '<table><tr><td>'
    repeat 10000000 x
    printf '</table>'
} > "$data"
hostile "an HTML cell of 10 MB" 'longer than 1 MiB'
{
    printf '<table><tr><td '
    repeat 10000000 x
} > "$data"
hostile "an HTML tag of 10 MB" 'longer than 1 MiB'
{
    printf '<html><!-- '
    repeat 10000000 -
} > "$data"
hostile "an HTML comment that never ends" 'without a table'
repeat 2000000 '&amp;<' | sed 's/^/<table><td>/' > "$data"
hostile "HTML of broken signs" 'longer than 1 MiB|cut off'
{
    printf '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet><Table>'
    printf '<Row><Cell><Data>id</Data></Cell><Cell><Data>opened_at</Data></Cell></Row>'
    repeat 200000 '<Row><Cell Index="16384"><Data>x</Data></Cell></Row>'
    printf '</Table></Worksheet></Workbook>'
} > "$data"
hostile "a spreadsheet in XML of blank cells" '268 million'
{
    printf '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]>'
    printf '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&e;</Workbook>'
} > "$data"
hostile "a spreadsheet in XML with entities" 'document type'

finish
