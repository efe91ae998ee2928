#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# A run that is killed at any moment, or that finds the disk full, leaves whole imports and no
# part of an edition; the next run ends what it began.
. "$(dirname "$0")/harness"

cp -r "$root/samples/appliance" "$tmp/a"
job=$tmp/a/job.xml store=$tmp/a/s.db
sed -i 's|<store path="[^"]*"/>|<store path="s.db"/>|; s|<out path="[^"]*"/>|<out path="out"/>|' "$job"

# Every reading that is there was ended, and every row is of one that is.
whole() {
    [ ! -f "$store" ] || [ ! -s "$store" ] && return 0
    local said
    said=$(sqlite3 -cmd '.timeout 9000' "$store" "PRAGMA integrity_check;
        SELECT count(*) FROM file WHERE read <> fresh + updated + unchanged + rejected OR read = 0;
        SELECT count(*) FROM ticket WHERE file NOT IN (SELECT file FROM file);" 2>&1 | tr '\n' ' ')
    case $said in "ok 0 0 " | *"no such table"*) return 0 ;; esac
    echo "$said"
    return 1
}
unpublished() { [ -z "$(find "$tmp/a/out" -name 'r[0-9]*' 2> /dev/null)" ]; }

for ((i = 1; i <= 15; i++)); do
    rm -f "$store"*
    "$auditpack" run "$job" --period 2026-10 > "$tmp/o" 2>&1 &
    pid=$!
    sleep "0.$(printf %02d $((i * 2)))"
    kill -9 $pid 2> /dev/null
    wait $pid 2> /dev/null
    whole > "$tmp/said" || not_ok "killed after $((i * 20)) ms: $(cat "$tmp/said")"
done
ok "killed 15 times, whole each time"
expect "the next run ends it" run_job "$job" --period 2026-10
expect "as it was sealed" "$auditpack" verify "$tmp/a/out/appliance/2026-10/r1"

rm -rf "$tmp/a/out" "$store"*
(
    ulimit -f 300
    "$auditpack" run "$job" --period 2026-10 > "$tmp/o" 2> "$tmp/e"
    echo $? > "$tmp/status"
)
expect "a full disk is a system error" grep -qx 4 "$tmp/status"
expect "and leaves whole imports" whole
expect "and no edition" unpublished
expect "the next run ends that too" run_job "$job" --period 2026-10
finish
