#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The sample's edition made twice has the same bytes, also in any number of threads, from
# another compiler's program and from the sanitized one; its seal holds; and no byte of any of its files can change without
# being named.
. "$(dirname "$0")/harness"

# edition NAME [PROGRAM [OPTION...]]
edition() {
    local auditpack=${2:-$auditpack}
    mkdir -p "$tmp/$1/samples" "$tmp/$1/build/demo"
    cp -r "$root/samples/appliance" "$tmp/$1/samples/"
    run_job "$tmp/$1/samples/appliance/job.xml" --period 2026-10 --out "$tmp/$1/out" "${@:3}"
}

find_one() {
    [ "$(find "$folder" -name "$1" -size +0 | wc -l)" -eq 1 ]
}

expect "first run" edition one
expect "second run" edition two
folder=$tmp/one/out/appliance/2026-10/r1
expect "same bytes" diff -r "$tmp/one/out" "$tmp/two/out"
for threads in 1 2 3 8; do
    expect "run in $threads threads" edition "$threads" "$auditpack" --threads "$threads"
    expect "same bytes in $threads threads" diff -r "$tmp/one/out" "$tmp/$threads/out"
done
for other in AUDITPACK_CLANG AUDITPACK_ASAN; do
    if [ -x "${!other:-}" ]; then
        expect "run of $other" edition "$other" "${!other}"
        expect "same bytes by $other" diff -r "$tmp/one/out" "$tmp/$other/out"
    else
        skip "$other" "not built"
    fi
done
for part in '*.pdf' '*.xlsx' figures.json rejects.csv manifest.json; do
    expect "edition holds $part" find_one "$part"
done
expect "seal holds" "$auditpack" verify "$folder"
expect "flipped bytes are named" python3 "$root/tests/e2e/flip.py" "$auditpack" "$folder"
run_job "$tmp/one/samples/appliance/job.xml" --period 2026-10 --out "$tmp/one/out"
expect "third run is unchanged" grep -q unchanged "$tmp/run.out"
expect "and publishes nothing" test ! -e "$tmp/one/out/appliance/2026-10/r2"
finish
