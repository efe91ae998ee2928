#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Gates: what fails refuses the edition or marks it on every page, in every file; what was
# imported stays; what holds leaves a final edition; what cannot be judged is not passed.
. "$(dirname "$0")/harness"

# rows MONTH N: N work orders spread over the days of the month.
rows() {
    local i
    for ((i = 1; i <= $2; i++)); do
        printf '%s-%s,%s-%02d 09:%02d,P2,2.5\n' "$1" "$i" "$1" $((i % 30 + 1)) $((i % 60))
    done
}

# case_folder NAME GATES: three months of work orders, 100, 90 and 12, and a job.
case_folder() {
    case=$tmp/$1
    mkdir -p "$case"
    for month in 2026-08=100 2026-09=90 2026-10=12; do
        { echo 'id,opened_at,priority,cost'; rows "${month%=*}" "${month#*=}"; } > "$case/t-${month%=*}.csv"
    done
    cat > "$case/own.xml" << XML
<records xmlns="urn:auditpack:records:1"><kind id="ticket" extend="yes">
<field id="cost" type="decimal" scale="2"><name xml:lang="en">Cost</name></field></kind></records>
XML
    cat > "$case/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="gated" locale="${3:-en}" zone="Asia/Shanghai">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/><records file="own.xml"/>
  <source id="orders" kind="ticket" name="Orders" path="t-*.csv"/>
  <source id="staff" kind="staff" path="staff*.csv" extent="snapshot" optional="yes"/>
  $2
</job>
XML
}

nothing_published() { [ -z "$(find "$case/out" -name 'r[0-9]*' 2> /dev/null)" ]; }

case_folder refused '<gates><rows source="orders" against="last" share="0.8"/></gates>'
run_case 2 "too few rows against last month" 'refused: orders: .*13\.3% \(12 of 90 rows\).*80%'
expect "nothing is published" nothing_published
expect "the import stays" test "$(sqlite3 "$case/store.db" 'SELECT count(*) FROM ticket')" -eq 202
run_case 2 "and again"
rows 2026-10 80 | sed 's/^2026-10/again/' >> "$case/t-2026-10.csv"
run_case 0 "more rows make it pass"
expect "a final edition" grep -q '"state": "final"' "$case/out/gated/2026-10/r1/manifest.json"

case_folder median '<gates><rows against="median" share="0.5"/></gates>'
run_case 2 "median of the months before" '12\.6% \(12 of 95 rows\)'
case_folder year '<gates><rows against="year-ago" share="0.5"/></gates>'
run_case 0 "no year ago: not judged"
expect "and told so" grep -q '"not-judged"' "$case/out/gated/2026-10/r1/figures.json"
case_folder least '<gates><rows source="orders" min="13"/></gates>'
run_case 2 "fewer rows than the least" ': 12, must be ≥ 13'
case_folder stale '<gates><fresh source="orders" within="P2D"/></gates>'
run_case 2 "stale records" '18\.6 d .*newest 2026-10-13 09:12.*≤ 48 h'
case_folder rejected '<gates><rejects share="0.05"/></gates>'
printf 'x,,P1,1\ny,,P1,1\nz,,P1,1\n' >> "$case/t-2026-10.csv"
run_case 2 "too many rejected" '20\.00% \(3 of 15 rows\)'
sed -i '/^[xyz],/d' "$case/t-2026-10.csv"
run_case 0 "the file mended: what it held before does not count"
case_folder rejected-at '<gates><rejects share="0.25"/></gates>'
printf 'x,,P1,1\ny,,P1,1\nz,,P1,1\nu,,P1,1\n' >> "$case/t-2026-10.csv"
run_case 1 "as many rejected as may be"
case_folder absent '<gates><supplied source="staff"/></gates>'
run_case 2 "a required source without a file" 'refused: staff: '

control='<gates><control file="totals.csv"/></gates>'
case_folder control "$control"
run_case 2 "control file missing" 'totals\.csv'
printf 'source,period,field,expected\norders,2026-09,,91\n' > "$case/totals.csv"
run_case 2 "control file silent on the period" 'nothing on this period'
printf 'source,period,field,expected\norders,2026-10,,12\norders,2026-10,cost,30.01\n' > "$case/totals.csv"
run_case 2 "a sum that differs" 'Cost: 30\.00, must be = 30\.01'
printf 'Source;Expected;Period;Field\r\nOrders;12;2026-10;\r\norders;30;2026-10;cost\r\norders;9;2026-Q4;\r\norders;202;;\r\n' > "$case/totals.csv"
run_case 0 "totals that agree"
expect "are sealed" grep -q '"role": "control", "name": "totals.csv"' "$case/out/gated/2026-10/r1/manifest.json"
printf 'orders;91;2026-09;\r\n' >> "$case/totals.csv"
run_case 0 "another control file"
expect "makes another edition" test -e "$case/out/gated/2026-10/r2/manifest.json"
printf 'source,expected\nother,1\n' > "$case/totals.csv"
run_case 2 "a source the job has not" "totals\\.csv:2: .*'other'"

