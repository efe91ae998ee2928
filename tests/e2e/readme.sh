#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# What the README tells a newcomer to do works as it stands there.
. "$(dirname "$0")/harness"

# step ARGUMENT...: one of the README's commands; warnings are no failure.
step() {
    (cd "$tmp" && "$auditpack" "$@") > "$tmp/$1.out"
    [ $? -le 1 ]
}

python3 "$root/tests/e2e/readme.py" "$root/README.md" "$tmp" > "$tmp/commands" ||
    not_ok "the example is found"
expect "four commands or more" test "$(wc -l < "$tmp/commands")" -ge 4
while read -r -a words; do
    expect "${words[*]}" step "${words[@]}"
done < "$tmp/commands"
expect "the job that is shown" step check mydata/shown.xml
expect "a PDF is published" test -s "$(find "$tmp/mydata/out" -name '*.pdf')"
expect "the trace names a row of the export" grep -q 'A-100' "$tmp/trace.out"
finish
