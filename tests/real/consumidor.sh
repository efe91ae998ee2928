#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# Complaints of consumidor.gov.br: windows-1252 found, semicolons, D/M/Y; one file that lost
# its header and its accents.
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data consumidor_br_a 2014-05.csv

while read -r month scored mean resolved days; do
    expect "$month: read" real_job consumidor "$month" "$month.csv" 2014 "2015-01-02"
    holds "$month" scored 5 "$scored"
    holds "$month" score_mean 5 "$mean"
    holds "$month" days_mean 5 "$days"
    holds "$month" resolved 5 "$resolved"
done << 'TABLE'
2014-05 56 3.5357 0.7143 3.1692
2014-06 431 2.9675 0.5916 5.7209
2014-07 4109 2.6403 0.4977 7.1730
TABLE
"$auditpack" check "$tmp/2014-07/job.xml" > "$tmp/check" 2>&1
expect "encoding, delimiter and line end found" \
    grep -q 'windows-1252, csv, semicolon, CRLF' "$tmp/check"

mkdir "$tmp/damaged"
cp "$root/tests/real/consumidor/"*.xml "$data/2014-06_damaged_noheader.csv" "$tmp/damaged/"
sed -i 's|path="data"|path="2014-06_damaged_noheader.csv"|' "$tmp/damaged/"job*.xml
"$auditpack" check "$tmp/damaged/job.xml" > "$tmp/check" 2>&1
expect "damaged: without its header refused" test $? -eq 2
"$auditpack" check "$tmp/damaged/job-damaged.xml" > "$tmp/check" 2>&1
expect "damaged: read by positions" grep -q '585.*585' "$tmp/check"
expect "damaged: lost characters are told" grep -Eq 'lost before export .* [0-9]{3} times' "$tmp/check"
finish
