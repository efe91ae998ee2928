#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Mail: each recipient gets an edition once, whatever servers, schedulers and sudden ends do;
# what arrives is what was sealed, with names that decode; what is not known is not repeated;
# the operator is told of failures, the readers never.
. "$(dirname "$0")/harness"

case=$tmp/case
period=2026-10
servers=()
trap 'kill "${servers[@]}" 2> /dev/null; rm -rf "$tmp"' EXIT

# serve NAME OPTIONS...: a mail server; its folder is $box, its port $port.
serve() {
    box=$tmp/$1
    shift
    python3 "$root/tests/e2e/smtpd.py" "$box" "$@" 2> "$tmp/smtpd.err" &
    servers+=($!)
    for _ in $(seq 200); do
        [ -s "$box/port" ] && break
        sleep 0.05
    done
    port=$(cat "$box/port")
}

# settings ATTRIBUTES ELEMENTS: who is mailed, by the server of $port.
settings() {
    cat > "$case/mail.xml" << XML
<deliver xmlns="urn:auditpack:deliver:1" server="${scheme:-smtp}://127.0.0.1:$port" from="reports@example.com" $1>
  $2
</deliver>
XML
}

recipient() { printf '<recipient address="%s@example.com" gets="%s"/>' "$1" "${2-}"; }

# job NAME [ELEMENTS]: a month of work orders in a folder of its own, published.
job() {
    case=$tmp/$1
    mkdir -p "$case"
    { echo 'id,opened_at,priority'; for i in $(seq 20); do printf 'A-%s,2026-10-%02d 09:00,P2\n' "$i" "$i"; done; } > "$case/t.csv"
    cat > "$case/job.xml" << XML
<job xmlns="urn:auditpack:job:1" id="${job_id:-posted}" locale="${locale:-zh-CN}" zone="Asia/Shanghai">
  <organisation>${organisation:-示例电器有限公司}</organisation><store path="store.db"/><out path="out"/>
  <standard use="gbt27922-2011"/><pack use="monthly"/><deliver file="mail.xml"/>
  <source id="orders" kind="ticket" path="t*.csv"/>${2-}
</job>
XML
    edition=$case/out/${job_id:-posted}/$period/r1
    run_job "$case/job.xml" --period "$period"
}

