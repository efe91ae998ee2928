#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Every metric of the catalogue, with rows of every kind: its figures in every window and cut are what
# a second program makes of the same files and declarations (every.py), and what its traced rows say.
# In a zone without and in one with summer time; of many rows, of one, of none, and of rows without
# anything that they may lack. No page, sheet or file shows a number that is none.
. "$(dirname "$0")/harness"
when=(--period 2026-03 --as-of "2026-04-04 12:00")

# printed TO COMMAND...: warnings (exit 1) are no failure.
printed() {
    local to=$1
    shift
    "$auditpack" "$@" > "$to" 2> "$tmp/err" || [ $? -eq 1 ] || { cat "$tmp/err" && false; }
}

# counted NAME LEAST SEED ROWS ZONE LANGUAGE [bare]
counted() {
    local folder=$tmp/$1 least=$2
    shift 2
    mkdir -p "$folder"
    python3 "$root/tests/e2e/every.py" make "$folder" "$@" &&
        printed "$folder/figures" figures "$folder/job.xml" "${when[@]}" --format json &&
        python3 "$root/tests/e2e/every.py" check "$folder" "$folder/figures" "$3" "2026-04-04 12:00" "$least" 2026-03
}

traced() {
    printed "$tmp/counted" trace "$1/job.xml" "${when[@]}" --every --format csv &&
        printed "$tmp/pending" trace "$1/job.xml" "${when[@]}" --every --only pending --format csv &&
        python3 "$root/tests/e2e/trace-all.py" "$1/figures" "$tmp/counted" "$tmp/pending" \
            "$root/templates/metrics.xml"
}

# No "nan" or "inf" that stands alone, and no value of every kind of rate beyond its bounds.
sound() {
    run_job "$1/job.xml" "${when[@]}" || return 1
    local edition
    edition=$1/out/every/2026-03/r1
    pdftotext -layout "$edition"/*.pdf "$tmp/words"
    unzip -p "$edition"/*.xlsx 'xl/worksheets/*' >> "$tmp/words"
    cat "$edition"/*.json "$edition"/*.csv "$edition"/*.txt >> "$tmp/words" 2> "$tmp/err"
    ! grep -Ewin -m 3 -- '-?nan|-?inf|-?infinity' "$tmp/words"
}

expect "many rows, no summer time" counted many 100 1 200 Asia/Shanghai zh-CN
expect "its rows, traced" traced "$tmp/many"
expect "many rows, summer time begins" counted summer 100 2 200 Europe/London en
whole_year() {
    printed "$tmp/year" figures "$tmp/summer/job.xml" --period 2025 --as-of "2026-04-04 12:00" --format json &&
        python3 "$root/tests/e2e/every.py" check "$tmp/summer" "$tmp/year" Europe/London "2026-04-04 12:00" 100 2025
}
expect "a whole year, its halves and quarters" whole_year
expect "rows with nothing but an id and a time" counted bare 40 3 60 Europe/London en bare
expect "one row of each kind" counted one 40 4 1 Asia/Shanghai zh-TW
expect "no row" counted none 0 5 0 Asia/Shanghai zh-CN
for name in many bare one none; do
    expect "numbers are numbers: $name" sound "$tmp/$name"
done
finish
