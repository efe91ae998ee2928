#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Bad input: a message that names file and line, the right exit status, nothing published
# and nothing published before touched.
. "$(dirname "$0")/harness"

# case_folder NAME: a job on the tiny data with one edition already made, in $case.
case_folder() {
    case=$tmp/$1
    mkdir -p "$case"
    cp "$root"/tests/oracle/tiny/*.csv "$case/"
    oracle_job "$case"
    chmod u+w "$case"/*
    run_job "$case/job.xml" --period 2025 --as-of "2026-02-01 00:00:00" || not_ok "$1: first run"
    before=$(state_of "$case/out")
}

state_of() {
    (cd "$1" && find . -type f -exec sha256sum {} + | sort)
}

# refused STATUS PATTERN WHAT [ARGUMENT...]: runs the case's job again.
refused() {
    local status=$1 pattern=$2 name=$3 found
    shift 3
    if [ $# -eq 0 ]; then
        set -- --period 2025 --as-of "2026-02-01 00:00:00"
    fi
    "$auditpack" run "$case/job.xml" "$@" > "$tmp/out" 2> "$tmp/err"
    found=$?
    if [ "$found" -ne "$status" ]; then
        not_ok "$name: exit $found, not $status"
        sed 's/^/    /' "$tmp/err"
    elif ! grep -Eq "$pattern" "$tmp/err"; then
        not_ok "$name: no message like $pattern"
        sed 's/^/    /' "$tmp/err"
    elif [ "$before" != "$(state_of "$case/out")" ]; then
        not_ok "$name: published folder changed"
    else
        ok "$name"
    fi
}

case_folder missing-column
sed -i '1s/opened_at/when/' "$case/tickets.csv"
refused 2 'tickets\.csv:1: .*opened_at' "missing column"

case_folder wrong-encoding
sed -i 's/encoding="[^"]*"//; s/id="tickets"/id="tickets" encoding="UTF-8"/' "$case/job.xml"
iconv -f UTF-8 -t GB18030 "$case/tickets.csv" > "$case/gbk" && mv "$case/gbk" "$case/tickets.csv"
refused 2 'tickets\.csv:2: .*UTF-8' "wrong encoding"

case_folder unterminated-quote
printf 'S99,T1,"短信,2025-01-02 00:00:00,,,,,,,\nS98,T1,,,,,,,,,\n' >> "$case/surveys.csv"
line=$(($(grep -n '^S99' "$case/surveys.csv" | cut -d: -f1)))
refused 2 "surveys\\.csv:$line: .*quote" "unterminated quote"

case_folder empty-file
: > "$case/complaints.csv"
refused 2 'complaints\.csv: .*empty' "empty file"

case_folder job-element
sed -i 's/<pack use/<pakc use/' "$case/job.xml"
refused 3 "job\\.xml:$(grep -n pakc "$case/job.xml" | cut -d: -f1): " "job with a misspelt element"

case_folder job-kind
sed -i 's/kind="survey"/kind="surveys"/' "$case/job.xml"
refused 3 "job\\.xml:$(grep -n '"surveys"' "$case/job.xml" | head -1 | cut -d: -f1): .*surveys" \
    "job with an unknown kind"

case_folder job-words
sed -i '0,/<source id="/s//<source id="My /' "$case/job.xml"
refused 3 'job\.xml:[0-9]+: .*such as orders_2' "job whose id is told by an example"

case_folder job-field
sed -i 's|path="sales.csv"/>|path="sales.csv"><map field="unitz" column="units"/></source>|' \
    "$case/job.xml"
refused 3 "job\\.xml:$(grep -n unitz "$case/job.xml" | cut -d: -f1): .*unitz" \
    "job with an unknown field"

case_folder job-xml
sed -i 's|</job>||' "$case/job.xml"
refused 3 'job\.xml:[0-9]+: ' "job that is no whole XML"

case_folder job-doctype
sed -i '2i <!DOCTYPE job [<!ENTITY x SYSTEM "file:///etc/hostname">]>' "$case/job.xml"
refused 3 'job\.xml:[0-9]+: .*DOCTYPE' "job with a DOCTYPE"

case_folder pack-metric
sed 's/metric="[a-z0-9_]*"/metric="no_such_metric"/; s/\(metrics="\)[a-z0-9_]*/\1no_such_metric/' \
    "$root/templates/packs/monthly.xml" > "$case/pack.xml"
sed -i 's/<pack use="monthly"/<pack file="pack.xml"/' "$case/job.xml"
refused 3 "pack\\.xml:$(grep -n no_such_metric "$case/pack.xml" | head -1 | cut -d: -f1): .*no_such_metric" \
    "pack with an unknown metric"

case_folder pack-histogram
sed 's/\(<histogram metrics="\)[a-z0-9_]*/\1res_att/' "$root/templates/packs/monthly.xml" > "$case/pack.xml"
sed -i 's/<pack use="monthly"/<pack file="pack.xml"/' "$case/job.xml"
refused 3 "pack\\.xml:$(grep -n '<histogram' "$case/pack.xml" | head -1 | cut -d: -f1): .*'res_att'" \
    "pack with a histogram of a rate"

case_folder metric-field
cat > "$case/more.xml" << 'EOF'
<metrics xmlns="urn:auditpack:metrics:1">
  <metric id="extra" kind="count" of="tickets" unit="number" decimals="0" better="none"
          cut="no_such_dimension"><name xml:lang="zh-CN">额外</name></metric>
</metrics>
EOF
sed -i 's|<source id="tickets"|<metrics file="more.xml"/>\n  <source id="tickets"|' "$case/job.xml"
refused 3 'more\.xml:[0-9]+: .*no_such_dimension' "metric with an unknown dimension"

case_folder zone
sed -i 's|zone="Asia/Shanghai"|zone="Asia/Nowhere"|' "$case/job.xml"
refused 3 'job\.xml:[0-9]+: .*Asia/Nowhere|Asia/Nowhere' "unknown time zone"

case_folder periods
for period in 2025-13 2025-Q5 2025-H3 2025-W54 20x5 2025-02-30..2025-03-01 2025-03-01..2025-02-01; do
    refused 3 "$period.*2026-10|period" "period $period" --period "$period"
done
refused 3 'as-of|2025-02-30' "time that is none" --period 2025 --as-of "2025-02-30 10:00:00"
refused 3 'as-of 2024-12-31.*begun' "state of knowledge before the period" \
    --period 2025 --as-of "2024-12-31"
refused 3 'period' "no period at all" --as-of "2026-02-01 00:00:00"
refused 3 'perod' "misspelt option" --perod 2025

case_folder pipe
rm "$case/sales.csv"
mkfifo "$case/sales.csv"
refused 3 "job\\.xml:[0-9]+: .*sales\\.csv.*regular" "pipe instead of a file"

# A folder's name is no pattern.
case_folder 'a[b]*c'
expect "folder with signs of a pattern" grep -q '"role": "source"' "$case"/out/*/2025/r1/manifest.json

# told STATUS PATTERN WHAT ARGUMENT...: a question that cannot be answered as it was put.
told() {
    local status=$1 pattern=$2 name=$3 found
    shift 3
    "$auditpack" trace "$case/job.xml" --period 2025 "$@" > "$tmp/out" 2> "$tmp/err"
    found=$?
    expect "$name: exit $status" test "$found" -eq "$status"
    expect "$name: said" grep -Eq "$pattern" "$tmp/err"
}
told 3 'json' "trace as JSON" resp_att --format json
told 3 'whole' "register of misses only" --register breach --only misses
told 3 'no_such' "trace of an unknown metric" no_such
told 3 'no_such' "trace of an unknown window" resp_att --window no_such

"$auditpack" run "$tmp/none.xml" --period 2025 > /dev/null 2> "$tmp/err"
expect "no such job: exit 3 or 4" test $? -ge 3
expect "no such job: named" grep -q 'none\.xml' "$tmp/err"
finish
