#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The same rows in every format give the same figures, and each file is known for what it is,
# whatever its name says. Event logs in any format fold to the same records.
. "$(dirname "$0")/harness"

# digest_of FORMAT [ATTRIBUTES]: the tiny data in a format; prints the digest of the figures.
digest_of() {
    local case=$tmp/$1 file name
    mkdir -p "$case"
    for file in "$root"/tests/oracle/tiny/*.csv; do
        name=$(basename "$file" .csv)
        python3 "$root/tests/e2e/formats.py" "$1" "$file" "$case/$name.$([ "$1" = gz ] && echo gz || echo data)"
    done
    oracle_job "$case"
    chmod u+w "$case"/*.xml
    sed -i "s|path=\"\\([a-z]*\\)\\.csv\"|path=\"\\1.[dg][az]*\" ${2-}|" "$case/job.xml"
    "$auditpack" figures "$case/job.xml" --period 2025 --as-of "2026-02-01 00:00:00" --format json \
        > "$case/figures.json" 2> "$tmp/said"
    [ $? -le 1 ] || cat "$tmp/said" >&2
    python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["meta"]["figures"])' "$case/figures.json"
}

wanted=$(digest_of utf8)
expect "CSV in UTF-8" test "${#wanted}" = 64
run_job "$tmp/utf8/job.xml" --period 2025 --as-of "2026-02-01 00:00:00" || not_ok "an edition of it"
expect "its manifest has the same digest of the figures" grep -q "\"figures\": \"$wanted\"" \
    "$tmp"/utf8/out/*/2025/r1/manifest.json

# same NAME FORMAT DIALECT [ATTRIBUTES]
same() {
    local found dialect
    found=$(digest_of "$2" "${4-}")
    dialect=$(sqlite3 "$tmp/$2/store.db" "SELECT encoding || ', ' || dialect FROM file WHERE source = 'tickets'")
    expect "$1: the figures of CSV in UTF-8" test "$found" = "$wanted"
    expect "$1: known as $3" test "$dialect" = "$3"
}
same "CSV in GB18030" gb18030 "GB18030, csv, comma, LF"
same "CSV in gzip" gz "UTF-8, csv, comma, LF, gzip"
same "TSV with a mark and CR" tsv "UTF-8, csv, tab, CR"
same "UTF-16 with semicolons and apostrophes" quoted "UTF-16LE, csv, semicolon, quote ', CRLF"
same "a header by its line, and a sum that is no row" framed "UTF-8, csv, \\x01, LF" \
    'header="4" delimiter="\\x01"'
same "GB18030 with full-width commas" wide "GB18030, csv, '，', LF"
same "XML" xml "UTF-8, xml, rows/row" 'rows="rows/row"'
same "XML in GB18030" xml-gb18030 "GB18030, xml, rows/row" 'rows="rows/row"'
same "SQLite" sqlite "UTF-8, sqlite, table rows"
same "XLSX" xlsx "UTF-8, xlsx, sheet rows, 1900"

sed "2{p;s/^[^,]*/another/}" -i "$tmp/utf8/tickets.data"
"$auditpack" figures "$tmp/utf8/job.xml" --period 2025 --as-of "2026-02-01 00:00:00" --format json \
    > "$tmp/other.json" 2> "$tmp/said"
expect "other rows, another digest" test 0 = "$(grep -c "$wanted" "$tmp/other.json")"

# An event log of three work orders: as CSV, as XES, shuffled.
log=$tmp/log
mkdir -p "$log"
cat > "$log/events.csv" << 'CSV'
case,time,state,who
W1,2026-10-01 08:00:00,new,A
W2,2026-10-01 09:00:00,new,A
W1,2026-10-01 08:20:00,sent,B
W1,2026-10-02 10:00:00,done,B
W2,2026-10-01 09:30:00,sent,C
W1,2026-10-03 10:00:00,reopened,A
W1,2026-10-04 10:00:00,done,B
W3,2026-10-05 10:00:00,new,A
CSV
{ head -1 "$log/events.csv"; tail -n +2 "$log/events.csv" | tac; } > "$log/shuffled.csv"
{
    printf '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n'
    for case in W1 W2 W3; do
        printf '<trace><string key="concept:name" value="%s"/>\n' "$case"
        grep "^$case" "$log/events.csv" | while IFS=, read -r _ time state who; do
            printf '<event><string key="concept:name" value="%s"/><string key="org:resource" value="%s"/>' "$state" "$who"
            printf '<date key="time:timestamp" value="%s.000+08:00"/></event>\n' "${time/ /T}"
        done
        printf '</trace>\n'
    done
    printf '</log>\n'
} > "$log/events.xes"

# fold FILE ID TIME STATE: the records that the log becomes.
fold() {
    cat > "$log/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="log" locale="en" zone="Asia/Shanghai">
  <organisation>Example</organisation><store path="$1.db"/><out path="out-$1"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="$1">
    <fold by="$2" order="$3">
      <take column="began" pick="first"/>
      <take column="sent" pick="first" when="$4" is="sent"/>
      <take column="done" pick="last" when="$4" is="done"/>
      <take column="again" pick="count" when="$4" is="reopened"/>
    </fold>
    <map field="id" column="$2"/><map field="opened_at" column="began"/>
    <map field="first_response_at" column="sent"/><map field="resolved_at" column="done"/>
    <map field="status" column="$4"/><map field="reopened" column="again"/>
  </source>
</job>
XML
    run_job "$log/job.xml" --period 2026-10 >&2
    sqlite3 "$log/$1.db" "SELECT id, datetime(opened_at, 'unixepoch'), datetime(first_response_at, 'unixepoch'),
        datetime(resolved_at, 'unixepoch'), status, reopened FROM ticket ORDER BY id"
}

records='W1|2026-10-01 00:00:00|2026-10-01 00:20:00|2026-10-04 02:00:00|done|1
W2|2026-10-01 01:00:00|2026-10-01 01:30:00||sent|0
W3|2026-10-05 02:00:00|||new|0'
expect "an event log becomes one record an id" test "$(fold events.csv case time state)" = "$records"
expect "whatever its order" test "$(fold shuffled.csv case time state)" = "$records"
expect "and as XES" test "$(fold events.xes trace:concept:name time:timestamp concept:name)" = "$records"
expect "a record's line is that of its last event" test \
    "$(sqlite3 "$log/events.csv.db" 'SELECT group_concat(id || ":" || line) FROM (SELECT * FROM ticket ORDER BY id)')" = "W1:8,W2:6,W3:9"

finish
