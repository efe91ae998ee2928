#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness
# Every metric explains itself, with all that its declaration tests for, in one of three languages.
. "$(dirname "$0")/harness"
nth=0
for job in job job-tw job-en; do
    expect "$job" python3 "$root/tests/e2e/explain.py" "$auditpack" "$nth" "$root/samples/appliance/$job.xml" \
        "$root/templates/metrics.xml" "$root/samples/appliance/metrics.xml"
    nth=$((nth + 1))
done
finish
