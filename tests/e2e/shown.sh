#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# What a figure is shown with: rows that are not decidable yet are told under its table; a unit that
# the name of the metric has already does not follow it in a head; a radar has no spoke for what has
# no value, says so, and fewer than three are bars. Months are named as the language names them; the
# register of evidence is in the order of the clauses; every register leads back to the contents.
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
expect "a month by its name" grep -q "October 2026" "$tmp/tree"
expect "in a finding, too" grep -q "worst month, July 2026" "$tmp/tree"
expect "months by the rule they break" grep -q "rule 1: 2026-06, 2026-07, 2026-08; rule 2: 2026-09" "$tmp/tree"
expect "a day that is over" grep -q "Owner: Quality, was due 2026-10-03" "$tmp/tree"
expect "a day to come" grep -q "Owner: Engineer C, by 2026-11-30" "$tmp/tree"
printed "$tmp/text" figures "$tmp/sample/job-en.xml" --period 2026-10 --format text || not_ok "text in English"
expect "sentences of a note stand apart" grep -Eq 'share a rank\. [A-Z]' "$tmp/text"
expect "complaints have theirs in the name" grep -q '"Complaints per 1,000 orders"' "$tmp/tree"

# Benchmarks: what the edition says of each is worked out once more from its own figures.
expect "an edition with benchmarks" run_job "$tmp/sample/job.xml" --period 2026-10
edition=$tmp/sample/out/appliance/2026-10/r1
cat > "$tmp/registers.py" << 'PY'
"""registers.py BOOK.xlsx: the list of sheets has a head; the first row of each sheet that has a filter from A1 ends, right of the
filtered columns, with a link to the contents; the rows of the evidence sheet go by clause."""
import re, sys, zipfile
import xml.etree.ElementTree as ET
M, R = ("{http://schemas.openxmlformats.org/%s}" % name for name in
        ("spreadsheetml/2006/main", "officeDocument/2006/relationships"))
book = zipfile.ZipFile(sys.argv[1])
paths = {r.get("Id"): r.get("Target") for r in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))}
sheets = [(s.get("name"), ET.fromstring(book.read("xl/" + paths[s.get(R + "id")])))
          for s in ET.fromstring(book.read("xl/workbook.xml")).iter(M + "sheet")]
registers, problems, clauses = 0, [], []
for name, sheet in sheets:
    filtered = sheet.find(M + "autoFilter")
    if filtered is None or not filtered.get("ref").startswith("A1:"):
        continue
    registers += 1
    last = re.sub(r"\d", "", filtered.get("ref").split(":")[1])
    links = [link.get("ref") for link in sheet.iter(M + "hyperlink")
             if link.get("location").strip("'").startswith(sheets[0][0]) and re.fullmatch(r"[A-Z]+1", link.get("ref"))]
    if len(links) != 1 or (len(links[0]) - 1, links[0][:-1]) <= (len(last), last):
        problems.append((name, links))
    if name == "证据登记":
        clauses = ["".join(cell.itertext()) for cell in sheet.iter(M + "c") if re.fullmatch(r"B\d+", cell.get("r"))][1:]
strings = ["".join(si.itertext()) for si in ET.fromstring(book.read("xl/sharedStrings.xml"))]
print(registers, problems, len(clauses))
sys.exit("工作表" not in strings or registers < 5 or bool(problems) or len(clauses) < 100 or clauses != sorted(clauses))
PY
expect "a chart in words" sh -c "qpdf --json '$edition'/*.pdf | grep -q '响应及时率：最新 96.8%；最低 90.8（2026 年 7 月），最高 96.9（2026 年 3 月）；目标 ≥95.0'"
expect "registers lead back, evidence goes by clause" python3 "$tmp/registers.py" "$(find "$edition" -name '*.xlsx')"
cat > "$tmp/benchmarks.py" << 'PY'
"""benchmarks.py EDITION METRICS.xml: gap and state of each benchmark by the figures of the edition;
every declared value is there, in the JSON file, and its gap stands in PDF and workbook."""
import glob, json, subprocess, sys, zipfile
import xml.etree.ElementTree as ET
NS = "{urn:auditpack:metrics:1}"
edition, catalogue = sys.argv[1:]
with open(edition + "/figures.json", encoding="utf-8") as file:
    found = json.load(file)
