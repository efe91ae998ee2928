#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness
# Every metric explains itself in the three languages, with all that its declaration tests for.
. "$(dirname "$0")/harness"
for job in job job-tw job-en; do
    expect "$job" python3 "$root/tests/e2e/explain.py" "$auditpack" "$root/samples/appliance/$job.xml" \
        "$root/templates/metrics.xml" "$root/samples/appliance/metrics.xml"
done
finish
