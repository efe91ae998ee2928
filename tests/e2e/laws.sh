#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Laws of the store: what is imported last wins and leaves no trace in the figures; a file in
# parts is the file; equal rows are written once.
. "$(dirname "$0")/harness"

laws() { python3 "$root/tests/e2e/laws.py" "$@"; }
kinds="tickets complaints surveys callbacks sales"

# figures FOLDER NAME: imports what lies there and leaves its figures in $tmp/NAME.
figures() {
    "$auditpack" figures "$tmp/$1/job.xml" --period 2025 --as-of "2026-02-01 00:00:00" \
        --format csv > "$tmp/$2" 2> "$tmp/said.err"
    [ $? -le 1 ] || { cat "$tmp/said.err"; return 1; }
}

# stored FOLDER: versions in the store and the newest event that wrote one.
stored() { laws live "$tmp/$1/store.db"; }

generate 11 2000 "$tmp/first" 0 || not_ok "generator"
for name in corrected alone parts; do
    mkdir "$tmp/$name"
    oracle_job "$tmp/$name"
done
cp "$tmp"/first/*.csv "$tmp/corrected/"
expect "first import" figures corrected first.csv
for kind in $kinds; do
    laws correct "$tmp/first/$kind.csv" "$tmp/alone/$kind.csv" 5
done
cp "$tmp/first/sales.csv" "$tmp/alone/"
cp "$tmp"/alone/*.csv "$tmp/corrected/"
expect "corrected import" figures corrected corrected.csv
expect "corrected alone" figures alone alone.csv
expect "first, then corrected = corrected alone" diff "$tmp/corrected.csv" "$tmp/alone.csv"
expect "the correction changed figures" test "$(cksum < "$tmp/first.csv")" != \
    "$(cksum < "$tmp/alone.csv")"

for kind in $kinds; do
    laws split "$tmp/alone/$kind.csv" "$tmp/parts/$kind" 4
    sed -i "s/path=\"$kind.csv\"/path=\"$kind-*.csv\"/" "$tmp/parts/job.xml"
done
expect "import in parts" figures parts parts.csv
expect "parts in any order = whole" diff "$tmp/parts.csv" "$tmp/alone.csv"

stored alone > "$tmp/before"
for kind in $kinds; do # other bytes, the same rows
    laws split "$tmp/alone/$kind.csv" "$tmp/again" 1
    mv "$tmp/again-1.csv" "$tmp/alone/$kind.csv"
done
expect "re-import in another order" figures alone again.csv
stored alone > "$tmp/after"
expect "equal rows are written once" diff "$tmp/before" "$tmp/after"
expect "and figures stay" diff "$tmp/again.csv" "$tmp/alone.csv"
finish
