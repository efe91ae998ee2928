#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Working time over National Day 2025 and 2026 with their make-up days, by hand: 8 to 12 and 13 to 18
# on working days, off 1 to 8 October 2025 and 1 to 7 October 2026, at work on Sunday 28 September and
# Saturday 11 October 2025, on Sunday 20 September and Saturday 10 October 2026. And a series of 13
# months of which one has no file, one no rows, and one only rows that do not count.
. "$(dirname "$0")/harness"

mkdir "$tmp/hand"
cat > "$tmp/hand/job.xml" << 'XML'
<job xmlns="urn:auditpack:job:1" id="hand" locale="en" zone="Asia/Shanghai" issue-delay="P30D">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/><calendar use="cn"/><metrics file="metrics.xml"/>
  <source id="orders" kind="ticket" path="orders.csv"/><source id="holds" kind="hold" path="holds.csv"/>
</job>
XML
cat > "$tmp/hand/metrics.xml" << 'XML'
<metrics xmlns="urn:auditpack:metrics:1">
  <limit id="by_hand" unit="min"><at is="150"/></limit>
  <metric id="worked" kind="mean" of="effective" unit="h" decimals="4">
    <name xml:lang="en">Working hours</name>
    <value from="opened_at" to="resolved_at" clock="business">
      <pause kind="hold" via="ticket_id" from="held_at" until="released_at"/>
    </value>
  </metric>
  <metric id="worked_att" kind="rate" of="effective" unit="percent" decimals="1" better="up" goal="0.9">
    <name xml:lang="en">In two and a half working hours</name>
    <within from="opened_at" to="resolved_at" limit="by_hand" clock="business" absent="due">
      <pause kind="hold" via="ticket_id" from="held_at" until="released_at"/>
    </within>
  </metric>
</metrics>
XML
# What was worked, in seconds, and why; 9000 is the limit.
cat > "$tmp/hand/by-hand.csv" << 'CSV'
id,opened_at,resolved_at,seconds,why
A25,2025-09-30 17:00:00,2025-10-09 09:00:00,7200,17-18 and 8-9
B25,2025-10-10 17:00:00,2025-10-11 13:30:00,19800,17-18 then 8-12 and 13-13:30 on the make-up Saturday
C25,2025-09-27 12:00:00,2025-09-28 12:00:00,14400,nothing on Saturday; 8-12 on the make-up Sunday
D25,2025-10-01 09:00:00,2025-10-08 17:00:00,0,all of it off
E25,2025-09-30 17:30:00,2025-10-09 10:00:00,9000,to the second of the limit
F25,2025-09-30 17:29:59,2025-10-09 10:00:00,9001,a second more
A26,2026-09-30 17:00:00,2026-10-08 09:30:00,9000,17-18 and 8-9:30: to the second of the limit
B26,2026-10-09 17:30:00,2026-10-10 08:45:00,4500,17:30-18 and 8-8:45 on the make-up Saturday
C26,2026-09-19 10:00:00,2026-09-20 10:00:00,7200,nothing on Saturday; 8-10 on the make-up Sunday
D26,2026-10-01 00:00:00,2026-10-08 00:00:00,0,all of it off
E26,2026-10-17 09:00:00,2026-10-18 18:00:00,0,an ordinary weekend
F26,2026-10-08 11:30:00,2026-10-08 13:30:00,3600,lunch does not count
G26,2026-09-30 17:00:00,2026-10-08 11:00:00,7200,17-18 and 8-11 without the hold from 8 to 10
CSV
cut -d, -f1-3 "$tmp/hand/by-hand.csv" > "$tmp/hand/orders.csv"
printf 'ticket_id,held_at,released_at\nG26,2026-10-08 08:00:00,2026-10-08 10:00:00\n' > "$tmp/hand/holds.csv"

# printed TO COMMAND...: warnings (exit 1) are no failure.
printed() {
    local to=$1
    shift
    "$auditpack" "$@" > "$to" 2> "$tmp/err" || [ $? -eq 1 ] || { cat "$tmp/err" && false; }
}