figures = {(f["metric"], f["cut"] or "", f["key"] or ""): f for f in found["figures"] if f["window"] == "period"}
down, problems = {"c_per_1000", "t_p90"}, []
declared = [(b.get("id"), v.get("metric"), v.get("by") or "", v.get("key") or "", float(v.get("is")), b.get("until"))
            for b in ET.parse(catalogue).getroot().iter(NS + "benchmark") for v in b.iter(NS + "value")]
told = [(r["benchmark"], r["metric"], r["cut"] or "", r["key"] or "", r["benchmark_value"], r["until"])
        for r in found["benchmarks"]]
if declared != told or len(told) < 9:
    problems.append(f"declared {declared}, told {told}")
for row in found["benchmarks"]:
    figure = figures[row["metric"], row["cut"] or "", row["key"] or ""]
    gap = figure["value"] - row["benchmark_value"]
    reached = gap <= 0 if row["metric"] in down else gap >= 0
    within = figure["low"] is not None and figure["low"] <= row["benchmark_value"] <= figure["high"]
    state = "met" if reached else "within-interval" if within else "behind"
    if row["until"] < "2026-10-31":
        gap, state = None, "not-valid"
    if row["state"] != state or (gap is None) != (row["gap"] is None) or gap and abs(gap - row["gap"]) > 1e-12:
        problems.append(f"{row}: {gap}, {state}")
pdf = subprocess.run(["pdftotext", "-layout", glob.glob(edition + "/*.pdf")[0], "-"], capture_output=True,
                     check=True).stdout.decode()
book = zipfile.ZipFile(glob.glob(edition + "/*.xlsx")[0])
texts = "".join(book.read(n).decode() for n in book.namelist() if n.endswith(".xml"))
for text in ("示例行业均值", "示例标杆企业", "为演示而虚构", "不在有效期"):
    if text not in pdf.replace("\n", "") or text not in texts:
        problems.append(f"{text} is not printed")
gap = next(r["gap"] for r in found["benchmarks"] if r["metric"] == "res_att")
if f"解决及时率，示例行业均值 94.0%（差距 −{-gap * 100:.1f}" not in pdf.replace("\n", ""):
    problems.append("no benchmark on the page of the clause")
print(*problems, sep="\n")
sys.exit(bool(problems))
PY
expect "benchmarks are what the figures say" \
    python3 "$tmp/benchmarks.py" "$edition" "$tmp/sample/metrics.xml"

# What the result does not rest on: counted from the figures and the clauses' metrics.
printed "$tmp/text" figures "$tmp/sample/job.xml" --period 2026-10 --format text || not_ok "text of limits"
expect "the summary's limits are what the figures say" python3 - "$edition" "$tmp/text" "$root/templates/standards/gbt27922-2011.xml" << 'PY'
import json, re, sys
import xml.etree.ElementTree as ET
bound = {m.get("id") for m in ET.parse(sys.argv[3]).getroot().iter("{urn:auditpack:standard:1}metric")}
with open(sys.argv[1] + "/figures.json", encoding="utf-8") as file:
    why = [f["missing"] for f in json.load(file)["figures"]
           if f["metric"] in bound and f["window"] == "period" and not f["cut"]]
wanted = [len(why), why.count("no-file"), len(why) - why.count("no-file") - why.count(None)]
with open(sys.argv[2], encoding="utf-8") as file:
    said = re.search(r"条款可用指标 (\d+) 项，其中 (\d+) 项没有来源文件，(\d+) 项", re.sub(r"\n *", "", file.read()))
print(wanted, said)
sys.exit(not said or list(map(int, said.groups())) != wanted or 0 in wanted)
PY

"$auditpack" explain "$tmp/sample/job.xml" res_att > "$tmp/text"
expect "explain tells them" grep -q "示例行业均值 94.0%（示例：为演示而虚构.*2026-01-01 至 2026-12-31 有效" "$tmp/text"
expect "and their segment" grep -q "优先级 = P1：示例行业均值 88.0%" "$tmp/text"

