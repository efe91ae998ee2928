#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR source=harness disable=SC2317
# Another business without a line of C: samples/library has a kind of record, metrics, a
# standard and a pack of its own; a language is added to a copy of the templates. What is
# not yet whole is refused with what it lacks.
. "$(dirname "$0")/harness"

mkdir "$tmp/data"
cp -r "$root/templates" "$root/fonts" "$tmp/data/"
cp -r "$root/samples/library" "$tmp/"
export AUDITPACK_DATA=$tmp/data
job=$tmp/library/job.xml
sed -i 's#\.\./\.\./build/demo#.#' "$job"
language=$tmp/data/templates/locales/ja.xml
edition=$tmp/library/library/2026-10/r1

# refused WORDS NAME: check of the job fails with these words.
refused() {
    "$auditpack" check "$job" > "$tmp/told" 2>&1
    if [ $? -eq 3 ] && grep -q -e "$1" "$tmp/told"; then
        ok "$2"
    else
        not_ok "$2"
        sed 's/^/    /' "$tmp/told"
    fi
}

# figure METRIC CUT COLUMN: of the period.
figure() {
    "$auditpack" figures "$job" --period 2026-10 --format csv |
        awk -F, -v metric="$1" -v cut="$2" -v n="$3" '$1 == metric && $2 == "period" && $3 == cut { print $n }'
}

sed -i 's/locale="en"/locale="ja"/' "$job"
refused "locale 'ja' is not known" "a language that there is not"
cat > "$language" <<'XML'
<words xmlns="urn:auditpack:words:1" xml:lang="ja">
  <w id="action.none">改善活動はありません</w>
</words>
XML
refused 'ja\.xml: [0-9]* words are missing that en.xml has: action.alt, ' "a language that is begun"
sed -e 's/xml:lang="en"/xml:lang="ja"/' -e 's/{title}: {n} actions/{titel}/' \
    "$root/templates/locales/en.xml" > "$language"
refused "'action.alt' is never given {titel}" "a name that is never filled in"
sed -e 's/xml:lang="en"/xml:lang="ja"/' -e 's/>Grade (would be)</>等級</' "$root/templates/locales/en.xml" \
    > "$language"
expect "the job is good" "$auditpack" check "$job"
expect "an edition" run_job "$job" --period 2026-10
expect "it is whole" "$auditpack" verify "$edition"
expect "a metric of one's own" test "$(figure back_in_time '' 6)/$(figure back_in_time '' 7)" = 2/3
expect "a dimension of one's own" test "$(figure loan_count desk 5 | sort | tr '\n' ' ')" = "1 1 2 "
expect "a word of one's own language" \
    bash -c "pdftotext '$edition'/*.pdf - | grep -q 等級"
expect "a clause of one's own" bash -c "pdftotext '$edition'/*.pdf - | grep -q 'Books come back in time'"
masked() {
    pdftotext -layout "$edition"/*.pdf "$tmp/pages" && unzip -p "$edition"/*.xlsx 'xl/*.xml' > "$tmp/sheets" || return 1
    grep -qF '***25' "$tmp/pages" && grep -qF '***25' "$tmp/sheets" || return 1
    ! grep -qE '6,?000,?225' "$tmp/pages" "$tmp/sheets"
}
expect "a number that names a person is masked" masked
finish
