#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317,SC2016
# The house itself: what is installed runs and is removed again, the mutants fit the code, and
# every check of lint finds the fault it is there for.
. "$(dirname "$0")/harness"

quietly() { make --no-print-directory -s -C "$root" "$@" PREFIX=/usr/local; }

expect "install" quietly install DESTDIR="$tmp/system"
expect "installed program runs" "$tmp/system/usr/local/bin/auditpack" --help
expect "catalogues are installed" test -s "$tmp/system/usr/local/share/auditpack/templates/records.xml"
expect "fonts are installed" test -s "$tmp/system/usr/local/share/auditpack/fonts/SHA256SUMS"
expect "uninstall" quietly uninstall DESTDIR="$tmp/system"
expect "nothing is left" test -z "$(find "$tmp/system" -type f)"

expect "every mutant has its place" "$root/tests/mutants/run" --fit

house=$tmp/house
git clone -q "$root" "$house" || not_ok "clone"

# finds CHECK WORDS FILE TEXT: with TEXT appended to FILE the check fails and says WORDS.
finds() {
    local part=$1 words=$2 file=$3 text=$4
    printf '%b' "$text" >> "$house/$file"
    if "$house/scripts/lint" "$part" > "$tmp/said" 2>&1; then
        not_ok "$part finds: $words"
    elif grep -q -e "$words" "$tmp/said"; then
        ok "$part finds: $words"
    else
        not_ok "$part says: $words"
        head -n 5 "$tmp/said"
    fi
    git -C "$house" checkout -q .
    git -C "$house" clean -fdq -e build
}

c=src/base/str.c
finds format 'clang-format' $c 'int  x;\n'
finds layers 'base may not include' $c '#include "store/store.h"\n#include "base/banned.h"\n'
finds layers 'last include must be' $c '#include "base/mem.h"\n'
finds layers 'render/pdf may not include render/draw' src/render/pdf/page.c \
    '#include "render/draw/draw.h"\n#include "base/banned.h"\n'
finds layers 'run may not include render/pdf' src/run/gates.c '#include "render/pdf/page.h"\n#include "base/banned.h"\n'
finds layers 'includes the source file' $c '#include "base/mem.c"\n#include "base/banned.h"\n'
finds headers 'does not compile alone' src/base/str.h 'size_tt x;\n'
finds output 'main.c only' $c 'void f(void)\n{\n    fputs("x", stderr);\n}\n'
finds words 'CJK text' $c '/* \xe4\xb8\xad */\n'
finds words 'a catalogue id: opened_at' $c '/* opened_at */\n'
finds words 'a catalogue id: "region"' $c 'const char *x = "region";\n'
finds words 'unfinished' $c '/* TO''DO */\n'
finds sizes 'the limit is 600' $c "$(printf 'x\\n%.0s' $(seq 600))"
finds statements 'one statement' src/store/sql/store_mark.sql '; SELECT 1'
finds statements 'ORDER BY' src/store/sql/a.sql '-- all of them\nSELECT event FROM import\n'
finds statements 'no such column' src/store/sql/a.sql '-- one row\nSELECT absent FROM import\n'
finds schemas 'records' templates/records.xml '<kind/>\n'
finds traditional 'simplified form' templates/locales/zh-TW.xml '<w id="x">\xe9\xbe\x84</w>\n'
finds shell 'SC2086' scripts/demo 'cd $1\n'
finish
