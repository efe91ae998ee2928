#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=../e2e/harness disable=SC2317
# Consumer complaints of the United States' bureau (public domain), September 2016.
. "$(dirname "$0")/../e2e/harness"
# shellcheck source=figures
. "$root/tests/real/figures"
real_data cfpb_2016 Consumer_Complaints.csv

expect "cfpb: read" real_job cfpb cfpb Consumer_Complaints.csv 2016 "2017-01-02"
holds cfpb disputes 5 349
holds cfpb timely 6 349
holds cfpb timely 7 349
holds cfpb disputed 7 41
holds cfpb days_to_send 5 0.2034
holds cfpb days_to_send_max 5 3
holds cfpb disputes 5 136 "Credit reporting"
holds cfpb disputes 5 105 "Debt collection"
holds cfpb disputes 5 37 "Credit card"
holds cfpb disputes 5 26 "Mortgage"
holds cfpb disputes 5 94 "Equifax"
finish
