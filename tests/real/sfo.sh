#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# Passengers' surveys of San Francisco's airport (DataSF), 2016 and 2018: codes for no answer
# are not averaged. Satisfaction and recommendation by the shipped metrics. And the code list of
# 2018, a workbook: 670 rows, 622 different, counted with a few lines of Python from its XML.
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data sfo_survey_a 2016_SFO_Customer_Survey_20250817.csv

for year in 2016 2018; do
    expect "$year: read" real_job sfo "$year" "${year}_SFO_Customer_Survey_20250817.csv" \
        "$year" "$((year + 1))-01-02" "job-$year.xml"
done
holds 2016 answers 5 3087
holds 2016 csat_mean 7 2919
holds 2016 csat_mean 5 4.038027
holds 2016 csat_top2 6 2364
holds 2018 answers 5 2809
holds 2018 csat_mean 7 2625
holds 2018 csat_mean 5 4.002667
holds 2018 csat_top2 6 2059
holds 2018 nps 5 30.9811
holds 2018 nps 7 2650
dictionary=sfo_2018_Data_Dictionary_DataSF.xlsx
if [ -e "$data/$dictionary" ]; then
    expect "dictionary: read" real_job sfo dictionary "$dictionary" 2018 2019-01-02 job-dictionary.xml
    rm "$tmp/dictionary/store.db"
    "$auditpack" import "$tmp/dictionary/job.xml" > "$tmp/out" 2> "$tmp/err"
    expect "dictionary: repeated entries are told" grep -q '48 of 670 rows rejected' "$tmp/err"
    holds dictionary entries 5 622
    holds dictionary entries 5 34 1
    holds dictionary entries 5 31 3
    holds dictionary entries 5 9 0
else
    skip dictionary "AUDITPACK_REAL_DATA has no sfo_survey_a/$dictionary"
fi
finish
