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

job_with ""
rm "$dir/job.xml"
edit 's/2026-10-03 17:05/13\/10\/2026 17:05/; s/2026-10-06 11:00/14\/10\/2026 11:00/; s/,高,/,加急件,/'
sed 's/A-/B-/' "$dir/orders.csv" > "$dir/orders-2026-11.csv"
echo 'nothing,known' > "$dir/other.csv"
expect "init writes a job" "$auditpack" init "$dir" --out "$dir/job.xml"
expect "init: a source" grep -q '<source id="ticket_2" kind="ticket" path="orders.csv">' "$dir/job.xml"
expect "init: names with digits" grep -q 'id="ticket" kind="ticket" path="orders-\*.csv"' "$dir/job.xml"
expect "init: the format of times" grep -q '"resolved_at"><format>%d/%m/%Y %H:%M</format>' "$dir/job.xml"
expect "init: values as most mean them" grep -q '<value from="低" to="P4"/>' "$dir/job.xml"
expect "init: values that nobody knows" grep -q '<value from="加急件" to="?"/>' "$dir/job.xml"
expect "init: what is left out" grep -q 'other.csv.*nothing' "$dir/job.xml"
said 3 'the file exists and is left alone' "init overwrites nothing" init "$dir" --out "$dir/job.xml"
said 3 'job.xml:[0-9]*: to="\?": .*P1, P2, P3, P4' "init: what is left open is asked for" check "$dir/job.xml"
rm "$dir/orders-2026-11.csv"
sed -i 's/to="?"/to="P3"/; /id="ticket"/,/<\/source>/d' "$dir/job.xml"
run 1 'does not name the organisation' "init: a cover without a name is told"
sed -i 's/（单位名称）/示例电器/' "$dir/job.xml"
run 0 '/mine/2026-10/r2' "init: filled in, it runs"

# Mistakes in the command and in the job: what is wrong, where, and what to write.
job_with "" '<map field="reopened" column="费用"><value from="12" to="?"/></map>'
said 3 'job.xml:[0-9]*: to="\?": put in what "12" means' "a value left open" check "$dir/job.xml"

job_with ""
said 3 "unknown command 'chekc', did you mean 'check'" "unknown command" chekc "$dir/job.xml"
said 3 'run needs a period: --period 2026-10' "no period" run "$dir/job.xml"
said 3 'run needs a job file' "no job" run
said 3 'is given twice, as 2026-09 and 2026-10' "two periods" \
    run "$dir/job.xml" --period 2026-09 --period 2026-10
said 3 'unknown option --peroid, did you mean --period' "a mistyped option" run "$dir/job.xml" --peroid 2026-10
said 0 'auditpack run JOB --period' "help" help
said 3 'sign needs a private key: --key FILE' "no key" sign "$dir"
said 3 "no metric 'respatt', did you mean 'resp_att'" "a mistyped metric" explain "$dir/job.xml" respatt
said 3 'name a metric behind the job' "no metric" explain "$dir/job.xml"
said 3 "no window 'lastyear'; it takes period, last, year-ago" "a mistyped window" \
    trace "$dir/job.xml" resp_att --period 2026-10 --window lastyear
said 3 "no register 'x'; there are [a-z]" "a register that is none" trace "$dir/job.xml" --register x --period 2026-10
said 3 'orders.csv: this is no job.*auditpack init .*orders.csv --out' "an export for a job" check "$dir/orders.csv"
said 3 'auditpack init FOLDER' "a folder for a job" check "$dir"
said 3 '"9999" is no period.*years 1900 to' "a year beyond" run "$dir/job.xml" --period 9999

wrong() {
    job_with "${4:-}"
    sed -i "$1" "$dir/job.xml"
    said 3 "$2" "$3" run "$dir/job.xml" --period 2026-10
}
wrong 's/path="orders/pth="orders/' 'job\.xml:9: <source> takes no attribute pth=, did you mean path=' \
    "a mistyped attribute"
wrong 's/kind="ticket"/kind="tickets"/' "job\\.xml:9: .*unknown kind 'tickets', did you mean 'ticket'.; there are ticket, " \
    "an unknown kind"
wrong 's/field="priority"/field="prioriti"/' "job\\.xml:10: .*'prioriti'.*did you mean 'priority'.; it has id, " \
    "an unknown field"
wrong 's/<store .*//' 'job\.xml:2: <job> lacks <store>' "a missing element"
wrong 's/from="高"/form="高"/' 'job\.xml:11: <value> takes no attribute form=, did you mean from=' \
    "a mistyped attribute within"
wrong 's/kind="ticket"/& extent="all"/' 'job\.xml:9: <source extent="all">: it takes rows, snapshot' \
    "a value that is none"
wrong 's/kind="ticket"/& header="first"/' 'job\.xml:9: <source header="first">: it takes none, a whole number from 1 to 1000000' \
    "no number of a line"
wrong 's|<source|<gates><rejects share="2"/></gates>&|' '<rejects share="2">: it takes a number from 0 to 1' \
    "a share in percent"