for bad in '<gates><rows source="none" min="1"/></gates>' \
    '<gates><fresh source="staff" within="P1D"/></gates>' \
    '<gates><rows min="0"/></gates>' '<gates><rows against="last"/></gates>' '<gates on-fail="warn"/>'; do
    case_folder wrong "$bad"
    run_case 3 "refused as a job: $bad" 'job\.xml'
done

for locale in en zh-CN zh-TW; do
    case_folder "marked-$locale" '<gates on-fail="provisional"><rows against="last" share="0.8"/></gates>' "$locale"
    run_case 1 "$locale: marked as provisional" 'warning: orders: '
    edition=$case/out/gated/2026-10/r1
    word=$(sed -nE 's|.*<w id="head.provisional">(.*)</w>.*|\1|p' "$root/templates/locales/$locale.xml")
    expect "$locale: file names" test -s "$edition/gated-2026-10-r1-provisional.pdf" -a -s "$edition/gated-2026-10-r1-provisional.xlsx"
    expect "$locale: every page, sheet and record" python3 "$root/tests/e2e/gates.py" "$edition" "$word"
    expect "$locale: sealed" "$auditpack" verify "$edition"
    run_case 1 "$locale: told again, published once" 'warning: orders: '
    expect "$locale: one edition" test "$(find "$case/out/gated/2026-10" -name 'r[0-9]*' -maxdepth 1 | wc -l)" -eq 1
done
case_folder both '<gates on-fail="provisional"><rows against="last" share="0.8"/><rows min="13" on-fail="refuse"/></gates>'
run_case 2 "one that refuses is enough" '2 of 2 gates failed'
expect "nothing is published then" nothing_published

case_folder silent ''
period=2026-07
run_case 1 "a period without any record is told" 'warning: orders: no record of 2026-07'

# A period under way: gates judge what was known then, on the 13th 12 rows, on the 10th 8.
under_way() {
    local status=$1 name=$2 gates=$3 as_of=$4 found
    case_folder under-way "$gates"
    rm -rf "$case/out" "$case/store.db"
    "$auditpack" run "$case/job.xml" --period 2026-10 --as-of "$as_of" > "$tmp/out" 2> "$tmp/err"
    found=$?
    if [ "$found" -eq "$status" ] && grep -Eq "${5-.}" "$tmp/err"; then
        ok "$name"
    else
        not_ok "$name: exit $found, not $status"
        sed 's/^/    /' "$tmp/err"
    fi
}
period=2026-10
noon='2026-10-13 12:00:00'
under_way 1 "as of the 13th: the rows until then are enough" '<gates><rows min="12"/></gates>' "$noon"
under_way 2 "as of the 10th: rows known later do not count" '<gates><rows min="9"/></gates>' 2026-10-10 ': 8, must be ≥ 9'
expect "nothing is published" nothing_published
under_way 2 "as of the 10th: nor against last month" '<gates><rows against="last" share="0.1"/></gates>' 2026-10-10 '8 of 90 rows'
under_way 1 "as of the 13th: fresh by that day" '<gates><fresh within="PT3H"/></gates>' "$noon"
expect "a final edition of what was known" grep -q '"state": "final"' "$case/out/gated/2026-10/r1/manifest.json"
under_way 2 "as of the 13th: stale by that hour" '<gates><fresh within="PT1H"/></gates>' "$noon" ': 3 h .*≤ 1 h'
expect "nothing is published either" nothing_published
under_way 2 "as of the 10th: later records do not make it fresh" '<gates><fresh within="PT12H"/></gates>' 2026-10-10 'newest 2026-10-09 09:08'
under_way 1 "as of the 13th: marked" '<gates on-fail="provisional"><fresh within="PT1H"/></gates>' "$noon" 'warning: orders: '
expect "on every page, sheet and record" python3 "$root/tests/e2e/gates.py" "$case/out/gated/2026-10/r1" "$(sed -nE 's#.*<w id="head.provisional">(.*)</w>.*#\1#p' "$root/templates/locales/en.xml")"
period=2026-09
case_folder early '<gates><fresh within="P2D"/></gates>'
sed -i 's|zone="Asia/Shanghai"|& issue-delay="P20D"|' "$case/job.xml"
run_case 0 "records after the period are not late"
expect "nor early" grep -q '"found": "0 h"' "$case/out/gated/2026-09/r1/figures.json"

# Three zeros: no file, a file without a row, rows without a hit.
period=2026-10
case_folder zeros ''
sed -i 's|</job>|<source id="complaints" kind="complaint" path="c*.csv" optional="yes"/></job>|' "$case/job.xml"
told() {
    "$auditpack" figures "$case/job.xml" --period 2026-10 --format csv 2> "$tmp/err" |
        grep "^complaint_count,period,," > "$tmp/line"
    grep -q "$1" "$tmp/line" || { cat "$tmp/line"; return 1; }
}
expect "no file is no zero" told 'no-file$'
printf 'id,opened_at\n' > "$case/c.csv"
expect "a file without a row is a zero" told 'period,,,0,0,'
sed -i 's|path="c\*.csv" optional="yes"|path="c*.csv"|' "$case/job.xml"
run_case 1 "and is told" 'warning: complaints: no record of 2026-10'
finish
