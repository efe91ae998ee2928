#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Which files a source has: a file counts once whatever it is called, a source may read the
# files of another on purpose, a snapshot is one file, and what matches nothing is said.
. "$(dirname "$0")/harness"

# case_folder NAME SOURCES: a job of these sources beside the files made after it.
case_folder() {
    case=$tmp/$1
    mkdir -p "$case"
    cat > "$case/own.xml" << XML
<records xmlns="urn:auditpack:records:1"><kind id="fault" key="order code">
<name xml:lang="en">Faults</name>
<field id="order" type="ref" kind="ticket" required="yes"><name xml:lang="en">Order</name></field>
<field id="code" type="text" required="yes"><name xml:lang="en">Fault</name></field></kind></records>
XML
    cat > "$case/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="sources" locale="en" zone="Asia/Shanghai">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/><records file="own.xml"/>
  $2
</job>
XML
}

orders() {
    printf 'id,opened_at,priority,faults\n'
    for id in "$@"; do
        printf '%s,2026-10-01 08:00:00,P1,%s;%s\n' "$id" "leak $id" noise
    done
}

store() { sqlite3 "$case/store.db" "$1"; }

two='<source id="a" kind="ticket" path="a*.csv"/><source id="b" kind="ticket" path="b*.csv"/>'

case_folder link "$two"
orders 1 2 > "$case/a.csv"
ln -s a.csv "$case/b.csv"
run_case 3 "a link to another source's file" "b\.csv, of source 'b', is the same as .*a\.csv, of source 'a'"
rm "$case/b.csv" && ln "$case/a.csv" "$case/b.csv"
run_case 3 "a second name of the file" "is the same as"
rm "$case/b.csv" && cp "$case/a.csv" "$case/b.csv"
run_case 3 "a copy of the file" "is the same as"
orders 3 > "$case/b.csv"
run_case 0 "two files of two sources"

case_folder spelling '<source id="a" kind="ticket" path="a.csv"/><source id="b" kind="ticket" path="./a.csv"/>'
orders 1 > "$case/a.csv"
run_case 3 "another spelling of the path" "is the same as"

case_folder copy '<source id="a" kind="ticket" path="*.csv"/>'
orders 1 2 > "$case/a.csv"
cp "$case/a.csv" "$case/a (1).csv"
run_case 1 "a copy within a source is told" 'holds the same bytes as'
expect "and adds nothing" test "$(store 'SELECT count(*) FROM ticket WHERE until IS NULL')" -eq 2

case_folder of '<source id="a" kind="ticket" path="a.csv"/>
  <source id="f" kind="fault" of="a"><split column="faults" by=";"/>
    <map field="order" column="id"/><map field="code" column="faults"/></source>'
orders 1 2 > "$case/a.csv"
run_case 0 "a source splits a cell of another's file"
expect "a row for each value" test "$(store 'SELECT group_concat("order" || ":" || code || "@" || line) FROM (SELECT * FROM fault ORDER BY row)')" \
    = "1:leak 1@2,1:noise@2,2:leak 2@3,2:noise@3"

case_folder of-below '<source id="f" kind="fault" of="a"/><source id="a" kind="ticket" path="a.csv"/>'
run_case 3 "a source of one that stands below" "reads the files of 'a', which is no source above it"

case_folder tables '<source id="a" kind="ticket" path="a.db" table="orders"/>
  <source id="f" kind="fault" of="a" query="SELECT id AS &quot;order&quot;, code FROM faults ORDER BY 1, 2"/>'
sqlite3 "$case/a.db" "CREATE TABLE orders(id, opened_at); INSERT INTO orders VALUES (1, '2026-10-01');
    CREATE TABLE faults(id, code); INSERT INTO faults VALUES (1, 'noise'), (1, 'leak')"
run_case 0 "two sources read one database"
expect "each its table" test "$(store 'SELECT group_concat(code) FROM (SELECT * FROM fault ORDER BY row)')" = "leak,noise"

