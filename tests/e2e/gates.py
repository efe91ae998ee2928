"""gates.py EDITION WORD: every page of the PDF but the cover has WORD, the cover PROVISIONAL,
every sheet prints WORD at its head; the summary, figures.json and the manifest say it."""
import glob
import json
import re
import subprocess
import sys
import zipfile

edition, word = sys.argv[1:]
tight = word.replace(" ", "")
pdf, = glob.glob(edition + "/*.pdf")
pages = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True,
                       check=True).stdout.split("\f")[:-1]
assert len(pages) > 3 and "PROVISIONAL" in pages[0]
for number, page in enumerate(pages[1:], 2):
    assert tight in page.replace(" ", ""), f"page {number} does not say {word}"

book = zipfile.ZipFile(glob.glob(edition + "/*.xlsx")[0])
sheets = [name for name in book.namelist() if re.match(r"xl/worksheets/sheet\d+\.xml", name)]
assert len(sheets) > 10
for name in sheets:
    head = re.search(r"<oddHeader>(.*?)</oddHeader>", book.read(name).decode())
    assert head and word in head.group(1), f"{name} does not say {word}"

summary = open(edition + "/summary.txt", encoding="utf-8").read()
assert "PROVISIONAL" in summary.split("\n# ")[0], "the summary's head does not say it"

told = json.load(open(edition + "/figures.json"))
assert told["meta"]["provisional"] == "yes"
assert [gate["state"] for gate in told["gates"]] == ["failed"]
assert json.load(open(edition + "/manifest.json"))["state"] == "provisional"
assert told["gates"][0]["check"].replace(" ", "") in "".join(pages).replace(" ", "")
