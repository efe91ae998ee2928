#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# --due: every period that is over and has no edition is issued, in order, once, also after
# downtime; a refused one keeps no other back and is tried again; what is mailed is what is new.
. "$(dirname "$0")/harness"

case=$tmp/case
mkdir -p "$case" "$tmp/box"
python3 "$root/tests/e2e/smtpd.py" "$tmp/box" 2> /dev/null &
server=$!
trap 'kill "$server" 2> /dev/null; rm -rf "$tmp"' EXIT
for _ in $(seq 200); do [ -s "$tmp/box/port" ] && break; sleep 0.05; done

month() { { echo 'id,opened_at,priority'; for i in $(seq "${2:-20}"); do printf '%s-%s,%s-%02d 09:00,P2\n' "$1" "$i" "$1" "$i"; done; } > "$case/t-$1.csv"; }
month 2026-07
cat > "$case/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="regular" locale="en" zone="Asia/Shanghai" issue-delay="P2DT8H">
  <organisation>Example</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/>
  <schedule first="2026-07"/><deliver file="mail.xml"/>
  <source id="orders" kind="ticket" path="t-*.csv"/>
  <gates><rows source="orders" min="10"/></gates>
</job>
XML
cat > "$case/mail.xml" << XML
<deliver xmlns="urn:auditpack:deliver:1" server="smtp://127.0.0.1:$(cat "$tmp/box/port")" tls="none" from="reports@example.com">
  <operator address="ops@example.com"/><recipient address="reader@example.com" gets="summary"/>
</deliver>
XML

# due STATUS NAME NOW EDITIONS [OPTIONS]: after it there are these editions, and no more.
due() {
    local status=$1 name=$2 now=$3 wanted=$4 found
    shift 4
    "$auditpack" run "$case/job.xml" --due --now "$now" "$@" > "$tmp/out" 2> "$tmp/err"
    found=$?
    [ "$found" -eq "$status" ] || sed 's/^/    /' "$tmp/err"
    expect "$name: status" test "$found" -eq "$status"
    found=$(cd "$case/out/regular" 2> /dev/null && find . -maxdepth 2 -name 'r[0-9]*' | LC_ALL=C sort | sed 's|^\./||' | tr '\n' ' ')
    expect "$name" test "$found" = "$wanted"
}
mails() { [ "$(grep -c "^$1@" <(cat "$tmp/box"/*.to 2> /dev/null))" -eq "$2" ]; }

expect "the outbox of nothing sent" "$auditpack" outbox "$case/job.xml"
expect "makes no file" test ! -e "$case/store.db.outbox"
due 0 "before the delay has passed nothing is due" '2026-08-03 07:59:59' ''
expect "and that is said" grep -qx 'nothing is due' "$tmp/out"
due 0 "then the month is" '2026-08-03 08:00' '2026-07/r1 '
expect "as of then" grep -q '"as_of": "2026-08-03 08:00:00 +08:00"' "$case/out/regular/2026-07/r1/manifest.json"
due 0 "once" '2026-08-04' '2026-07/r1 '
month 2026-09
month 2026-10 3
month 2026-11
due 2 "after downtime: all in order, but what a gate refuses" '2026-12-04' '2026-07/r1 2026-09/r1 2026-11/r1 ' --send
expect "in order" test "$(grep -o '2026-[01][0-9]/r' "$tmp/out" | tr '\n' ' ')" = '2026-09/r 2026-11/r '
expect "the new ones are mailed, none of before" mails reader 2
expect "the operator hears of the refused ones" mails ops 2
due 2 "again" '2026-12-04 01:00' '2026-07/r1 2026-09/r1 2026-11/r1 ' --send
expect "nobody is told twice" mails reader 2
expect "nor is the operator" mails ops 2
due 2 "a day later" '2026-12-05 02:00' '2026-07/r1 2026-09/r1 2026-11/r1 ' --send
expect "the operator is reminded" mails ops 4
sqlite3 "$case/store.db.outbox" "UPDATE notice SET at = at + 1000000000"
due 2 "a clock that was far ahead" '2026-12-05 03:00' '2026-07/r1 2026-09/r1 2026-11/r1 ' --send
expect "silences nothing" mails ops 6
month 2026-08
month 2026-10
due 0 "late files: now they are issued" '2026-12-06' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 ' --send
expect "and mailed" mails reader 4

# A server that is down: the edition is there, its mail goes out later.
sed -i.up 's|127.0.0.1:[0-9]*|127.0.0.1:1|' "$case/mail.xml"
month 2026-12
due 1 "no mail server" '2027-01-04' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 ' --send
mv "$case/mail.xml.up" "$case/mail.xml"
due 0 "later there is" '2027-01-05' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 ' --send
expect "the mail goes out" mails reader 5
due 0 "once" '2027-01-06' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 ' --send
expect "and not again" mails reader 5

# Who is no recipient any more is waited for no longer.
sqlite3 "$case/store.db.outbox" "INSERT INTO mail SELECT job, period, edition, 'gone@example.com', revision, 'failed', 1, at, '', 0, '', '' FROM mail WHERE period = '2026-12'"
due 0 "a mail to one who was taken out" '2027-01-06 01:00' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 ' --send
expect "is not due" grep -qx 'nothing is due' "$tmp/out"

# A run that dies between publishing and mailing has left its intent.
sqlite3 "$case/store.db.outbox" "DELETE FROM mail WHERE period = '2026-12'; INSERT INTO intent VALUES ('regular', '2026-12')"
due 0 "an edition whose mail was intended" '2027-01-06' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 ' --send
expect "is mailed" mails reader 6

# Two at once.
exec 9> "$case/store.db.lock"
flock 9
due 4 "while another is under way" '2027-02-28' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 '
expect "is told" grep -q 'under way' "$tmp/err"
exec 9>&-
due 3 "no period beside it" '2027-01-06' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 ' --period 2026-10
sed -i 's|<schedule first="2026-07"/>|<schedule first="July"/>|' "$case/job.xml"
due 3 "a schedule that is none" '2027-01-06' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 '
sed -i 's|<schedule first="July"/>||' "$case/job.xml"
due 3 "no schedule" '2027-01-06' '2026-07/r1 2026-08/r1 2026-09/r1 2026-10/r1 2026-11/r1 2026-12/r1 '
expect "says what to write" grep -q '<schedule first=' "$tmp/err"
finish