by_hand() {
    local period
    : > "$tmp/worked"
    for period in 2025-09 2025-10 2026-09 2026-10; do
        printed "$tmp/traced" trace "$tmp/hand/job.xml" worked --period "$period" --format csv || return 1
        sed 1d "$tmp/traced" >> "$tmp/worked"
    done
    python3 - "$tmp/hand/by-hand.csv" "$tmp/worked" "$tmp/traced" << 'PY'
import csv, sys
wanted = {row["id"]: int(row["seconds"]) for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))}
head = next(csv.reader(open(sys.argv[3], encoding="utf-8")))
found = {row[head.index("record")]: int(row[head.index("value")])
         for row in csv.reader(open(sys.argv[2], encoding="utf-8"))}
print({name: (found.get(name), seconds) for name, seconds in wanted.items() if found.get(name) != seconds})
sys.exit(found != wanted)
PY
}
expect "every order is what was worked out by hand" by_hand
for case in "2025-09 2 2" "2025-10 1 1" "2026-09 3 0" "2026-10 4 0"; do
    read -r period hits misses <<< "$case"
    printed "$tmp/figures" figures "$tmp/hand/job.xml" --period "$period" --format csv || not_ok "figures"
    expect "kept and missed in $period" python3 -c '
import csv, sys
row = next(r for r in csv.DictReader(open(sys.argv[1])) if r["metric"] == "worked_att" and r["window"] == "period")
print(row)
sys.exit((row["numerator"], int(row["denominator"])) != (sys.argv[2], int(sys.argv[2]) + int(sys.argv[3])))' \
        "$tmp/figures" "$hits" "$misses"
done
printed "$tmp/text" trace "$tmp/hand/job.xml" worked_att --working G26 --period 2026-09 || not_ok "working"
expect "the working of one order ends at its two hours" grep -q '2:00:00' "$tmp/text"
expect "and shows the hold" grep -q '2026-10-08 10:00' "$tmp/text"

# A file a month: none for February, an empty one for April, only cancelled orders in June.
mkdir "$tmp/months"
cat > "$tmp/months/job.xml" << 'XML'
<job xmlns="urn:auditpack:job:1" id="months" locale="zh-CN" zone="Asia/Shanghai" issue-delay="P5D">
  <organisation>示例电器有限公司</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="orders-*.csv"/>
</job>
XML
for month in 2025-10 2025-11 2025-12 2026-01 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09 2026-10; do
    {
        printf 'id,opened_at,priority,first_response_at,resolved_at,status\n'
        status=已关闭
        [ $month != 2026-06 ] || status=已取消
        [ $month = 2026-04 ] || for day in 02 09 16; do
            printf '%s,%s-%s 09:00:00,P1,%s-%s 09:10:00,%s-%s 12:00:00,%s\n' $month-$day $month $day \
                $month $day $month $day $status
        done
    } > "$tmp/months/orders-$month.csv"
done
printed "$tmp/figures" figures "$tmp/months/job.xml" --period 2026-10 --format csv || not_ok "months"
expect "three kinds of nothing in one series" python3 - "$tmp/figures" << 'PY'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
series = {(r["metric"], r["window"]): r for r in rows if not r["cut"]}
months = [f"{y}-{m:02}" for y, m in [(2025, 10), (2025, 11), (2025, 12)] + [(2026, m) for m in range(1, 11)]]
reason = {"2026-02": "no-file", "2026-04": "no-rows", "2026-06": "filtered"}
wrong = [(m, series["resp_att", m]) for m in months if series["resp_att", m]["missing"] != reason.get(m, "")]
count = {"2026-02": "", "2026-04": "0", "2026-06": "3"}
wrong += [(m, series["tickets", m]) for m in months
          if (series["tickets", m]["value"] or "").split(".")[0] != count.get(m, "3")]
print(wrong)
sys.exit(bool(wrong))
PY
printed "$tmp/text" figures "$tmp/months/job.xml" --period 2026-10 --format text || not_ok "text of months"
expect "and they print differently" python3 - "$tmp/text" << 'PY'
import re, sys
text = open(sys.argv[1], encoding="utf-8").read()
chart = text.split("\n响应及时率\n", 1)[1].split("\n\n", 1)[0]
said = dict(re.findall(r"(2026-\d+): (.*)", chart))
print(chart)
sys.exit(len({said.get(m) for m in ("2026-2", "2026-4", "2026-6", "2026-5")}) != 4)
PY
finish
