#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# The cells of csv-spectrum's twelve files (BSD) are those of the JSON beside them.
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data csv_spectrum csvs/simple.csv
python3 "$root/tests/real/csv_spectrum.py" "$data" "$auditpack" "$tmp" || failed=1
finish
