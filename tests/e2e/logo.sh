#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# A style of the user's own: its colours and its logo are in the pack, in the list of inputs
# and in the identity; a logo that is none is refused with its path before anything is read.
. "$(dirname "$0")/harness"

mkdir -p "$tmp/samples"
cp -r "$root/samples/appliance" "$tmp/samples/"
job=$tmp/samples/appliance/job.xml
style=$tmp/samples/appliance/own.xml
logo=$tmp/samples/appliance/logo.png

# A PNG of 40 x 20 with transparency, without a library.
draw_logo() {
    python3 - "$logo" "$1" << 'PY'
import struct, sys, zlib
def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
width, height = 40, 20
row = b"\0" + b"".join(bytes((int(sys.argv[2]), 60, 60, 255 if x < 30 else 0)) for x in range(width))
rows = row * height
with open(sys.argv[1], "wb") as out:
    out.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
              + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))
PY
}

edition() {
    run_job "$job" --period 2026-10 --out "$tmp/out"
    folder=$(find "$tmp/out/appliance/2026-10" -mindepth 1 -maxdepth 1 -name 'r*' | sort | tail -1)
    [ -d "$folder" ]
}

has_image() {
    pdfimages -list "$folder"/*.pdf | grep -q '40 *20 *rgb'
}

refused() {
    ! "$auditpack" run "$job" --period 2026-10 --out "$tmp/none" > "$tmp/run.out" 2> "$tmp/run.err" &&
        grep -q "$1" "$tmp/run.err" && [ ! -e "$tmp/none" ]
}

sed 's|</style>|<logo file="logo.png"/></style>|' "$root/templates/styles/default.xml" > "$style"
sed -i 's|<pack use="monthly"/>|&<style file="own.xml"/>|' "$job"
expect "a logo" draw_logo 200
expect "edition with it" edition
expect "is on the cover" has_image
expect "the file is sound" qpdf --check "$folder"/*.pdf
expect "and in the manifest" grep -q logo.png "$folder/manifest.json"
first=$folder
expect "another logo" draw_logo 100
expect "makes an edition" edition
expect "of another revision" test "$folder" != "$first"
printf 'GIF89a' > "$logo"
expect "no PNG is refused" refused 'logo.png.*no PNG'
rm "$logo"
expect "no file is refused" refused 'logo.png'
finish