wrong 's/<pack/<foo\/><pack/' 'job\.xml:7: <foo> cannot stand in <job>' "an unknown element"
wrong 's/<pack/<map field="id"\/><pack/' 'job\.xml:7: <map> cannot stand in <job>' "a misplaced element"
wrong 's/gbt27922-2011/gbt27922/' "job\\.xml:6: there is no standard 'gbt27922'; there are: .*gbt27922-2011" \
    "an unknown standard"
wrong 's/"monthly"/"weekly"/' "job\\.xml:7: there is no pack 'weekly'.*there are: .*monthly" "an unknown pack"
wrong 's/kind="ticket"/& encoding="utf9"/' "encoding 'utf9' is unknown.*" "an unknown encoding"
expect "an unknown encoding: its place in the job" grep -q "job.xml, line 9" "$tmp/told"
wrong 's/<map field="priority"/<map field="opened_at"><format>%Q<\/format><\/map>&/' \
    "job\\.xml:10: .*'%Q' is no time format" "a format that is none"

# file_beside NAME TEXT: a catalogue of the user's beside the job.
file_beside() { printf '%s' "$2" > "$dir/$1"; }
job_with '<words file="own.xml"/>'
file_beside own.xml '<words xmlns="urn:auditpack:words:1" xml:lang="zh-CN">
<w id="quality.file">x</w></words>'
run 3 "own\\.xml:2: no word 'quality.file' is ever asked for; did you mean 'quality.files'" "a mistyped word"
file_beside own.xml '<words xmlns="urn:auditpack:words:1" xml:lang="zh-CN">
<w id="quality.files">{m}</w></words>'
run 3 "own\\.xml:2: word 'quality.files' is never given \\{m\\}" "a word with an unknown part"

job_with '<standard file="points.xml"/>'
file_beside points.xml '<standard xmlns="urn:auditpack:standard:1" id="x" edition="1">
<clause id="c5_1_9_9" points="5"/></standard>'
run 3 "points\\.xml:2: the standard has no clause 'c5_1_9_9', did you mean '" "points of an unknown clause"
file_beside points.xml '<standard xmlns="urn:auditpack:standard:1" id="x" edition="1">
<clause id="c5_1_1_1" points="99"/></standard>'
run 3 "points\\.xml:2: clause '.*points" "points beyond the parent's"

job_with ""
cat > "$dir/evidence.csv" <<'CSV'
证据编号,条目,证据类别,文件,签发,文件路径
E1,c5_9_9_9,charter,章程,2026-01-01,a.md
E2,c5_1_1_1,chartr,章程,2026-01-01,a.md
E3,c5_1_1_1,charter,章程,2026-01-01,../job.xml
E4,c5_1_1_1,charter,章程,2026-01-01,
CSV
echo x > "$dir/a.md"
sed -i 's|</job>|<source id="evidence" kind="evidence" path="evidence.csv"/></job>|' "$dir/job.xml"
run 1 "evidence\\.csv:2: document 'E1' counts for nothing: the standard has no clause 'c5_9_9_9'" \
    "evidence of an unknown clause"
expect "evidence of an unknown slot" grep -q "evidence.csv:3: .*has no slot 'chartr'; it has charter" "$tmp/told"
expect "evidence outside its folder" grep -q "evidence.csv:4: .*'../job.xml' is refused" "$tmp/told"
expect "evidence without a file" grep -q "evidence.csv:5: .*no file is named" "$tmp/told"
sed -i 's|<pack use|<evidence path="nowhere"/>&|' "$dir/job.xml"
run 1 "nowhere: there is no such folder of evidence, so none of the 4 documents counts" \
    "no folder of evidence"
expect "and that once" test "$(grep -c 'counts for nothing' "$tmp/told")" -eq 0

# What init writes is in the language of the exports, and in their script.
mkdir -p "$tmp/tw" "$tmp/cn"
printf '維修單號,報修時間,完修時間,急迫性\nR1,2026/10/03 09:12,2026/10/04 10:00,一般\n' |
    iconv -t BIG5 > "$tmp/tw/a.csv"
printf '工单号,受理时间\nA1,2026-10-03 09:12\n' > "$tmp/cn/a.csv"
said 0 'locale="zh-TW" zone="Asia/Taipei"' "traditional characters" init "$tmp/tw"
said 0 'locale="zh-CN" zone="Asia/Shanghai"' "simplified characters" init "$tmp/cn"

# An edition that was changed after it was sealed is not passed over.
job_with ""
run 0 'out/mine' "an edition"
said 0 'path="orders' "init where a store lies" init "$dir"
expect "leaves the store out" test "$(grep -c 'store\.db' "$tmp/told")" -eq 1
chmod u+w "$dir"/out/mine/2026-10/r1/rejects.csv
echo more >> "$dir/out/mine/2026-10/r1/rejects.csv"
run 1 'r1: rejects.csv: differs .*move the folder away and run again' "an edition that was changed"

head -c 50000 "$dir/store.db" > "$tmp/half"
cp "$tmp/half" "$dir/store.db"
run 4 'store\.db: the store is damaged; put a copy of it back' "a store that was cut"

# A reader that has seen enough is no failure of ours.
job_with ""
run 0 'out/mine' "a job to look into"
"$auditpack" figures "$dir/job.xml" --period 2026-10 2> "$tmp/told" | head -1 > /dev/null
expect "figures into head" test ! -s "$tmp/told"

finish