send() { "$auditpack" send "$case/job.xml" --period "$period" "$@" > "$tmp/send.out" 2> "$tmp/send.err"; }
# sends STATUS NAME OPTIONS...
sends() {
    local status=$1 name=$2 found
    shift 2
    send "$@"
    found=$?
    expect "$name" test "$found" -eq "$status"
    [ "$found" -eq "$status" ] || sed 's/^/    /' "$tmp/send.err"
}
# state ADDRESS: what the outbox says of it.
state() { sqlite3 "$case/store.db.outbox" "SELECT state FROM mail WHERE recipient = '$1@example.com'"; }
is() { [ "$(state "$1")" = "$2" ] || { state "$1"; return 1; }; }
# mails ADDRESS: how many the server took for it.
mails() { cat "$box"/*.to 2> /dev/null | grep -c "^$1@example.com"; }
# mail_to ADDRESS: the first of them.
mail_to() { basename "$(grep -l "^$1@" "$box"/*.to | head -1)" .to | sed "s|.*|$box/&.eml|"; }
took() { [ "$(mails "$1")" -eq "$2" ] || { mails "$1"; return 1; }; }

# --- what arrives ------------------------------------------------------------------
serve plain
job first
settings 'tls="none" from-name="质量部" reply-to="quality@example.com"' \
    "$(recipient boss 'pdf xlsx')$(recipient short summary)$(recipient numbers figures)
     <recipient address=\"BOSS@example.com\" name=\"主任, \&quot;王\&quot;\" gets=\"pdf\"/>"
sends 0 "sent to all"
expect "a mailbox named twice gets one mail" took boss 1
expect "the others too" test "$(find "$box" -name '*.eml' | wc -l)" -eq 3
for one in "boss +posted-2026-10-r1.pdf +posted-2026-10-r1.xlsx" "short -" "numbers +figures.json"; do
    # shellcheck disable=SC2086 # words
    set -- $one
    expect "the mail to $1" python3 "$root/tests/e2e/mail.py" "$(mail_to "$1")" "$edition" "${@:2}"
done
expect "the outbox is private" test "$(stat -c %a "$case/store.db.outbox")" = 640
sends 0 "sent again: nobody is mailed twice"
expect "nobody was" test "$(find "$box" -name '*.eml' | wc -l)" -eq 3
sends 0 "--again to one" --again short@example.com
same_id() { [ "$(grep -h -B9 '^Auto-Submitted' "$(mail_to short)" "$box/4.eml" | grep '^Message-ID' | sort -u | wc -l)" = 1 ]; }
expect "who gets it a second time" took short 2
expect "with the same id" same_id
sends 3 "--again to nobody" --again none@example.com
sends 3 "an edition that is not there" --edition r2
for format in table csv json; do
    "$auditpack" outbox "$case/job.xml" --format "$format" > "$tmp/outbox.$format"
done
expect "outbox as JSON" python3 -c '
import json, sys
mails = {m["recipient"]: m for m in json.load(open(sys.argv[1]))}
assert len(mails) == 3 and {m["state"] for m in mails.values()} == {"sent"}, mails
assert mails["boss@example.com"]["files"] == "posted-2026-10-r1.pdf posted-2026-10-r1.xlsx"
assert mails["short@example.com"]["bytes"] > 1000, mails' "$tmp/outbox.json"
expect "outbox as CSV" test "$(wc -l < "$tmp/outbox.csv")" -eq 4
chmod u+w "$edition"/*.pdf && printf x >> "$edition"/posted-2026-10-r1.pdf
sends 2 "a changed edition is refused" --again boss@example.com
expect "and said" grep -q 'not as it was sealed' "$tmp/send.err"
expect "and not sent" took boss 1

# --- answers ------------------------------------------------------------------------
job answers
settings 'tls="none" tries="2"' "<operator address=\"ops@example.com\"/>$(recipient refuse-a)$(recipient later-a)
    $(recipient spam-a)$(recipient busy-a)$(recipient full-a 'pdf')$(recipient mute-a)$(recipient cut-a 'xlsx pdf')$(recipient half-a)$(recipient good)"
sends 1 "not everyone is reached"
for one in refuse-a=refused later-a=failed spam-a=refused busy-a=failed full-a=sent mute-a=unknown half-a=sent good=sent; do
    expect "${one%=*} is ${one#*=}" is "${one%=*}" "${one#*=}"
done
expect "what the server said is kept" grep -q 'refuse-a@example.com: .* is refused: 550 5.1.1 no such mailbox' "$tmp/send.err"
expect "unknown is explained" grep -q 'mute-a@example.com: .*may have arrived.*--again' "$tmp/send.err"
expect "over quota: without its files" python3 "$root/tests/e2e/mail.py" "$(mail_to full-a)" "$edition" -
expect "the operator is told, once" took ops 1
expect "of those not reached" python3 -c '
import email, email.policy, sys
mail = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default)
text = mail.get_content()
assert "posted" in mail["Subject"] and "2026-10" in mail["Subject"], mail["Subject"]
assert all(a in text for a in ("refuse-a@", "later-a@", "mute-a@")) and "good@" not in text, text' "$(mail_to ops)"
sends 1 "a second time"
expect "unknown is not sent again" took mute-a 1
expect "what was taken in an answer that broke off neither" took half-a 1
expect "refused is not tried again" test "$(grep -c 'RCPT TO:<refuse-a' "$box/log")" -eq 1
expect "4xx is" test "$(grep -c 'RCPT TO:<later-a' "$box/log")" -eq 2
send
expect "as often as tries= says" test "$(grep -c 'RCPT TO:<later-a' "$box/log")" -eq 2
expect "the same failures are not told again" test "$(mails ops)" -le 2
sends 1 "unknown, let go by hand" --again mute-a@example.com
expect "is sent once more" took mute-a 2

# --- sudden ends and two at once ------------------------------------------------------
job sudden
settings 'tls="none"' "$(recipient slow-a pdf)$(recipient after)"
"$auditpack" send "$case/job.xml" --period "$period" > "$tmp/two.out" 2>&1 &
sender=$!
for _ in $(seq 200); do [ "$(mails slow-a)" -gt 0 ] && break; sleep 0.05; done
kill -9 "$sender"
wait "$sender" 2> /dev/null
touch "$box/go"
sends 1 "after a sudden end in the data"
expect "what was under way is unknown" is slow-a unknown
expect "and not sent again" took slow-a 1
expect "the next one is" took after 1
rm "$box/go"
job twice
settings 'tls="none"' "$(recipient slow-two pdf)$(recipient other)"
"$auditpack" send "$case/job.xml" --period "$period" > "$tmp/one.out" 2>&1 &
one=$!
"$auditpack" send "$case/job.xml" --period "$period" > "$tmp/two.out" 2>&1 &
two=$!
sleep 1
touch "$box/go"
wait "$one"; first=$?
wait "$two"; second=$?
expect "two at once: both end well" test "$first$second" = 00
expect "and send once" test "$(mails slow-two)$(mails other)" = 11

# --- no server ---------------------------------------------------------------------------
job nowhere
there=$port port=1
settings 'tls="none" tries="1"' "$(recipient patient)"
sends 1 "no server is there"
sends 1 "nor the second time"
port=$there
settings 'tls="none" tries="1"' "$(recipient patient)"
sends 0 "tries without a server do not count"
expect "the mail arrives" took patient 1

# --- sizes -------------------------------------------------------------------------------
cp -r "$root/samples" "$tmp/samples"
case=$tmp/samples/appliance
sed -i 's|<store path=.*|<store path="store.db"/>|; s|<out path=.*|<out path="out"/><deliver file="mail.xml"/>|' "$case/job.xml"
edition=$case/out/appliance/$period/r1
settings 'tls="none" limit="1"' "$(recipient big 'pdf xlsx')$(recipient sheets xlsx)"
"$auditpack" run "$case/job.xml" --period "$period" --send > "$tmp/run.out" 2> "$tmp/run.err"
expect "the sample is published and sent" test $? -eq 1
expect "over the limit: the summary" python3 "$root/tests/e2e/mail.py" "$(mail_to big)" "$edition" -
expect "under the limit: the file" python3 "$root/tests/e2e/mail.py" "$(mail_to sheets)" "$edition" +appliance-2026-10-r1.xlsx
serve small --size 50000
job small
settings 'tls="none"' "$(recipient big 'pdf')"
sends 0 "over the size that the server announces"
expect "the summary arrives" python3 "$root/tests/e2e/mail.py" "$(mail_to big)" "$edition" -
expect "and says why" python3 -c '
import email, email.policy, sys
body = email.message_from_binary_file(open(sys.argv[1], "rb"), policy=email.policy.default).get_content()
assert "拒收" in body and "MB" in body, body' "$(mail_to big)"

organisation=示例电器集团股份有限公司华东大区售后服务与客户关怀中心质量管理部第二审核组及其在各省市设立的直属维修网点联合体
job long
unset organisation
port=$(cat "$tmp/plain/port") box=$tmp/plain
settings 'tls="none"' "$(recipient long 'pdf')"
sends 0 "an organisation with a long name"
expect "its files keep period and revision in theirs" python3 "$root/tests/e2e/mail.py" "$(mail_to long)" "$edition" +posted-2026-10-r1.pdf

# --- an approved edition --------------------------------------------------------------------
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/sign.key" -out "$tmp/sign.pem" -days 9000 \
    -subj /CN=approver -addext keyUsage=digitalSignature 2> /dev/null
job approved '<sign key="../sign.key" certificate="../sign.pem"/>'
"$auditpack" sign "$edition" --key "$tmp/sign.key" --certificate "$tmp/sign.pem" --as-of 2034-01-04 > "$tmp/said" 2>&1
port=$(cat "$tmp/plain/port") box=$tmp/plain
settings 'tls="none"' "$(recipient approved pdf)"
sends 0 "an approved edition"
expect "goes out as it was approved" python3 "$root/tests/e2e/mail.py" "$(mail_to approved)" "$edition" +posted-2026-10-r1-approved.pdf

# --- TLS and login ---------------------------------------------------------------------------
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$tmp/key.pem" -out "$tmp/cert.pem" -days 9000 \
    -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 2> /dev/null
printf 'open sesame\n' > "$tmp/word"
printf 'wrong\n' > "$tmp/wrong"
chmod 600 "$tmp/word" "$tmp/wrong"
serve tls --tls "$tmp/cert.pem" "$tmp/key.pem" --auth 'me:open sesame'
job tls
settings '' "$(recipient a)"
sends 1 "a certificate that nobody vouches for"
expect "is told" grep -Eqi 'certificate|SSL' "$tmp/send.err"
expect "nothing was said to it" test ! -e "$(find "$box" -name '*.eml' | head -1)"
settings "ca=\"$tmp/cert.pem\"" "<login user=\"me\" password-file=\"$tmp/wrong\"/>$(recipient a)"
sends 1 "a wrong password"
expect "is told too" grep -q '535' "$tmp/send.err"
expect "and no secret" test "$(grep -c wrong "$tmp/send.err")" -le 1
settings "ca=\"$tmp/cert.pem\"" "<login user=\"me\" password-env=\"POST_WORD\"/>$(recipient a)"
sends 3 "a password that is not in the environment"
settings "ca=\"$tmp/cert.pem\"" "<login user=\"me\" password-file=\"$tmp/word\"/>$(recipient a)"
sends 0 "STARTTLS and login"
expect "taken" took a 1
secrets() { grep -rlaE "open sesame|$(printf '\0me\0open sesame' | base64)" "$case" "$tmp/send.out" "$tmp/send.err"; }
expect "the password is nowhere" test -z "$(secrets)"
chmod 644 "$tmp/word"
sends 1 "a password that everybody can read"
expect "is told" grep -q 'word: .*can read the password' "$tmp/send.err"
: > "$tmp/word"
sends 3 "a file without a password"
serve smtps --smtps "$tmp/cert.pem" "$tmp/key.pem"
job smtps
scheme=smtps
settings "ca=\"$tmp/cert.pem\"" "$(recipient a)"
scheme=smtp
sends 0 "smtps://"
serve bare
job bare
settings '' "$(recipient a)"
sends 1 "no TLS where it is not declared away"
expect "not sent in the clear" took a 0
settings 'tls="none"' "$(recipient a)"
sends 0 "a server that failed costs no try: then it goes out"

# --- declared wrongly ---------------------------------------------------------------------------
# wrong NAME ATTRIBUTES ELEMENTS WORDS
wrong() {
    settings "$2" "$3"
    sends 3 "$1"
    expect "$1: is said, with its place" grep -Eq "mail.xml:[0-9]+: .*$4" "$tmp/send.err"
}
wrong "a password in the clear" 'tls="none"' "<login user=\"u\" password-env=\"HOME\"/>$(recipient a)" 'in the clear'
wrong "outside the domains" 'domains="example.org ample.com"' "$(recipient a)" 'domains='
wrong "no address" '' '<recipient address="a b@example.com" gets=""/>' 'address'
wrong "a header in a name" '' '<recipient address="a@example.com" name="x&#13;&#10;Bcc: y@example.com" gets=""/>' 'control character'
wrong "nobody" '' '' ''
expect "check finds it as well" test "$("$auditpack" check "$case/job.xml" 2>&1 | grep -c 'mail.xml:[0-9]*: ')" -ge 1
rm "$case/mail.xml"
sends 3 "no settings"
for shown in README.md src/auditpack.1; do
    sed -n '/^<deliver /,/^<\/deliver>/p' "$root/$shown" > "$tmp/shown.xml"
    expect "the example of $shown is valid" xmllint --noout --relaxng "$root/templates/schemas/deliver.rng" "$tmp/shown.xml"
done

# --- the run ------------------------------------------------------------------------------------
job refused '<gates><rows source="orders" min="21"/></gates>' > /dev/null
settings 'tls="none"' "<operator address=\"gate@example.com\"/>$(recipient reader)"
"$auditpack" run "$case/job.xml" --period "$period" --send > "$tmp/run.out" 2> "$tmp/run.err"
expect "a gate refuses" test $? -eq 2
expect "the operator hears of it" took gate 1
expect "the readers do not" took reader 0
printf 'A-21,2026-10-21 09:00,P2\n' >> "$case/t.csv"
"$auditpack" run "$case/job.xml" --period "$period" --send > "$tmp/run.out" 2> "$tmp/run.err"
expect "then it is published and sent" test $? -le 1
expect "to the readers" took reader 1
"$auditpack" run "$case/job.xml" --period "$period" --send > "$tmp/run.out" 2> "$tmp/run.err"
expect "unchanged: not sent again" took reader 1
sed -i 's|<rows source="orders" min="21"/>|<rows source="orders" min="99" on-fail="provisional"/>|' "$case/job.xml"
"$auditpack" run "$case/job.xml" --period "$period" --send > "$tmp/run.out" 2> "$tmp/run.err"
expect "a provisional edition" test $? -eq 1
provisional=$(grep -l '^reader@' "$box"/*.to | sort -V | tail -1 | sed 's/to$/eml/')
expect "says so in its subject" python3 "$root/tests/e2e/mail.py" "$provisional" "$case/out/posted/$period/r2" 暂定
finish
