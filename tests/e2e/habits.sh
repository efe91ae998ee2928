#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Exports that read without an error and are wrong: a column renamed, left out or swapped
# for another, a scale that no longer fits, a month that was never put there. Each is told
# and the status says so; a clean export is silent.
. "$(dirname "$0")/harness"

# months FIRST LAST: work orders and surveys of these months of 2026, thirty rows each.
months() {
    local m i
    for ((m = $1; m <= $2; m++)); do
        printf -v month '2026-%02d' "$m"
        {
            echo '工单号,受理时间,首次响应时间,解决时间,优先级,区域'
            for ((i = 1; i <= 30; i++)); do
                printf 'W%d%02d,%s-%02d 09:00,%s-%02d 09:20,%s-%02d 15:00,P2,华东\n' \
                    "$m" "$i" "$month" $((i % 28 + 1)) "$month" $((i % 28 + 1)) "$month" $((i % 28 + 1))
            done
        } > "$case/orders-$month.csv"
        {
            echo '调查号,工单号,答复时间,总体评分,推荐分'
            for ((i = 1; i <= 30; i++)); do
                printf 'S%d%02d,W%d%02d,%s-%02d 18:00,%d,10\n' \
                    "$m" "$i" "$m" "$i" "$month" $((i % 28 + 1)) $((i % 2 + 4))
            done
        } > "$case/surveys-$month.csv"
    done
}

# fresh NAME [FIRST]: four months to October, or from FIRST on.
fresh() {
    case=$tmp/$1
    mkdir -p "$case"
    months "${2:-7}" 10
    cat > "$case/job.xml" << 'XML'
<job xmlns="urn:auditpack:job:1" id="habits" locale="en" zone="Asia/Shanghai" issue-delay="P3D">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <source id="orders" kind="ticket" path="orders-*.csv"/>
  <source id="surveys" kind="survey" path="surveys-*.csv"/>
</job>
XML
}

orders() { sed -i "$1" "$case/orders-2026-10.csv"; }
surveys() { sed -i "$1" "$case/surveys-2026-10.csv"; }
silent() { [ ! -s "$tmp/err" ]; }

fresh clean
run_case 0 "a clean export"
expect "a clean export is silent" silent

fresh renamed
orders '1s/解决时间/处理完毕/'
run_case 1 "a column renamed" 'orders: Resolved \(resolved_at\): 0 % of the records of 2026-10 .*2026-09 100 %'

fresh left-out
cut -d, -f1,2,4- "$case/orders-2026-10.csv" > "$tmp/cut"
cp "$tmp/cut" "$case/orders-2026-10.csv"
run_case 1 "a column left out" 'First response \(first_response_at\): 0 %'

fresh empty-column
orders '2,999s/P2/ /'
run_case 1 "a column without values" 'Priority \(priority\): 0 %'

fresh half-empty
surveys '2,21s/,10$/,/'
run_case 1 "two values of three gone" 'Recommend \(nps\): 33 % .* 100 %'

fresh swapped-times
orders '1s/首次响应时间,解决时间/解决时间,首次响应时间/'
run_case 1 "two columns of times swapped" 'warning: .*resolved before the first response .* 30 times'

fresh swapped-scores
surveys '1s/总体评分,推荐分/推荐分,总体评分/'
run_case 1 "two columns of scores swapped" 'warning: .*value out of range \(Overall\): field blanked, 30 times'

fresh first-month 10
surveys '2,999s/,[45],10/,9,10/'
run_case 1 "a scale to 10, with nothing to compare with" 'warning: .*\(Overall\): field blanked, 30'

fresh strangers
surveys 's/,W/,V/'
run_case 1 "surveys of other work orders" 'warning: .*no such work order .*30 times'

fresh alone
sed -i '/id="orders"/d' "$case/job.xml"
run_case 0 "surveys without any export of work orders" 'note: .*no such work order .*30 times'

fresh slip
surveys '2s/,[45],/,11,/'
run_case 0 "one value of thirty" 'note: .*\(Overall\): field blanked, 1 time'

fresh month-missing
rm "$case"/orders-2026-0[89].csv
run_case 1 "months missing" 'orders: no record of 2026-08, though .* 30 and 30'
run_case 1 "and again, when nothing is new"

fresh minutes
for m in 07 08 09 10; do
    echo '区域,月份,可用工时,作业工时' > "$case/hours-$m.csv"
    for i in {1..25}; do echo "R$i,2026-$m,160,140" >> "$case/hours-$m.csv"; done
done
sed -i '2,99s/160,140/9600,8400/' "$case/hours-10.csv"
sed -i 's|</job>|<source id="hours" kind="capacity" path="hours-*.csv"/></job>|' "$case/job.xml"
run_case 1 "minutes where hours stood" 'hours: .*the mean of 2026-10 is 60 times that of 2026-09; is it in another unit'

fresh earlier
run_case 0 "the newest period"
period=2026-08 run_case 0 "an earlier one, when later months are there" 'note: .*after the as-of time'

fresh timeless
sed -i '1s/答复时间/某时/' "$case"/surveys-*.csv
run_case 1 "records without a time" 'surveys: no record of it has Answered \(answered_at\)'

# Ten working hours of a day, written as those of UTC.
fresh utc 10
sed -i '/id="surveys"/d' "$case/job.xml"
orders '2,999d'
for i in {0..59}; do
    printf 'U%d,2026-10-%02d 0%d:05,,,P2,华东\n' "$i" $((i % 28 + 1)) $((i % 10))
done >> "$case/orders-2026-10.csv"
run_case 1 "times of another zone" 'orders: Opened \(opened_at\): [56][0-9] % of the records of 2026-10 are of the hours from 0 to 6'
sed -i 's|id="orders"|& zone="Etc/UTC"|; s|zone="Asia/Shanghai" issue|zone="Etc/UTC" issue|' "$case/job.xml"
sed -i 's/ 0\([0-9]\):05/ 1\1:05/' "$case/orders-2026-10.csv"
run_case 0 "and of working hours"

fresh few
for file in "$case"/*.csv; do sed -i '12,$d' "$file"; done
rm "$case/orders-2026-09.csv"
orders '1s/解决时间/处理完毕/'
run_case 0 "few rows make no habit"
finish
