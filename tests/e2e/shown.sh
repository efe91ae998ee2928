#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# What a figure is shown with: rows that are not decidable yet are told under its table; a unit that
# the name of the metric has already does not follow it in a head; a radar has no spoke for what has
# no value, says so, and fewer than three are bars.
. "$(dirname "$0")/harness"

# printed TO COMMAND...: warnings (exit 1) are no failure.
printed() {
    local to=$1
    shift
    "$auditpack" "$@" > "$to" 2> "$tmp/err" || [ $? -eq 1 ]
}

cp -r "$root/samples/appliance" "$tmp/sample"
sed -i 's#\.\./\.\./build/demo#out#' "$tmp/sample"/job*.xml
printed "$tmp/text" figures "$tmp/sample/job.xml" --period 2026-10 --format text || not_ok "text"
printed "$tmp/figures" figures "$tmp/sample/job.xml" --period 2026-10 --format csv || not_ok "figures"
expect "what is pending is told, with its number" python3 - "$tmp/text" "$tmp/figures" << 'PY'
import csv, re, sys
text = open(sys.argv[1], encoding="utf-8").read()
pending = {row["metric"]: int(row["pending"]) for row in csv.DictReader(open(sys.argv[2], encoding="utf-8"))
           if row["window"] == "period" and not row["cut"]}
told = dict(re.findall(r"[：、]([^：、。\n]+?) ([\d,]+) 条", "\n".join(
    line for line in text.split("\n") if "尚不能判定" in line)))
wanted = {"7 天内重复报修率": pending["repeat_7d"], "30 天内重复报修率": pending["repeat_30d"],
          "解决及时率": pending["res_att"]}
print(told, wanted)
sys.exit(any(int(told.get(name, "0").replace(",", "")) != n or not n for name, n in wanted.items()))
PY

# Every name with its unit, in every language: no word of the unit stands in the name.
for language in "" -tw -en; do
    printed "$tmp/tree" figures "$tmp/sample/job$language.xml" --period 2026-10 --format tree || not_ok "tree"
    expect "no unit twice in a head: job$language" python3 - "$tmp/tree" << 'PY'
import re, sys
heads = re.findall(r'"([^"（(]+?) ?[（(]([^"（）()]+)[)）]"', open(sys.argv[1], encoding="utf-8").read())
twice = {(name, unit) for name, unit in heads if len(unit) > 1 and unit.lower() in name.lower()}
print(len(heads), twice)
sys.exit(bool(twice) or len(heads) < 3)
PY
done
expect "complaints have theirs in the name" grep -q '"Complaints per 1,000 orders"' "$tmp/tree"

# Only orders: two of the six figures of the radar have a value.
mkdir "$tmp/few"
cat > "$tmp/few/job.xml" << 'XML'
<job xmlns="urn:auditpack:job:1" id="few" locale="zh-CN" zone="Asia/Shanghai" issue-delay="P2D">
  <organisation>示例电器有限公司</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="orders.csv"/>
</job>
XML
{
    printf 'id,opened_at,priority,first_response_at,resolved_at\n'
    for day in 01 02 03 04 05 06 07 08 09 10; do
        printf 'A%s,2026-10-%s 08:00:00,P1,2026-10-%s 08:10:00,2026-10-%s 12:00:00\n' $day $day $day $day
    done
} > "$tmp/few/orders.csv"
printed "$tmp/tree" figures "$tmp/few/job.xml" --period 2026-10 --format tree || not_ok "tree of two"
expect "two spokes remain" grep -Eq 'chart \(radar\) .*\[[0-9.]+,[0-9.]+\]' "$tmp/tree"
printed "$tmp/text" figures "$tmp/few/job.xml" --period 2026-10 --format text || not_ok "text of two"
expect "the others are named" grep -q "没有数据、未画出：一次修复率、满意度均值、投诉受理及时率、回访接通率。" "$tmp/text"
expect "an edition of two spokes" run_job "$tmp/few/job.xml" --period 2026-10
book=$(find "$tmp/few/out" -name '*.xlsx')
expect "its workbook has bars, no radar" sh -c "! unzip -p '$book' 'xl/charts/*' | grep -q radarChart"
finish
