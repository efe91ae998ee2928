#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317,SC2015
# Rules that flag: the row stays in the figures and is told with file, line, field, value and
# reason; a job gives another limit, or none.
. "$(dirname "$0")/harness"

job=$tmp/job.xml
put_job() {
    cat > "$job" << XML
<job xmlns="urn:auditpack:job:1" id="flags" locale="${1:-en}" zone="Asia/Shanghai" issue-delay="P1D">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/><records file="own.xml"/>
  <source id="orders" kind="ticket" path="orders.csv"/>
  <source id="complaints" kind="complaint" path="complaints.csv"/>
  <source id="answers" kind="survey" path="answers.csv"/>
</job>
XML
}
put_rules() {
    printf '<records xmlns="urn:auditpack:records:1"><kind id="survey" extend="yes">%s</kind></records>\n' "$1" > "$tmp/own.xml"
}
{
    echo id,opened_at
    for i in {1..30}; do printf 'T%d,2026-10-%02d 09:00\n' "$i" "$i"; done
    echo T31,2027-03-01 09:00
} > "$tmp/orders.csv"
{
    echo id,opened_at,ticket_id,compensation
    for i in {1..24}; do printf 'C%d,2026-10-%02d 10:00,T%d,%d.50\n' "$i" "$i" "$i" $((i % 5 + 10)); done
    echo C25,2026-10-25 10:00,T25,5000
    echo C26,2026-10-26 10:00,NONE,
    echo C27,2026-09-26 10:00,NONE,
} > "$tmp/complaints.csv"
cat > "$tmp/answers.csv" << 'CSV'
id,ticket_id,sent_at,answered_at,overall
S1,T1,2026-10-02 10:00:00,2026-10-02 10:00:09,5
S2,T2,2026-10-02 10:00:00,2026-10-02 10:00:10,5
S3,T2,2026-10-09 10:00:00,2026-10-09 10:00:10,4
S4,T3,2026-10-02 10:00:00,2026-10-02 11:00:00,4
S5,T3,2026-10-12 10:00:00,2026-10-12 11:00:00,4
S6,T4,2026-09-28 10:00:00,2026-09-28 11:00:00,4
S7,T4,2026-10-01 10:00:00,2026-10-01 11:00:00,4
CSV

told() {
    tail -n +2 "$tmp/out/flags/2026-10/r$1/rejects.csv" | tr -d '\r' | cut -d, -f2- > "$tmp/told"
    diff "$tmp/told" -
}
edition() { run_job "$job" --period 2026-10; }
put_job
put_rules ''
expect "an edition" edition
expect "what is told" told 1 << 'CSV'
orders.csv,32,"flagged, kept",time after the as-of time,opened_at,2027-03-01 09:00:00 +08:00,
complaints.csv,27,"flagged, kept",no such work order,ticket_id,NONE,
complaints.csv,26,"flagged, kept",compensation far from the others,compensation,5000.00,
answers.csv,2,"flagged, kept",answered within 10 seconds,answered_at,9 s,
answers.csv,4,"flagged, kept",answered again within 7 days,ticket_id,T2,
answers.csv,8,"flagged, kept",answered again within 7 days,ticket_id,T4,
CSV
expect "rows are kept and counted" python3 - "$tmp/out/flags/2026-10/r1" << 'EOF'
import glob, json, subprocess, sys
told = json.load(open(sys.argv[1] + "/figures.json"))
rows = {(f["source"], f["code"]): (f["rows"], f["rejects"]) for f in told["findings"]}
assert rows[("answers", "again")] == (2, "no") and rows[("orders", "future")] == (1, "no"), rows
csat, = [f for f in told["figures"] if (f["metric"], f["window"], f["cut"]) == ("csat_mean", "period", None)]
assert csat["n"] == 6, csat
assert sum(f["rejected"] for f in told["quality"]) == 0
text = subprocess.run(["pdftotext", "-layout", *glob.glob(sys.argv[1] + "/*.pdf"), "-"], capture_output=True, text=True).stdout
assert "compensation far" in text, text[-3000:]
EOF
put_rules '<flag id="quick" test="quick" field="sent_at" to="answered_at" seconds="11"><name xml:lang="en">hasty</name></flag><flag id="again" test="off"/>'
expect "a job's own limits" edition
expect "are the ones that hold" told 2 << 'CSV'
orders.csv,32,"flagged, kept",time after the as-of time,opened_at,2027-03-01 09:00:00 +08:00,
complaints.csv,27,"flagged, kept",no such work order,ticket_id,NONE,
complaints.csv,26,"flagged, kept",compensation far from the others,compensation,5000.00,
answers.csv,2,"flagged, kept",hasty,answered_at,9 s,
answers.csv,3,"flagged, kept",hasty,answered_at,10 s,
answers.csv,4,"flagged, kept",hasty,answered_at,10 s,
CSV
for rule in 'test="quick" field="overall" to="answered_at" seconds="1"' 'test="absent" field="overall"' \
    'test="far" field="comment" times="3"' 'test="future" field="nothing"'; do
    put_rules "<flag id=\"wrong\" $rule><name xml:lang=\"en\">x</name></flag>"
    "$auditpack" check "$job" > "$tmp/o" 2> "$tmp/e"
    status=$?
    [ $status -eq 3 ] && grep -q "own.xml:1: flag 'wrong'" "$tmp/e" && ok "refused: $rule" || not_ok "refused: $rule"
done
put_job zh-CN
put_rules ''
expect "in another language" edition
expect "its own words" grep -q '存疑，保留.*答复过快' "$tmp/out/flags/2026-10/r3/rejects.csv"
expect "help fits 80 columns" sh -c "! \"$auditpack\" --help | grep -q ................................................................................."
finish
