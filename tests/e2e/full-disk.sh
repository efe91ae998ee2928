#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# A disk that is full at any byte of any output: status 4, a message, no edition and no rest of
# one; the next run with room publishes the same bytes as one that never failed.
. "$(dirname "$0")/harness"

mkdir -p "$tmp/samples" "$tmp/build/demo"
cp -r "$root/samples/appliance" "$tmp/samples/"
job=$tmp/samples/appliance/job.xml

publish() {
    run_job "$job" --period 2026-10 --out "$tmp/$1"
}

# limited BYTES: a file may grow to so many bytes; prints the status and how much was said.
limited() {
    python3 - "$1" "$auditpack" run "$job" --period 2026-10 --out "$tmp/full" <<'END'
import resource, subprocess, sys
limit = int(sys.argv[1])
done = subprocess.run(sys.argv[2:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                      preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
print(done.returncode, len(done.stderr))
END
}

nothing_left() {
    [ -z "$(find "$tmp/full" -type f 2> /dev/null)" ] && ! find "$tmp/full" -name '.r1*' 2> /dev/null | grep .
}

# told OPTION: what is printed to a full disk is an error, not silence.
told() {
    "$auditpack" "$1" > /dev/full 2> "$tmp/why"
    [ $? -eq 4 ] && grep -q 'standard output: cannot write' "$tmp/why"
}
expect "the version" told --version
expect "the help" told --help

expect "with room" publish room
largest=$(find "$tmp/room" -type f -printf '%s\n' | sort -n | tail -1)
store=$(stat -c %s "$tmp/build/demo/appliance.db")
bad=0 runs=0
for ((limit = 0; limit < largest; limit += largest / 23 + 1)); do
    runs=$((runs + 1))
    read -r status said < <(limited "$limit")
    if [ "$status" -ne 4 ] || [ "$said" -eq 0 ] || ! nothing_left; then
        echo "limit $limit: status $status, $said bytes said"
        bad=1
    fi
done
expect "$runs limits below $largest bytes (store $store): refused, nothing left" test "$bad" -eq 0
expect "then with room again" publish full
expect "same bytes" diff -r "$tmp/room" "$tmp/full"
finish
