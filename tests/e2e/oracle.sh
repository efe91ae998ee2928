#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The program's figures against an engine that shares nothing with it: a hand-checked tiny
# set, and generated sets with many spoilt rows, judged after the period and inside it.
. "$(dirname "$0")/harness"

expect "tiny, checked by hand" "$root/tests/oracle/run" "$root/tests/oracle/tiny"
for seed in 1 27922 4000000007; do
    folder=$tmp/$seed
    generate "$seed" 3000 "$folder" 40 || not_ok "generator"
    for as_of in "2026-02-01 00:00:00" "2025-09-15 12:00:00"; do
        expect "seed $seed as of $as_of" "$root/tests/oracle/run" "$folder" --as-of "$as_of"
    done
done
finish
