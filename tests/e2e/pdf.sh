#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The sample's PDF as a file: PDF/A-3a, what it carries, what readers get out of it; and that
# the check of PDF/A finds what is broken.
. "$(dirname "$0")/harness"

java=/usr/share/java
job=$tmp/samples/appliance/job.xml

publish() {
    run_job "$job" --period 2026-10 --out "$tmp/out"
}

# The text of an edition in each language of the samples.
texts() {
    local one=$tmp/samples/appliance/job$1.xml
    run_job "$one" --period 2026-10 --out "$tmp/out" || return 1
    "$auditpack" figures "$one" --period 2026-10 --format tree > "$tmp/tree" 2> "$tmp/warnings"
    python3 "$root/tests/e2e/pdf-text.py" "$tmp/out/appliance$1"/2026-10/r1/*.pdf "$tmp/tree"
}

# broken NAME FROM TO: with FROM replaced by TO, of the same length, the check names it.
broken() {
    python3 - "$pdf" "$tmp/broken.pdf" "$2" "$3" <<'END' || return 1
import sys
data = open(sys.argv[1], "rb").read()
before, after = (text.encode() for text in sys.argv[3:])
assert len(before) == len(after) and before in data, before
open(sys.argv[2], "wb").write(data.replace(before, after))
END
    ! python3 "$root/tests/e2e/pdfa.py" "$tmp/broken.pdf" > "$tmp/named"
    expect "the check finds $1" grep -q "^  6" "$tmp/named"
}

# Of Apache's profile for part 1 level b: what parts 2 and 3 allow may be said, nothing else.
preflight() {
    local path
    path=$(printf '%s:' "$java"/{preflight,pdfbox2,fontbox2,xmpbox,commons-logging}.jar "$java"/*activation*.jar "$java"/jaxb-api*.jar)
    java -cp "$path" org.apache.pdfbox.preflight.Validator_A1b "$pdf" > "$tmp/preflight"
    grep -E '^[0-9]+\.' "$tmp/preflight" |
        grep -vE '[cC][aA] entry in a ExtGState|EmbeddedFile entry|CIDSet entry|conformance level must|part must be 1' > "$tmp/wrong"
    cat "$tmp/wrong"
    [ -s "$tmp/preflight" ] && [ ! -s "$tmp/wrong" ]
}

mkdir -p "$tmp/samples" "$tmp/build/demo"
cp -r "$root/samples/appliance" "$tmp/samples/"
expect "edition" publish
folder=$tmp/out/appliance/2026-10/r1
pdf=$(find "$folder" -name '*.pdf')
expect "qpdf has nothing to say" qpdf --check "$pdf"
expect "PDF/A-3" python3 "$root/tests/e2e/pdfa.py" "$pdf"
for language in "" -en -tw; do
    expect "text is the tree's, in poppler as in mupdf, job$language" texts "$language"
    expect "merged cells are the tree's, job$language" python3 "$root/tests/e2e/spans.py" "$tmp/tree" \
        "$tmp/out/appliance$language"/2026-10/r1/*.pdf "$tmp/out/appliance$language"/2026-10/r1/*.xlsx
done
[ -n "${AUDITPACK_PDFJS:-}" ] || skip "text in pdf.js" "AUDITPACK_PDFJS names no folder with pdfjs-dist"
broken "an intent that is none" GTS_PDFA1 GTS_PDFX1
broken "another part" "part>3<" "part>4<"
broken "an attachment of no kind" AFRelationship AFRelationshiq
broken "a hidden link" "/Link /F 4" "/Link /F 6"
broken "a document that is not marked" "/Marked true" "/Marked null"
broken "a missing text map" "/ToUnicode" "/ToUnicodf"

mkdir "$tmp/files"
expect "attachments come out" pdfdetach -saveall -o "$tmp/files" "$pdf"
expect "figures are those published" cmp "$tmp/files/figures.json" "$folder/figures.json"
expect "inputs are the manifest's" python3 - "$tmp/files/inputs.csv" "$folder/manifest.json" <<'END'
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))
inputs = json.load(open(sys.argv[2]))["inputs"]
assert rows and [(r["role"], r["name"], r["sha256"], r["bytes"]) for r in rows] == [
    (i["role"], i["name"], i["sha256"], str(i["bytes"])) for i in inputs]
END
# A register goes on beyond its cap in volumes: each row once, each file a PDF/A-3 of its own.
volumes() {
    sed 's|register="complaint_register" cap="400"|register="complaint_register" cap="10" volume="1"|
         s|register="breach" cap="2000"|register="breach" cap="10" volume="2"|' \
        "$root/templates/packs/monthly.xml" > "$tmp/samples/appliance/pack.xml"
    sed -i 's|<pack [^>]*/>|<pack file="pack.xml"/>|' "$job"
    run_job "$job" --period 2026-10 --out "$tmp/volumes"
}

# A page that says what a volume holds, and of each register as many as the pack allows: one
# and two in the second volume, two in the third.
volumes_are_short() {
    local edition=$tmp/volumes/appliance/2026-10/r1/appliance-2026-10-r1
    [ "$(pdfinfo "$edition-vol2.pdf" | awk '/^Pages:/ {print $2}')" = 4 ] &&
        [ "$(pdfinfo "$edition-vol3.pdf" | awk '/^Pages:/ {print $2}')" -le 3 ]
}

# Numbers of the register's rows as the files print them, against those of trace.
rows_once() {
    "$auditpack" trace "$job" --register complaint_register --period 2026-10 --format csv 2> /dev/null |
        grep -oE '\bTS[0-9]{5}\b' | sort -u > "$tmp/rows"
    for file in "$tmp"/volumes/appliance/2026-10/r1/*.pdf; do
        pdftotext -raw "$file" - | grep -oE '^TS[0-9]{5} WX' | cut -d' ' -f1
    done | grep -Fxf "$tmp/rows" | sort > "$tmp/printed" # other tables name cases of other months
    [ -s "$tmp/rows" ] && diff "$tmp/rows" "$tmp/printed"
}

expect "an edition of volumes" volumes
expect "each row is printed once" rows_once
expect "volumes have the pages that the pack allows" volumes_are_short
expect "volumes are PDF/A-3" python3 "$root/tests/e2e/pdfa.py" "$tmp"/volumes/appliance/2026-10/r1/*-vol*.pdf
expect "seal of volumes holds" "$auditpack" verify "$tmp/volumes/appliance/2026-10/r1"
if [ -r "$java/preflight.jar" ] && command -v java > "$tmp/said"; then
    expect "Apache Preflight" preflight
else
    skip "Apache Preflight" "no Java or no libpdfbox2-java"
fi
finish
