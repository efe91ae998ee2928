#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317,SC2015
# A file that should not have been read is taken back: its predecessors return with their old
# provenance, it stays out until it is let in again; files that are gone when rules change.
. "$(dirname "$0")/harness"

job=$tmp/job.xml
cat > "$job" << 'XML'
<job xmlns="urn:auditpack:job:1" id="taken" locale="en" zone="Asia/Shanghai">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="t-*.csv"/>
</job>
XML
printf 'id,opened_at,region\nA,2026-10-01 09:00,east\nB,2026-10-02 09:00,east\n' > "$tmp/t-1.csv"
printf 'id,opened_at,region\nB,2026-10-02 09:00,west\nC,2026-10-03 09:00,west\n' > "$tmp/t-2.csv"
printf 'id,opened_at,region\nC,2026-10-03 09:00,west\nD,2026-10-04 09:00,west\n' > "$tmp/t-3.csv"

rows() {
    sqlite3 "$tmp/store.db" "SELECT t.id, t.region, f.name, t.line FROM ticket t JOIN file f USING (file)
        WHERE t.until IS NULL ORDER BY t.id" | tr '\n' ' '
}
live() { [ "$(rows)" = "$1" ] || { rows; return 1; }; }
run_status() {
    local status=$1 pattern=$2
    "$auditpack" run "$job" --period 2026-10 > "$tmp/o" 2> "$tmp/e"
    [ $? -eq "$status" ] && grep -Eq "$pattern" "$tmp/e" || { cat "$tmp/e"; return 1; }
}
listed() { "$auditpack" files "$job" --format csv > "$tmp/list" && grep -Eq "$1" "$tmp/list" || { cat "$tmp/list"; return 1; }; }
count() { "$auditpack" figures "$job" --period 2026-10 --format csv 2> /dev/null | grep -q "^effective,period,,,$1,"; }
refused() {
    local status=$1 pattern=$2
    shift 2
    "$auditpack" "$@" > "$tmp/o" 2> "$tmp/e"
    [ $? -eq "$status" ] && grep -Eq "$pattern" "$tmp/e" || { cat "$tmp/e"; return 1; }
}

expect "three files" run_job "$job" --period 2026-10
expect "the last word on each" live 'A|east|t-1.csv|2 B|west|t-2.csv|2 C|west|t-2.csv|3 D|west|t-3.csv|3 '
before=$(sha256sum "$tmp/out/taken/2026-10/r1/figures.json")
expect "listed" listed ',orders,.*t-2\.csv,current,2,2,1,1,0,0,0,0,2,UTF-8,'
expect "an unknown file" refused 3 "no file 't-9.csv'" withdraw "$job" t-9.csv
expect "withdrawn by name" "$auditpack" withdraw "$job" t-2.csv
expect "predecessor is back" live 'A|east|t-1.csv|2 B|east|t-1.csv|3 D|west|t-3.csv|3 '
expect "listed as withdrawn" listed 't-2\.csv,withdrawn,2,'
expect "another edition" run_status 1 't-2\.csv: was withdrawn and is not read.*--undo'
expect "rows it shared are read from the file after it" live 'A|east|t-1.csv|2 B|east|t-1.csv|3 C|west|t-3.csv|2 D|west|t-3.csv|3 '
expect "is not the edition before" test -d "$tmp/out/taken/2026-10/r2"
expect "which stands" test "$before" = "$(sha256sum "$tmp/out/taken/2026-10/r1/figures.json")"
expect "already withdrawn" refused 3 "no file 't-2.csv' is in the store" withdraw "$job" t-2.csv
expect "let in again" "$auditpack" withdraw "$job" t-2.csv --undo
expect "and read" run_job "$job" --period 2026-10
expect "the later import wins" live 'A|east|t-1.csv|2 B|west|t-2.csv|2 C|west|t-3.csv|2 D|west|t-3.csv|3 '

digest=$(sha256sum "$tmp/t-1.csv" | cut -c1-10)
expect "by digest" "$auditpack" withdraw "$job" "$digest"
expect "others stay" live 'B|west|t-2.csv|2 C|west|t-3.csv|2 D|west|t-3.csv|3 '
expect "by digest again" "$auditpack" withdraw --undo "$job" "$digest"
expect "all back" run_job "$job" --period 2026-10

mv "$tmp/t-3.csv" "$tmp/away"
expect "a file that is gone does no harm" count 4
sed -i 's|path="t-\*.csv"/>|path="t-*.csv"><map field="region"><value from="west" to="W"/></map></source>|' "$job"
expect "until the rules change" run_status 2 'job\.xml:4: .*t-3\.csv is gone'
sed -i 's|path="t-\*.csv">|path="t-*.csv" gone="keep">|' "$job"
expect "unless they may stay" run_status 1 't-3\.csv: is gone \(1 such'
expect "as they were read" live 'A|east|t-1.csv|2 B|W|t-2.csv|2 C|W|t-2.csv|3 D|west|t-3.csv|3 '
mv "$tmp/away" "$tmp/t-3.csv"
expect "read again when it is back" run_job "$job" --period 2026-10
expect "by the new rules" live 'A|east|t-1.csv|2 B|W|t-2.csv|2 C|W|t-2.csv|3 D|W|t-3.csv|3 '

# An export that is written anew under its name: equal rows are the new file's by new rules.
sed -i 's| gone="keep"||' "$job"
printf 'id,opened_at,region\nC,2026-10-03 09:00,west\nD,2026-10-04 09:00,west\nE,2026-10-05 09:00,north\n' > "$tmp/t-3.csv"
expect "one row more, in place" run_job "$job" --period 2026-10
sed -i 's|</map>|<value from="north" to="N"/></map>|' "$job"
expect "other rules over a file that was written anew" run_job "$job" --period 2026-10
expect "are all it needs" live 'A|east|t-1.csv|2 B|W|t-2.csv|2 C|W|t-2.csv|3 D|W|t-3.csv|3 E|N|t-3.csv|4 '
printf 'id,opened_at,region\nC,2026-10-03 09:00,west\nE,2026-10-05 09:00,north\n' > "$tmp/t-3.csv"
expect "one row less, in place" run_job "$job" --period 2026-10
sed -i 's|</map>|<value from="south" to="S"/></map>|' "$job"
expect "what only the bytes before held cannot be read again" run_status 2 'job\.xml:4: .*t-3\.csv is gone'
finish
