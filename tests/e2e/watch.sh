#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# What management is told of: complaints unanswered for a day, to the second; certificates of staff
# that run out within sixty days or have run out, good on their last day; nobody who has left.
. "$(dirname "$0")/harness"

cat > "$tmp/job.xml" << 'XML'
<job xmlns="urn:auditpack:job:1" id="watch" locale="zh-CN" zone="Asia/Shanghai" issue-delay="P2D">
  <organisation>示例电器有限公司</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="complaints" kind="complaint" path="complaints.csv"/>
  <source id="staff" kind="staff" path="staff.csv"/>
</job>
XML
cat > "$tmp/complaints.csv" << 'CSV'
id,opened_at,acknowledged_at,category,severity
C-day,2026-11-01 12:00:00,,延误,一般
C-short,2026-11-01 12:00:01,,延误,一般
C-old,2026-10-30 12:00:00,,延误,重大
C-answered,2026-10-20 12:00:00,2026-10-25 12:00:00,延误,一般
CSV
cat > "$tmp/staff.csv" << 'CSV'
id,person,post,region,joined_on,left_on,certified,certificate_until
S-today,工程师A,维修,华东,2020-01-01,,1,2026-11-02
S-yesterday,工程师B,维修,华东,2020-01-01,,1,2026-11-01
S-sixty,工程师C,维修,华东,2020-01-01,,1,2026-12-31
S-sixtyone,工程师D,维修,华东,2020-01-01,,1,2027-01-01
S-left,工程师E,维修,华东,2020-01-01,2026-10-15,1,2026-10-20
S-undated,工程师F,维修,华东,2020-01-01,,1,
CSV
"$auditpack" figures "$tmp/job.xml" --period 2026-10 --as-of "2026-11-02 12:00:00" --format text > "$tmp/text" 2> "$tmp/err"

told() {
    grep -A 12 "$1" "$tmp/text" | sed '/^$/,$d'
}
# listed TITLE: the ids of the list in their order.
listed() {
    told "$1" | grep -Eo '^[CS]-[a-z]+' | sort | tr '\n' ' '
}
expect "unanswered for a day, to the second" [ "$(listed 超过.24.小时未受理的投诉)" = "C-day C-old " ]
expect "with how long" sh -c "grep -Eq 'C-old.*超时 2 天|C-old.*2 天' '$tmp/text'"
expect "certificates within sixty days" [ "$(listed 60.天内到期与已到期的人员证书)" = "S-sixty S-today S-yesterday " ]
expect "good on its last day" sh -c "grep 'S-today' '$tmp/text' | grep -q '\[!\]'"
expect "and no longer" sh -c "grep 'S-yesterday' '$tmp/text' | grep -q '\[x\]'"
finish
