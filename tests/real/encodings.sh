#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# All of GB18030 and Big5 against the tables of the web's standard (as encoding_rs keeps them).
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data enc_gb18030 gb18030_in.txt

lines() { python3 "$root/tests/real/encodings.py" "$data" "$auditpack" "$tmp" "$@"; }
lines GB18030 gb18030_in.txt gb18030_in_ref.txt 20 || failed=1
lines Big5 big5_in.txt big5_in_ref.txt 20 big5 || failed=1
finish
