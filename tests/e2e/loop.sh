#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# The improvement loop: a metric that misses its goal three months running opens an action;
# the same run keeps its number in later editions; the register's action for the metric
# takes it up; done is closed only where the effect is verified and the metric is better.
. "$(dirname "$0")/harness"

mkdir -p "$tmp/samples"
cp -r "$root/samples/appliance" "$tmp/samples/"
job=$tmp/samples/appliance/job.xml
actions=$tmp/samples/appliance/actions.csv

edition() {
    run_job "$job" --period "$1" --out "$tmp/out" "${@:2}"
    list=$(find "$tmp/out/appliance/$1" -name actions.csv | sort -V | tail -1)
    [ -s "$list" ]
}

# row NUMBER TEXT...: the list's row of that number has every text.
row() {
    local line text
    line=$(grep "^$1," "$list") || return 1
    shift
    for text; do
        [[ "$line" == *"$text"* ]] || {
            printf 'no "%s" in: %s\n' "$text" "$line"
            return 1
        }
    done
}

not_row() {
    ! row "$@" > /dev/null
}

no_row() {
    ! grep -q "^$1," "$list"
}

closing() {
    local done=${3-2026-09-15}
    sed -i "s/^IA-2026-027,\([^,]*\),[^,]*,.*/IA-2026-027,\1,$1,x,y,2026-08-10,$done,$done,100,$2,,/" "$actions"
    edition 2026-10
}

due_on() {
    sed -i "s/^IA-2026-027,\([^,]*\),[^,]*,.*/IA-2026-027,\1,,x,y,2026-10-01,$1,,50,,,/" "$actions"
    edition 2026-10 --as-of 2026-11-03
}

expect "two months open nothing" edition 2026-06
expect "no action after two months" no_row res_att-2026-05
expect "three months open an action" edition 2026-07
expect "with metric, owner and deadline" row res_att-2026-05 工程师C 2026-08-03 2026-09-02
expect "what weighs much and lasts" edition 2026-08
expect "is due in 72 hours" row resp_att-2026-06 关键且紧急 2026-09-03 2026-09-06 待承接
expect "what weighs little in thirty days" row c_sat_rate-2026-06 非关键但紧急 2026-09-03 2026-10-03 待承接
expect "a month later it is on its goal" edition 2026-09
expect "nobody has shown why: it stays open" row c_sat_rate-2026-06 "3 个月" 2026-10-03 效果未显示
expect "the other is overdue" row resp_att-2026-06 "4 个月" 2026-09-06 已逾期
expect "a later edition" edition 2026-10
expect "keeps the number of the run" row res_att-2026-05 "6 个月" 2026-08-03 IA-2026-031
expect "what the job alone declares is held to its goal, too" row res_att_net-2025-11 "12 个月" 质量部 2026-03-05
expect "its owner and day stand in the summary" \
    grep -q '责任：工程师C，2026-11-30 前' "$(dirname "$list")/summary.txt"
expect "listed in the manifest" grep -q '"actions.csv"' "$(dirname "$list")/manifest.json"
sed -i 's/,解决及时率,/,ff_rate,/' "$actions"
expect "an action for another metric" edition 2026-10
expect "does not take it up" row res_att-2026-05 已逾期
expect "verified and better" closing c_per_1000 是
expect "is closed" row IA-2026-027 已关闭
expect "better, not verified" closing c_per_1000 ""
expect "stays open" row IA-2026-027 效果未显示
expect "verified, worse" closing response_rate 是
expect "stays open, too" row IA-2026-027 效果未显示
expect "verified, better by no more than chance" closing callback_sat_rate 是
expect "stays open as well" row IA-2026-027 效果未显示
expect "done in the last month, which cannot show it" closing c_per_1000 是 2026-10-01
expect "stays open until the next" row IA-2026-027 效果未显示
expect "verified, of no metric" closing "" 是
expect "is closed, too" row IA-2026-027 已关闭
expect "a day after its last" due_on 2026-11-02
expect "an action is overdue" row IA-2026-027 已逾期
expect "on its last day" due_on 2026-11-03
expect "it is not" not_row IA-2026-027 已逾期
finish
