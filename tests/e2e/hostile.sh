#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Hostile exports, each as the only file of a job, against the build with sanitizers: every
# hostile-*.py has the cases of one kind of file.
. "$(dirname "$0")/harness"
program=${AUDITPACK_ASAN:-$auditpack}
python3 "$root/tests/e2e/hostile.py" "$program" "$tmp" "$root"/tests/e2e/hostile-*.py || failed=1
finish
