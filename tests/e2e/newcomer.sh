#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# A newcomer's own data: what check, import and run say of a small export and of the
# mistakes that are made with one, with file, line and what to do.
. "$(dirname "$0")/harness"

# job_with EXTRA [MAP]: a fresh job in $dir with EXTRA before its source, MAP inside it.
job_with() {
    dir=$tmp/job
    rm -rf "$dir"
    mkdir -p "$dir"
    cat > "$dir/orders.csv" <<'CSV'
工单号,受理时间,紧急程度,响应时间,完成时间,大区,费用
A-1001,2026-10-03 09:12,高,2026-10-03 09:40,2026-10-03 17:05,华东,12
A-1002,2026-10-04 14:30,低,2026-10-04 20:10,2026-10-06 11:00,华南,8
CSV
    cat > "$dir/job.xml" <<JOB
<?xml version="1.0" encoding="UTF-8"?>
<job xmlns="urn:auditpack:job:1" id="mine" locale="zh-CN" zone="Asia/Shanghai">
  <organisation>示例公司</organisation>
  <store path="store.db"/>
  <out path="out"/>
  <standard use="gbt27922-2011"/>
  <pack use="monthly"/>
  $1
  <source id="orders" kind="ticket" path="orders*.csv">
    <map field="priority" column="紧急程度">
      <value from="高" to="P2"/><value from="低" to="P4"/>
    </map>
    ${2:-}
  </source>
</job>
JOB
}

# said STATUS PATTERN NAME COMMAND...: the program's status and what it says on either stream.
said() {
    local status=$1 pattern=$2 name=$3 found
    shift 3
    "$auditpack" "$@" > "$tmp/told" 2>&1
    found=$?
    if [ "$found" -ne "$status" ]; then
        not_ok "$name: exit $found, not $status"
        sed 's/^/    /' "$tmp/told" | head -20
    elif ! grep -Eq -- "$pattern" "$tmp/told"; then
        not_ok "$name: no message like $pattern"
        sed 's/^/    /' "$tmp/told" | head -20
    else
        ok "$name"
    fi
}

edit() { sed -i "$1" "$dir/${2:-orders.csv}"; }
run() { said "$1" "$2" "$3" run "$dir/job.xml" --period 2026-10; }

job_with ""
run 0 'out/mine/2026-10/r1' "a clean export"

job_with ""
edit 's/低/特急/'
run 1 'orders\.csv:3: "特急" as priority .*1 row.* P1, P2, P3, P4.*<value from="特急" to=' \
    "a value that no limit knows"
expect "the pack shows it" grep -q '特急' "$dir/out/mine/2026-10/r1/figures.json"

job_with ""
edit 's/to="P4"/to="P9"/' job.xml
run 3 'job\.xml:11: to="P9".*takes P1, P2, P3, P4' "a mapping to a value that no limit knows"

job_with ""
edit 's/2026-10-0\([34]\) /\1\/10\/2026 /g'
run 2 'orders\.csv:2: .*"3/10/2026 09:12".*<format>%d/%m/%Y %H:%M</format> or <format>%m/%d/%Y' \
    "days and months either way round"

job_with "" '<map field="reopened" column="费用"/>'
edit 's/2026-10-03 17:05/46298.71/; s/2026-10-04 14:30/待定/'
run 1 'orders\.csv:2: .*解决时间.*46298\.71.*<format>excel</format>' "a serial number of a spreadsheet"
expect "no time where one must be" grep -q 'orders.csv:3: .*受理时间.*待定.*2026-10-01 08:05:00' "$tmp/told"
expect "a flag that is none" grep -q 'orders.csv:2: .*重开.*12.*是' "$tmp/told"
expect "the file's line counts them" grep -q 'orders.csv: 1 of 2 rows rejected, 1 with a field blanked' \
    "$tmp/told"
expect "rejects.csv tells what was expected" grep -q '46298.71.*<format>excel</format>' \
    "$dir/out/mine/2026-10/r1/rejects.csv"

job_with ""
printf 'nothing here\n' > "$dir/orders-2.csv"
said 2 'orders\.csv +已导入 +2 +2 +0 ' "import: one file comes in" import "$dir/job.xml"
expect "import: another is refused" grep -q 'refused: .*orders-2.csv:1: ' "$tmp/told"
rm "$dir/orders-2.csv"
said 0 '"state": "known", "read": 2, "new": 2' "import: the same bytes again, as JSON" \
    import "$dir/job.xml" --format json
edit 's/华南/华北/'
said 0 '^orders,orders.csv,imported,2,0,1,1,0,0,0,0,UTF-8' "import: a corrected row, as CSV" \
    import "$dir/job.xml" --format csv
expect "import publishes nothing" test ! -e "$dir/out"

job_with ""
edit '1s/完成时间/完工的时间/; s/低/特急/; s/2026-10-04 20:10/明天/'
said 1 '紧急程度 +优先级 +priority +高 +P2$' "check: header, field, cell and how it reads" \
    check "$dir/job.xml"
expect "check: a column that may be meant" grep -q '<map field="resolved_at" column="完工的时间"/>' "$tmp/told"
expect "check: columns not used" grep -q '未使用的列：.*费用' "$tmp/told"
expect "check: a value that no limit knows" grep -q 'orders.csv:3: .*特急.*P1, P2, P3, P4' "$tmp/told"
expect "check: what would be blanked" grep -q 'orders.csv:3: .*首次响应时间.*明天.*2026-10-01 08:05' "$tmp/told"
expect "check: figures that cannot be made" grep -q '缺少 工单 · 解决时间 (resolved_at)' "$tmp/told"
expect "check: kinds without a source" grep -q '没有“投诉”的来源' "$tmp/told"
expect "check imports nothing" test ! -e "$dir/store.db"
job_with ""
for i in $(seq 1 1200); do echo "B-$i,2026-10-05 10:00,高,,,," ; done >> "$dir/orders.csv"
echo "B-9999,morgen,高,,,," >> "$dir/orders.csv"
said 0 '前 102[0-9] 行' "check: the first thousand rows" check "$dir/job.xml"
said 1 '共 1203 行' "check --all: all rows" check "$dir/job.xml" --all
edit 's/2026-10-0\([345]\) /\1\/10\/2026 /g'
said 2 'orders\.csv:2: .*order|orders\.csv:2: .*day/month' "check: days and months either way round" \
    check "$dir/job.xml"

finish
