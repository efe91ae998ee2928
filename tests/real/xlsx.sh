#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# The workbooks of calamine's tests (MIT): those that hold a table give their cells, the
# others are refused by name and reason.
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data xlsx_calamine date.xlsx
python3 "$root/tests/real/xlsx.py" "$data" "$auditpack" "$tmp" || failed=1
finish
