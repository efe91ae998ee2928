#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The PDF, the workbook and figures.json of one edition say the same: all three are re-read.
. "$(dirname "$0")/harness"

mkdir -p "$tmp/samples" "$tmp/build/demo"
cp -r "$root/samples/appliance" "$tmp/samples/"
job=$tmp/samples/appliance/job.xml
expect "edition" run_job "$job" --period 2026-10 --out "$tmp/out"
"$auditpack" trace "$job" --period 2026-10 --register breach --format csv > "$tmp/breach.csv" \
    2> "$tmp/trace.err"
python3 "$root/tests/e2e/equal.py" "$tmp/out/appliance/2026-10/r1" "$tmp/breach.csv" || failed=1
finish
