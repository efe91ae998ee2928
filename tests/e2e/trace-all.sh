#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The rows behind every figure, each metric x window x cut x key, are what the figure says: counts by
# state, numerator, denominator and value; of the sample, the tiny set and a generated one with many
# spoilt rows, judged inside its period so that there are pending rows.
. "$(dirname "$0")/harness"

# Warnings (exit 1) are no failure.
printed() {
    local to=$1
    shift
    "$auditpack" "$@" > "$to" 2> "$tmp/err" || [ $? -eq 1 ]
}

# traced FOLDER PERIOD AS_OF CATALOGUE...
traced() {
    local job=$1/job.xml when=(--period "$2" --as-of "$3")
    shift 3
    printed "$tmp/figures" figures "$job" "${when[@]}" --format json &&
        printed "$tmp/counted" trace "$job" "${when[@]}" --every --format csv &&
        printed "$tmp/pending" trace "$job" "${when[@]}" --every --only pending --format csv &&
        python3 "$root/tests/e2e/trace-all.py" "$tmp/figures" "$tmp/counted" "$tmp/pending" "$@"
}

catalogue=$root/templates/metrics.xml
cp -r "$root/samples/appliance" "$tmp/sample"
sed -i 's#\.\./\.\./build/demo#out#' "$tmp/sample/job.xml"
expect "sample, month" traced "$tmp/sample" 2026-10 "2026-11-03 08:00" "$catalogue" "$tmp/sample/metrics.xml"
expect "sample, judged inside a week" traced "$tmp/sample" 2026-W42 "2026-10-15 12:00" "$catalogue" "$tmp/sample/metrics.xml"

cp -r "$root/tests/oracle/tiny" "$tmp/tiny"
oracle_job "$tmp/tiny"
expect "tiny, year" traced "$tmp/tiny" 2025 "2026-02-01" "$catalogue"

generate 77 300 "$tmp/made" 40 || not_ok "generator"
oracle_job "$tmp/made"
expect "made, judged inside the year" traced "$tmp/made" 2025 "2025-09-15 12:00" "$catalogue"
finish
