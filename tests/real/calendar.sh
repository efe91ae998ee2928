#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# The shipped calendar against the published days off and make-up days of 2024 to 2026
# (github.com/NateScarlet/holiday-cn, folder holiday_cn of AUDITPACK_REAL_DATA): every day of the three
# years, through import, business clock and trace.
. "$(dirname "$0")/../e2e/harness"

data=${AUDITPACK_REAL_DATA:-}/holiday_cn
if [ ! -f "$data/2026.json" ]; then
    skip "days of 2024 to 2026" "AUDITPACK_REAL_DATA has no holiday_cn"
    finish
fi
days() { python3 "$root/tests/real/calendar.py" "$@"; }

days write > "$tmp/days.csv"
cat > "$tmp/metrics.xml" << 'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<metrics xmlns="urn:auditpack:metrics:1">
  <metric id="worked" kind="mean" of="tickets" unit="h" decimals="1">
    <name xml:lang="en">Working time</name>
    <value from="opened_at" to="resolved_at" clock="business"/>
  </metric>
</metrics>
EOF
cat > "$tmp/job.xml" << 'EOF'
<?xml version="1.0" encoding="UTF-8"?>
<job xmlns="urn:auditpack:job:1" id="days" locale="en" zone="Asia/Shanghai" issue-delay="P1D">
  <organisation>示例电器</organisation>
  <store path="store.db"/>
  <out path="out"/>
  <standard use="gbt27922-2011"/>
  <pack use="monthly"/>
  <metrics file="metrics.xml"/>
  <calendar use="cn"/>
  <source id="days" kind="ticket" path="days.csv"/>
</job>
EOF
traced() {
    "$auditpack" trace "$tmp/job.xml" worked --period 2024-01-01..2026-12-31 \
        --as-of "2026-12-31 23:59:59" --format csv > "$tmp/trace.csv" || [ $? -eq 1 ]
}
expect "working time of every day" traced
expect "days of 2024 to 2026" days check "$data" "$tmp/trace.csv"
finish
