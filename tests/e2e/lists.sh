#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Silent customers, recurring repairs, best and worst, repeats within some days and the age of the
# backlog are what the rows of the store say; a week does not mix with the months of its series; and what is broken down by a column that no export has
# is left out, section and all.
. "$(dirname "$0")/harness"

cp -r "$root/samples/appliance" "$tmp/sample"
sed -i 's#\.\./\.\./build/demo#out#' "$tmp/sample/job.xml"

# printed TO COMMAND...: warnings (exit 1) are no failure.
printed() {
    local to=$1
    shift
    "$auditpack" "$@" > "$to" 2> "$tmp/err" || [ $? -eq 1 ]
}
printed "$tmp/text" figures "$tmp/sample/job.xml" --period 2026-10 --format text || not_ok "text"
printed "$tmp/figures" figures "$tmp/sample/job.xml" --period 2026-10 --format csv || not_ok "figures"
expect "lists are what the store says" \
    python3 "$root/tests/e2e/lists.py" "$tmp/sample/out/appliance.db" "$tmp/text" "$tmp/figures"

printed "$tmp/week" figures "$tmp/sample/job.xml" --period 2026-W42 --format text || not_ok "week"
expect "figures of too few cases are named" grep -q "1 项指标样本不足，只列数、不评判：投诉受理及时率（7，至少 10）" "$tmp/week"
expect "a week's trends name their month" grep -q "2026 年 10 月　目标 ≥95.0　去年同期" "$tmp/week"
expect "a month's need not" sh -c "! grep -q '2026-10　目标' '$tmp/text'"

expect "segments are there" grep -q "按客户分群" "$tmp/text"
cp -r "$root/tests/oracle/tiny" "$tmp/tiny"
oracle_job "$tmp/tiny"
printed "$tmp/text" figures "$tmp/tiny/job.xml" --period 2025 --format text || not_ok "text of tiny"
expect "without the columns no segments" sh -c "! grep -q '按客户分群\|服务工程师排名' '$tmp/text'"
expect "and the other sections are" grep -q "网点排名" "$tmp/text"
finish
