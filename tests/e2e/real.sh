#!/usr/bin/env bash
# real: every check of tests/real on data that others published, in the folder that
# AUDITPACK_REAL_DATA names; what is not there is skipped.
set -u
cd "$(dirname "$0")/../.." || exit 4
failed=0
for file in tests/real/*.sh; do
    "$file" || failed=1
done
exit "$failed"
