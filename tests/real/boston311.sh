#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# Requests of a city (Analyze Boston, as qsv keeps them): every variant of the same rows, and
# the city's own judgement of each request against its times.
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data boston311 boston311-100.csv

take() {
    expect "$1: read" real_job boston311 "$1" "$2" 2022-01 "2022-02-05"
}

take plain boston311-100.csv
holds plain requests 5 100
holds plain city_in_time 6 83
holds plain agree_in_time 6 72
holds plain agree_in_time 7 72
holds plain agree_late 6 0
holds plain agree_late 7 5
holds plain closed 5 85
holds plain hours_mean 5 110.6295
holds plain hours_median 5 16.1569

# Days before months, packed, and with one word beyond ASCII: the same figures.
for variant in "dmy boston311-dmy-100.csv" "packed boston311-100.csv.gz" \
    "nonascii boston311-100-with-nonascii.csv"; do
    read -r name file <<< "$variant"
    take "$name" "$file"
    expect "$name: figures as of the plain file" cmp "$tmp/plain/figures" "$tmp/$name/figures"
done

take notime boston311-100-notime.csv
holds notime requests 5 100
holds notime closed 5 85

take dupes boston311-100-20dupes-random.csv
holds dupes requests 5 80

# One line has a cell more than the header.
take bad boston311-100-bad.tsv
holds bad requests 5 99
"$auditpack" check "$tmp/bad/job.xml" > "$tmp/bad/check" 2>&1
expect "bad: tabs" grep -q 'tab' "$tmp/bad/check"
expect "bad: one row rejected for its cells" grep -Eqi 'cells do not match the header.* 1|cells 1' "$tmp/bad/check"
finish
