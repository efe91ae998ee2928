#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# sample: the rows drawn are those of the least digests among the rows of the figure, as anybody
# can work out; a larger sample holds the smaller; strata share in proportion and none is left
# without; another order of the same rows draws the same.
. "$(dirname "$0")/harness"

cp -r "$root/samples/appliance" "$tmp/job"
job=$tmp/job/job.xml
sed -i 's|<store path=.*|<store path="store.db"/>|; s|<out path=.*|<out path="out"/>|' "$job"
ask() { "$auditpack" "$@" --period 2026-10 2> "$tmp/err"; }
draw() { ask sample "$job" "$@" --format csv; }

ask trace "$job" res_att --format csv > "$tmp/all.csv"
draw res_att --size 40 --seed 'x 1' > "$tmp/40.csv"
draw res_att --size 15 --seed 'x 1' > "$tmp/15.csv"
draw res_att --size 40 --seed 'x 2' > "$tmp/other.csv"
draw res_att --size 30 --by region --only misses > "$tmp/strata.csv"
draw res_att --size 5000 > "$tmp/whole.csv"
expect "as anybody works it out" python3 - "$tmp" << 'PY'
import csv, hashlib, sys
from fractions import Fraction
def rows(name):
    return list(csv.DictReader(open(f"{sys.argv[1]}/{name}.csv", encoding="utf-8-sig")))
every = {r["record"]: r for r in rows("all")}
def digest(seed, record):
    return hashlib.sha256(f"{seed}\n{record}".encode()).hexdigest()
for name, seed, size in (("40", "x 1", 40), ("15", "x 1", 15), ("other", "x 2", 40)):
    told = rows(name)
    wanted = sorted(every, key=lambda r: digest(seed, r))[:size]
    assert [r["record"] for r in told] == wanted, name
    for r in told:
        assert all(r[c] == every[r["record"]][c] for c in ("file", "line", "at", "state", "value")), r
        assert r["of"] == str(len(every)) and r["seed"] == seed, r
        assert r["digest"] == digest(seed, r["record"])[:16], r
assert rows("40")[:15] == rows("15")
assert rows("40") != rows("other")
assert len(rows("whole")) == len(every)
strata = {}
for r in rows("strata"):
    assert r["state"] == "miss" and r["seed"] == "appliance 2026-10", r
    strata.setdefault((r["stratum"], int(r["of"])), []).append(r["record"])
misses = sum(r["state"] == "miss" for r in every.values())
assert sum(of for _, of in strata) == misses and sum(map(len, strata.values())) == 30
for (stratum, of), drawn in strata.items():
    assert abs(Fraction(30 * of, misses) - len(drawn)) < 1, (stratum, of, len(drawn))
    assert [digest("appliance 2026-10", r) for r in drawn] == sorted(digest("appliance 2026-10", r) for r in drawn)
PY
# The same rows in another order, in another store.
iconv -f GB18030 -t UTF-8 "$tmp/job/tickets-2026-10.csv" > "$tmp/t.csv"
{ head -1 "$tmp/t.csv"; tail -n +2 "$tmp/t.csv" | tac; } | iconv -f UTF-8 -t GB18030 > "$tmp/job/tickets-2026-10.csv"
rm "$tmp/job/store.db"
draw res_att --size 15 --seed 'x 1' > "$tmp/turned.csv"
names() { tail -n +2 "$1" | cut -d, -f2; }
expect "another order of the rows draws the same" test "$(names "$tmp/turned.csv")" = "$(names "$tmp/15.csv")"
ask sample "$job" res_att --size 15 --seed 'x 1' > "$tmp/table"
expect "the method is said" grep -Eq "^15 of [0-9]+ rows of 'res_att' in 2026-10; seed 'x 1'; the least SHA-256" "$tmp/table"
# refused NAME WORDS OPTIONS...
refused() {
    local name=$1 words=$2
    shift 2
    ask sample "$job" "$@" > "$tmp/out"
    expect "$name" test $? -eq 3
    expect "$name: is said" grep -q -e "$words" "$tmp/err"
}
refused "no size" '--size 1' res_att
refused "a size of nothing" '--size 1' res_att --size 0
refused "a ratio" 'ratio of two' c_per_1000 --size 5
refused "no such dimension" 'no dimension' res_att --size 5 --by nowhere
refused "no such metric" 'did you mean' res_atl --size 5
finish
