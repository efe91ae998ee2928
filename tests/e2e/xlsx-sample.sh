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
finish
