#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# diff: between two editions exactly the figures that differ are told, as many as the pack says
# were restated, with what the editions rest on otherwise: late, corrected, withdrawn rows,
# another catalogue, another as-of.
. "$(dirname "$0")/harness"

case=$tmp/case
period=2026-10
mkdir -p "$case"
rows() { printf 'id,opened_at,priority,first_response_at\n'; for i in $(seq "$1" "$2"); do printf 'A-%s,2026-10-%02d 09:00,P2,2026-10-%02d 09:%02d\n' "$i" "$((i % 28 + 1))" "$((i % 28 + 1))" "$((i % 60))"; done; }
rows 1 60 > "$case/t-1.csv"
echo '<metrics xmlns="urn:auditpack:metrics:1"/>' > "$case/own.xml"
cat > "$case/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="differing" locale="en" zone="Asia/Shanghai" issue-delay="P1D">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/><metrics file="own.xml"/>
  <source id="orders" kind="ticket" path="t-*.csv"/>
</job>
XML
publish() { run_job "$case/job.xml" --period "$period" "$@"; }
out=$case/out/differing/$period

# told A B: their difference, held against the files of both; what is left is in $tmp/causes.
told() {
    "$auditpack" diff "$case/job.xml" "$1" "$2" --period "$period" --format json > "$tmp/diff.json" &&
        python3 - "$out/$1" "$out/$2" "$tmp/diff.json" << 'PY' > "$tmp/causes"
import json, pathlib, sys
a, b = (json.loads((pathlib.Path(p) / "figures.json").read_text()) for p in sys.argv[1:3])
told = json.load(open(sys.argv[3]))
def figures(edition):
    return {(f["metric"], f["window"], f["cut"] or None, f["key"] or None): f for f in edition["figures"]}
one, two = figures(a), figures(b)
differ = {k for k in one.keys() | two.keys()
          if k not in one or k not in two or one[k]["value"] != two[k]["value"]
          or one[k]["missing"] != two[k]["missing"]}
said = {(r["name"], r["window"], r["cut"], r["key"]): r for r in told if r["what"] == "figure"}
assert said.keys() == differ, (len(said), len(differ))
for k, r in said.items():
    assert (r["before"], r["n_before"]) == ((one[k]["value"], one[k]["n"]) if k in one else (None, None)), r
    assert (r["after"], r["said_after"]) == ((two[k]["value"], two[k]["text"]) if k in two else (None, None)), r
print(len(differ))
for r in told:
    if r["what"] != "figure":
        print(r["what"], r["name"], r["said_after"] or "-")
PY
}
caused() { grep -qx "$1" "$tmp/causes" || { cat "$tmp/causes"; return 1; }; }

publish
rows 61 90 > "$case/t-2.csv"
publish
expect "late rows" told r1 r2
expect "come with a file" caused 'source t-2.csv 30 new, 0 updated, 0 withdrawn'
expect "some figures differ" test "$(head -1 "$tmp/causes")" -gt 5
restated=$(sed -nE 's/^r2 .* ([0-9,]+)$/\1/p' "$out/r2/summary.txt" | tr -d ,)
expect "as many as the pack says" test "$restated" = "$(head -1 "$tmp/causes")"
sed 's/09:0[0-9]$/17:00/' "$case/t-2.csv" > "$case/t-3.csv"
publish
expect "corrected rows" told r2 r3
expect "are counted" grep -Eqx 'source t-3.csv 0 new, [1-9][0-9]* updated, 0 withdrawn' "$tmp/causes"
"$auditpack" withdraw "$case/job.xml" t-3.csv > /dev/null && rm "$case/t-3.csv"
publish
expect "withdrawn rows" told r3 r4
expect "take their file with them" caused 'source t-3.csv -'
expect "what came back is as before" told r2 r4
expect "in every figure" test "$(head -1 "$tmp/causes")" = 0
echo '<!-- another text -->' >> "$case/own.xml"
publish
expect "another catalogue" told r4 r5
expect "is named" caused 'metrics own.xml -'
publish --as-of '2026-10-20'
expect "another as-of" told r5 r6
expect "is named too" caused 'edition as_of -'
"$auditpack" diff "$out/r1" "$out/r2" > "$tmp/table"
expect "folders do as well" grep -Eq '^[0-9]+ of [0-9]+ figures differ$' "$tmp/table"
"$auditpack" diff "$out/r1" "$out/r2" --format csv > "$tmp/csv"
told r1 r2
expect "CSV has a row each" test "$(wc -l < "$tmp/csv")" -eq "$(($(head -1 "$tmp/causes") + $(wc -l < "$tmp/causes")))"
status() { local wanted=$1; shift; "$auditpack" "$@" > /dev/null 2> "$tmp/err"; [ $? -eq "$wanted" ] || { cat "$tmp/err"; return 1; }; }
expect "one revision is too few" status 3 diff "$case/job.xml" r1 --period "$period"
expect "a folder is no revision" status 3 diff "$case/job.xml" r1 ../2026-10/r2 --period "$period"
expect "one that is not there" status 3 diff "$case/job.xml" r1 r99 --period "$period"
"$auditpack" run "$case/job.xml" --period 2026-09 > "$tmp/said" 2>&1
"$auditpack" diff "$out/r1" "$out/../2026-09/r1" --format csv > "$tmp/csv"
expect "editions of two periods say so" grep -Eq "^edition,period,.*,$period,2026-09," "$tmp/csv"
printf ' ' >> "$out/r2/figures.json"
expect "a changed edition is refused" status 2 diff "$out/r1" "$out/r2"
finish
