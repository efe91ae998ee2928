#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The committed sample is what its script writes, byte for byte, and stays small.
. "$(dirname "$0")/harness"

"$root/scripts/make-sample" "$tmp/appliance" || not_ok "make-sample runs"
cp "$root"/samples/appliance/*.xml "$tmp/appliance/"
expect "same bytes" diff -rq "$root/samples/appliance" "$tmp/appliance"
expect "under 6 MB" test "$(du -sk "$root/samples" | cut -f1)" -lt 6144
finish
