#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The engine knows no id: with every kind, field, metric, clause and dimension renamed, the
# edition is the same, once its ids are put back.
. "$(dirname "$0")/harness"

rename() { python3 "$root/tests/rename/rename.py" "$@"; }

# results NAME: an edition from $tmp/NAME, as texts that can be compared.
results() {
    local at=$tmp/$1 job=$tmp/$1/samples/appliance/job.xml folder
    mkdir -p "$at/build/demo"
    export AUDITPACK_DATA=$at
    run_job "$job" --period 2026-10 --out "$at/out" || return 1
    folder=$at/out/appliance/2026-10/r1
    cp "$folder/figures.json" "$at/figures"
    python3 "$root/tests/e2e/xlsx.py" "$folder"/*.xlsx > "$at/workbook" || return 1
    "$auditpack" figures "$job" --period 2026-10 --format text > "$at/text" 2> "$tmp/text.err"
    [ $? -le 1 ] || return 1
}

for name in plain renamed; do
    mkdir -p "$tmp/$name/samples"
    cp -r "$root/samples/appliance" "$tmp/$name/samples/"
    cp -r "$root/templates" "$root/fonts" "$tmp/$name/"
done
seed=3
expect "ids renamed, seed $seed" rename forth "$tmp/renamed/templates" \
    "$tmp/renamed/samples/appliance" "$seed" "$tmp/map"
expect "edition with the shipped ids" results plain
expect "edition with other ids" results renamed
for part in figures workbook text; do
    rename back "$tmp/map" < "$tmp/plain/$part" > "$tmp/plain.$part"
    rename back "$tmp/map" < "$tmp/renamed/$part" > "$tmp/renamed.$part"
    expect "$part not empty" test -s "$tmp/plain.$part"
    expect "$part equal" diff "$tmp/plain.$part" "$tmp/renamed.$part"
done
finish
