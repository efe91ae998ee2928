#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness
# The sample's workbook: sound as a package, and its formulas, recalculated by another program,
# give the values that were written beside them.
. "$(dirname "$0")/harness"

mkdir -p "$tmp/samples" "$tmp/build/demo"
cp -r "$root/samples/appliance" "$tmp/samples/"
expect "edition" run_job "$tmp/samples/appliance/job.xml" --period 2026-10 --out "$tmp/out"
book=$(find "$tmp/out" -name '*.xlsx')
expect "package" python3 "$root/tests/e2e/xlsx-parts.py" "$book"
if command -v soffice > /dev/null; then
    expect "formulas recalculated" \
        python3 "$root/tests/e2e/xlsx-recalc.py" "$book" "$tmp/recalc"
else
    skip "formulas recalculated" "LibreOffice is not installed"
fi

# Keys that differ by case only: no formula counts by them, others still do.
criteria() {
    python3 -m zipfile -e "$1" "$tmp/parts" && cat "$tmp"/parts/xl/worksheets/sheet*.xml | grep -o '<f>[^<]*</f>' | grep -c "&quot;$2&quot;\|\"$2\""
}
mkdir -p "$tmp/case"
cp "$root"/tests/oracle/tiny/*.csv "$tmp/case/"
oracle_job "$tmp/case"
sed -i '2s/,空调,/,ac,/; 3s/,空调,/,AC,/' "$tmp/case/tickets.csv"
expect "keys alike but for case" run_job "$tmp/case/job.xml" --period 2025-01 --out "$tmp/out2"
book=$(find "$tmp/out2" -name '*.xlsx')
expect "are not counted by formula" test "$(criteria "$book" ac)" -eq 0
expect "other cuts are" test "$(criteria "$book" 华东)" -gt 0
finish