case_folder snapshot '<source id="a" kind="ticket" path="a-*.csv" extent="snapshot"/>'
orders 1 2 > "$case/a-2026-09.csv"
orders 2 3 > "$case/a-2026-10.csv"
run_case 0 "the last snapshot counts" '2 files match; a snapshot is one file, the last by name: .*a-2026-10\.csv'
orders 4 > "$case/a-2026-09.csv"
run_case 0 "whatever becomes of an older one"
sed -i 's|extent="snapshot"/>|extent="snapshot"><missing is="-"/></source>|' "$case/job.xml"
run_case 0 "other rules read the last one again"
expect "its rows are the state" test "$(store 'SELECT group_concat(id) FROM (SELECT id FROM ticket WHERE until IS NULL ORDER BY id)')" = "2,3"

case_folder none '<source id="a" kind="ticket" path="a.csv"/><source id="b" kind="ticket" path="b-*.csv"/>'
orders 1 > "$case/a.csv"
run_case 1 "a pattern that matches nothing is told" 'b: no file matches .*b-\*\.csv'



case_folder twice "$two"
orders 1 2 > "$case/a.csv"
orders 2 3 | sed 's/08:00/09:00/' > "$case/b.csv"
run_case 1 "an id of two sources is told" 'b\.csv: 1 row took the place of .* the first that of a, a\.csv:3'
expect "with both places" test "$(store "SELECT code || ' ' || line || ' ' || field || ' ' || raw FROM finding")" \
    = "elsewhere 2 id a, a.csv:3"
orders 2 3 | sed 's/08:00/10:00/' > "$case/b.csv"
run_case 0 "a source's own rows are its own"

case_folder names '<source id="a" kind="ticket" path="*.csv"/>'
orders 1 > "$case/"$'two words "quoted" \n and a line.csv'
orders 2 > "$case/it's [not] a *?.csv"
orders 3 > "$case/受理 😀.csv"
run_case 1 "whatever files are called" 'U\+1F600'
expect "each is read once" test "$(store 'SELECT count(*) || " " || count(DISTINCT file) FROM ticket')" = "3 3"

case_folder places '<source id="a" kind="ticket" path="f.csv"/>'
mkfifo "$case/f.csv"
run_case 3 "a pipe is no export" 'f\.csv, named by source .a., is no regular file'
rm "$case/f.csv" && ln -s f.csv "$case/f.csv"
run_case 4 "a link to itself" 'f\.csv: cannot look at the file'

# Two at once on one store: the second waits, and finds nothing to do.
case_folder at-once '<source id="a" kind="ticket" path="a.csv"/>'
mapfile -t many < <(seq 1 20000)
orders "${many[@]}" > "$case/a.csv"
"$auditpack" import "$case/job.xml" > "$tmp/first" 2>&1 &
"$auditpack" import "$case/job.xml" > "$tmp/second" 2>&1
expect "two imports at once" wait $!
expect "one of them imports" test "$(grep -c ' imported before ' "$tmp/first" "$tmp/second" | grep -c ":1$")" = 1
expect "and each row is there once" test "$(store 'SELECT count(*) FROM ticket')" = 20000

# One that is still being written; a writer may miss the moment, so it has several.
case_folder growing '<source id="a" kind="ticket" path="a.csv"/>'
orders "${many[@]}" > "$case/a.csv"
while touch "$case/a.csv"; do sleep 0.002; done 2> /dev/null &
writer=$!
for _ in $(seq 20); do
    rm -f "$case/store.db"*
    "$auditpack" import "$case/job.xml" > "$tmp/out" 2> "$tmp/err" || break
done
kill "$writer"
expect "a file that is written while it is read" grep -q 'a\.csv: the file was written while it was read; run again' "$tmp/err"
expect "is not in the store" test "$(store 'SELECT count(*) FROM ticket')" = 0
finish
