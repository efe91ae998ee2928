#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The same records as text and as workbooks, where times are typed cells and numbers are
# numbers, give the same figures.
. "$(dirname "$0")/harness"

# figures FOLDER: all of them as CSV; the jobs name the same things.
figures() {
    "$auditpack" figures "$1/job.xml" --period 2026-10 --format csv > "$1/figures" 2> "$1/said"
    [ $? -le 1 ] || { cat "$1/said"; false; }
}

for kind in text workbook; do
    mkdir "$tmp/$kind"
    cp -r "$root"/samples/appliance/. "$tmp/$kind"
    sed -i 's|path="../../build/demo/appliance.db"|path="store.db"|' "$tmp/$kind/job.xml"
done
expect "workbooks are written" python3 "$root/tests/e2e/workbooks.py" "$tmp/workbook"
sed -i -E 's|(<source .*path="[^"]*)\.[ct]sv"|\1.xlsx"|' "$tmp/workbook/job.xml"
expect "sources are workbooks" test "$(grep -c 'path="[a-z*-]*\.[ct]sv"' "$tmp/workbook/job.xml")" -eq 0
expect "text is read" figures "$tmp/text"
expect "workbooks are read" figures "$tmp/workbook"
expect "figures are the same" cmp "$tmp/text/figures" "$tmp/workbook/figures"
expect "there are figures" test "$(wc -l < "$tmp/text/figures")" -gt 500

# A typo in the name of a sheet names those there are.
sed -i 's|path="staff.xlsx"|& sheet="人员"|' "$tmp/workbook/job.xml"
"$auditpack" check "$tmp/workbook/job.xml" > /dev/null 2> "$tmp/err"
expect "unknown sheet: refused" test $? -eq 2
expect "unknown sheet: said" grep -q 'staff\.xlsx.*"人员".*its sheets are 1 "导出"' "$tmp/err"
sed -i 's|sheet="人员"|sheet="导出"|' "$tmp/workbook/job.xml"
"$auditpack" check "$tmp/workbook/job.xml" > "$tmp/out" 2> "$tmp/err"
expect "known sheet: read" grep -q 'xlsx, sheet 导出, 19' "$tmp/out"
finish
