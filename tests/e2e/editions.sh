#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# What makes another edition, and what the pack says of the cause: evidence whose bytes or
# whose file changed, another state of knowledge, another word. Nothing else does.
. "$(dirname "$0")/harness"

job=$tmp/samples/appliance/job.xml
evidence=$tmp/samples/appliance/evidence
out=$tmp/out/appliance/2026-10
mkdir -p "$tmp/samples"
cp -r "$root/samples/appliance" "$tmp/samples/"
mapfile -t file < <(cd "$evidence" && LC_ALL=C ls)

edition() {
    run_job "$job" --period 2026-10 --out "$tmp/out" "$@"
}

revisions() {
    [ "$(find "$out" -mindepth 1 -maxdepth 1 -name 'r*' | wc -l)" -eq "$1" ]
}

# because REVISION WORD: the history of that edition's pack ends with the cause of that id.
because() {
    local cause
    cause=$(sed -nE "s|.*<w id=\"$2\">(.*)</w>.*|\1|p" "$root/templates/locales/zh-CN.xml")
    pdftotext -raw "$out/r$1"/*.pdf "$tmp/text" && grep -q "r$1.*$cause" "$tmp/text"
}

expect "first edition" edition
expect "no second of the same" edition
expect "one edition" revisions 1
printf 'x\n' >> "$evidence/${file[0]}"
expect "changed evidence" edition
expect "is another edition" because 2 edition.why-evidence
rm "$evidence/${file[1]}"
expect "missing evidence" edition
expect "is another edition" because 3 edition.why-evidence
expect "another state of knowledge" edition --as-of "2026-11-05 08:00"
expect "is another edition" because 4 edition.why-as-of
sed -i 's|</job>|<words file="own.xml"/></job>|' "$job"
printf '<words xmlns="urn:auditpack:words:1" xml:lang="zh-CN"><w id="state.met">OK</w></words>\n' \
    > "$tmp/samples/appliance/own.xml"
expect "another word" edition --as-of "2026-11-05 08:00"
expect "is another edition" because 5 edition.why-catalogues
expect "five editions" revisions 5

# An export of the same name with one more row takes the place of the one before.
sed '$p' "$tmp/samples/appliance/outlets.csv" | sed '$s/^[^,]*/OUT-NEW/' > "$tmp/more"
mv "$tmp/more" "$tmp/samples/appliance/outlets.csv"
expect "one more row" edition --as-of "2026-11-05 08:00"
expect "is another edition" because 6 edition.why-records
expect "rows are counted once" python3 - "$out/r6/figures.json" << 'EOF'
import json, sys
told = json.load(open(sys.argv[1]))
counts = [row for row in told["quality"] if row["current"] == "yes"]
assert len(counts) < len(told["quality"]), "the earlier file is not told"
assert len(counts) == len({row["file"] for row in counts}), "a file is counted twice"
rejected = sum(row["rejected"] for row in counts)
assert rejected == sum(row["rows"] for row in told["findings"] if row["rejects"] == "yes")
EOF
finish
