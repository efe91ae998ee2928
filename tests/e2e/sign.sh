#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Signatures in the PDF: by keys in PEM and PKCS#12, of RSA and of elliptic curves; poppler and
# openssl find them valid over the whole file; equal inputs give equal bytes; an approval lies
# beside what it approves; and what cannot be signed is said before anything is published.
. "$(dirname "$0")/harness"

job=$tmp/samples/appliance/job.xml
period=2026-10
word='a long secret'

# certify NAME KEYARGS...: a key and a certificate of its own.
certify() {
    local name=$1
    shift
    openssl req -x509 "$@" -nodes -keyout "$tmp/$name.key" -out "$tmp/$name.pem" -days 9000 \
        -subj "/CN=示例 $name" -utf8 -addext keyUsage=digitalSignature
}

make_keys() {
    certify rsa -newkey rsa:2048 && certify other -newkey rsa:2048 &&
        certify ec -newkey ec -pkeyopt ec_paramgen_curve:P-256 &&
        openssl pkcs8 -topk8 -in "$tmp/rsa.key" -passout "pass:$word" -out "$tmp/locked.key" &&
        openssl pkcs12 -export -inkey "$tmp/ec.key" -in "$tmp/ec.pem" -passout "pass:$word" -out "$tmp/ec.p12" &&
        printf '%s\n' "$word" > "$tmp/word" && printf 'wrong\n' > "$tmp/wrong"
}

# with ATTRIBUTES: the sample's job, signed so.
with() {
    sed "s|<pack use=\"monthly\"/>|&\n  <sign $1/>|" "$root/samples/appliance/job.xml" > "$job"
}

# publish OUT [AS_OF]
publish() {
    run_job "$job" --period "$period" --out "$tmp/$1" --as-of "${2:-2027-01-04}"
}

# refused NAME ATTRIBUTES WORDS [AS_OF]: told with status 3, nothing is there.
refused() {
    with "$2"
    "$auditpack" run "$job" --period "$period" --out "$tmp/none" --as-of "${4:-2027-01-04}" > "$tmp/run.out" 2> "$tmp/run.err"
    local status=$?
    expect "$1" test "$status" -eq 3 -a ! -e "$tmp/none"
    expect "$1: is said" grep -q "$3" "$tmp/run.err"
}

valid() {
    pdfsig "$1" > "$tmp/said.sig" 2>&1
    cat "$tmp/said.sig"
    [ "$(grep -c 'Signature is Valid' "$tmp/said.sig")" -eq "$2" ] && grep -q 'Total document signed' "$tmp/said.sig"
}

# by_openssl PDF CERTIFICATE: the last signature against the bytes it covers.
by_openssl() {
    python3 - "$1" "$tmp" <<'END' && openssl cms -verify -binary -inform DER -in "$tmp/sig.der" \
        -content "$tmp/sig.data" -CAfile "$2" -purpose any -no_check_time -out /dev/null
import re, sys
data = open(sys.argv[1], "rb").read()
at = re.findall(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", data)[-1]
a, b, c = map(int, at)
assert b + c == len(data)
der = bytes.fromhex(data[a + 1:b - 1].decode())
size = int.from_bytes(der[2:4], "big") + 4
open(sys.argv[2] + "/sig.der", "wb").write(der[:size])
open(sys.argv[2] + "/sig.data", "wb").write(data[:a] + data[b:])
END
}

# One bit of the first half of the file, in a page.
flipped() {
    python3 -c 'import sys
data = bytearray(open(sys.argv[1], "rb").read())
data[len(data) // 4] ^= 1
open(sys.argv[2], "wb").write(data)' "$1" "$tmp/flipped.pdf"
    ! valid "$tmp/flipped.pdf" 1
}

approve() {
    "$auditpack" sign "$folder" --key "$tmp/ec.p12" --passphrase-file "$tmp/$1" --as-of 2027-02-01
}

pdf_of() {
    find "$tmp/$1" -name '*r1.pdf'
}

mkdir -p "$tmp/samples" "$tmp/build/demo"
cp -r "$root/samples/appliance" "$tmp/samples/"
expect "keys" make_keys

with 'key="../../rsa.key" certificate="../../rsa.pem"'
expect "edition signed by RSA" publish one
expect "poppler: valid, total document" valid "$(pdf_of one)" 1
expect "openssl: valid" by_openssl "$(pdf_of one)" "$tmp/rsa.pem"
expect "still PDF/A-3" python3 "$root/tests/e2e/pdfa.py" "$(pdf_of one)"
expect "again" publish two
expect "same bytes" diff -r "$tmp/one" "$tmp/two"
expect "a changed bit is found" flipped "$(pdf_of one)"

with 'key="../../ec.p12" passphrase-file="../../word"'
expect "edition signed from PKCS#12" publish three
expect "poppler: valid with a curve" valid "$(pdf_of three)" 1
export SECRET_OF_KEY=$word
with 'key="../../locked.key" certificate="../../rsa.pem" passphrase-env="SECRET_OF_KEY"'
expect "passphrase of the environment" publish four

refused "no passphrase" 'key="../../locked.key" certificate="../../rsa.pem"' "has a passphrase"
refused "wrong passphrase" 'key="../../locked.key" certificate="../../rsa.pem" passphrase-file="../../wrong"' "does not open"
refused "wrong passphrase of PKCS#12" 'key="../../ec.p12" passphrase-file="../../wrong"' "does not open"
refused "no such variable" 'key="../../locked.key" certificate="../../rsa.pem" passphrase-env="NOT_THERE_AT_ALL"' "not in the environment"
refused "another's certificate" 'key="../../rsa.key" certificate="../../other.pem"' "no certificate of the key"
refused "no key" 'key="../../missing.key"' "missing.key"
refused "a file that is none" 'key="job.xml"' "no private key"
refused "an ended certificate" 'key="../../rsa.key" certificate="../../rsa.pem"' "has ended" 2098-01-04

folder=$tmp/one/appliance/$period/r1
cp -r "$folder" "$tmp/before"
not_approved() { ! approve wrong && diff -r "$tmp/before" "$folder"; }
expect "approval with a wrong passphrase leaves nothing" not_approved
expect "approval" approve word
approved=$(find "$folder" -name '*-approved.pdf')
expect "both signatures are valid" valid "$approved" 2
expect "openssl: the second is" by_openssl "$approved" "$tmp/ec.pem"
expect "approved copy is PDF/A-3" python3 "$root/tests/e2e/pdfa.py" "$approved"
expect "qpdf has nothing to say" qpdf --check "$approved"
expect "seal holds" "$auditpack" verify "$folder"
expect "what was published has not changed" diff "$(pdf_of one)" "$(find "$tmp/before" -name '*.pdf')"
borrowed() {
    cp "$approved" "$folder/approval.json" "$tmp/three/appliance/$period/r1" &&
        ! "$auditpack" verify "$tmp/three/appliance/$period/r1" 2> "$tmp/said" && grep -q 'approves another edition' "$tmp/said"
}
expect "another edition's approval is none" borrowed
twice() { ! approve word; }
expect "not twice" twice
printf ' ' >> "$approved"
changed() { ! "$auditpack" verify "$folder"; }
expect "a changed approval is found" changed
finish
