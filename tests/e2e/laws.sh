#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Laws of the store: what is imported last wins and leaves no trace in the figures; a file in
# parts is the file; equal rows are written once.
. "$(dirname "$0")/harness"

laws() { python3 "$root/tests/e2e/laws.py" "$@"; }
edition() { run_job "$tmp/$1/job.xml" --period 2025 --as-of "2026-02-01 00:00:00"; }
figures_of() { find "$tmp/$1/out" -name figures.json -path "*/$2/*"; }
kinds="tickets complaints surveys callbacks sales"

folder() {
    mkdir -p "$tmp/$1"
    oracle_job "$tmp/$1"
}

generate 11 2000 "$tmp/first" 0 || not_ok "generator"
for name in corrected alone parts; do folder "$name"; done
cp "$tmp"/first/*.csv "$tmp/corrected/"
expect "first import" edition corrected
for kind in $kinds; do
    laws correct "$tmp/first/$kind.csv" "$tmp/alone/$kind.csv" 5
done
cp "$tmp/first/sales.csv" "$tmp/alone/"
cp "$tmp"/alone/*.csv "$tmp/corrected/"
expect "corrected import" edition corrected
expect "corrected alone" edition alone
expect "first, then corrected = corrected alone" \
    laws figures "$(figures_of corrected r2)" "$(figures_of alone r1)"

for kind in $kinds; do
    laws split "$tmp/alone/$kind.csv" "$tmp/parts/$kind" 4
    sed -i "s/path=\"$kind.csv\"/path=\"$kind-*.csv\"/" "$tmp/parts/job.xml"
done
expect "import in parts" edition parts
expect "parts in any order = whole" \
    laws figures "$(figures_of alone r1)" "$(figures_of parts r1)"

laws live "$tmp/alone/store.db" > "$tmp/before"
for kind in $kinds; do # other bytes, the same rows
    laws split "$tmp/alone/$kind.csv" "$tmp/again" 1
    mv "$tmp/again-1.csv" "$tmp/alone/$kind.csv"
done
expect "re-import in another order" edition alone
laws live "$tmp/alone/store.db" > "$tmp/after"
expect "equal rows are written once" diff "$tmp/before" "$tmp/after"
finish