# What a grade asks for besides its score: three stars ask for more than the figure.
cat > "$tmp/sample/levels.xml" << 'XML'
<standard xmlns="urn:auditpack:standard:1" id="gbt27922-2011">
  <grades>
    <grade from="70"><name xml:lang="zh-CN">达标级</name></grade>
    <grade from="80"><name xml:lang="zh-CN">三星</name><needs metric="ff_rate" is="0.99"/></grade>
    <grade from="90"><name xml:lang="zh-CN">四星</name></grade>
    <below><name xml:lang="zh-CN">未达标</name></below>
  </grades>
</standard>
XML
sed 's#<standard use="gbt27922-2011"/>#&<standard file="levels.xml"/>#' "$tmp/sample/job.xml" > "$tmp/sample/levels-job.xml"
printed "$tmp/text" figures "$tmp/sample/levels-job.xml" --period 2026-10 --format text || not_ok "text of levels"
expect "a figure that a grade asks for" grep -Eq "^三星 +一次修复率 +88.5% +99.0% +−10.5.*落后" "$tmp/text"
expect "holds its grade back" grep -Eq "等级（试算）: 达标级" "$tmp/text"
expect "and is said to" grep -q "三星要求的指标未全部达到" "$tmp/text"

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

# Names that no one would choose: a long organisation under the provisional band, characters that no
# font has, keys that are all alike, lines beyond a thousand, nobody named to sign.
mkdir "$tmp/odd"
long=$(printf '示例电器售后%.0s' $(seq 10))
sed -e 's/"few"/"odd"/' -e "s/示例电器有限公司/$long/" \
    -e 's#</job>#<gates on-fail="provisional"><fresh source="orders" within="PT1H"/></gates></job>#' \
    "$tmp/few/job.xml" > "$tmp/odd/job.xml"
{
    printf 'id,opened_at,priority,first_response_at,resolved_at,first_fix,region,outlet,customer_id,product\n'
    for i in $(seq 1000 2199); do
        day=$((i % 20 + 10))
        printf 'A%s,2026-10-%s 08:00:00,P1,2026-10-%s 08:10:00,2026-10-%s 09:00:00,1,r%s,\360\237\230\200 %s,c%s,p\n' \
            "$i" $day $day $day $((i % 2)) $((i % 90)) $((i % 300))
    done
} > "$tmp/odd/orders.csv"
printed "$tmp/odd/said" run "$tmp/odd/job.xml" --period 2026-10 || not_ok "odd edition"
expect "a character that no font has is told once" test "$(grep -c 'U+1F600' "$tmp/err")" -eq 1
pdf=$(find "$tmp/odd/out" -name '*.pdf')
pdftotext -layout "$pdf" "$tmp/odd.txt"
expect "a gate that failed says so in full" grep -Eq "新鲜度.*天 +≤ 1 小时 +未通过" "$tmp/odd.txt"
summary=$(find "$tmp/odd/out" -name summary.txt)
expect "the summary says what its marks mean" grep -q '^\[+\] 达标　\[!\] 关注' "$summary"
printed "$tmp/text" figures "$tmp/few/job.xml" --period 2025-10 --format summary || not_ok "summary of nothing"
expect "nothing judged: no points, no share" grep -Eq '^合计 +— +100.00 +—' "$tmp/text"
expect "nobody named: three sign" grep -Eq "^ *编制 +审核 +批准" "$tmp/odd.txt"
expect "all alike: none is the worst" sh -c "! grep -q 个区域中最差 '$tmp/odd.txt'"
expect "none ranked: no rank is told" sh -c "! grep -q '列出参与排名的 0 个' '$tmp/odd.txt'"
expect "a line's number is plain" grep -Eq "orders.csv:1[0-9]{3}" "$tmp/odd.txt"
expect "the name stands below the band" sh -c "pdftotext -bbox -f 1 -l 1 '$pdf' - | python3 -c '
import re, sys
words = [(float(y), float(z), w) for y, z, w in re.findall(r\"yMin=.([0-9.]+).*yMax=.([0-9.]+).>([^<]*)<\", sys.stdin.read())]
band = max(z for y, z, w in words if \"PROVISIONAL\" in w)
sys.exit(min(y for y, z, w in words if w.startswith(\"示例电器售后示例\")) < band + 5)'"
finish
