"""rename.py forth DATA JOB_FOLDER SEED MAP: every kind, field, metric, clause and dimension id
in the catalogues of DATA, and in the jobs and registers of JOB_FOLDER, becomes another of the
same length. What is an id is known by its place (element and attribute), so words, data and the
engine's own names stay. MAP receives the pairs.
rename.py back MAP < TEXT: the ids as they were; digests, which differ of course, as ####."""

import glob
import json
import os
import re
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scripts"))
from sample.draw import Draw  # noqa: E402

# Places of ids: {file: {element: attributes}}; '*' any element or, at the end, any ending.
PLACES = {
    "records": {"kind": "id key event", "field": "id kind", "order": "first then",
                "flag": "field to"},
    "metrics": {"dimension": "id", "of": "kind via field", "limit": "by",
                "population": "kind on held-from held-until", "where": "field via",
                "metric": "id cut judged-by", "within": "from to", "repeat": "same from to",
                "value": "field from to metric by",
                "over": "metric", "under": "metric", "misses": "of", "cut": "metrics by",
                "column": "field via dimension of", "order": "by",
                "pause": "kind via from until", "reopened": "first at"},
    "standard": {"evidence": "kind number clause slot title version issued valid-until "
                             "covers-from covers-until owner file",
                 "clause": "id", "metric": "id", "needs": "metric"},
    "pack": {"*": "metrics metric cut kind clause field-* print show same"},
    "job": {"source": "kind", "map": "field", "finding": "clause",
            "owner": "metrics", "value": "to"},
}
# Where ids are declared.
DECLARED = {"records": {"kind", "field"}, "metrics": {"dimension", "metric"},
            "standard": {"clause"}}
# Of the same spelling as an id, in the same place, but the engine's own.
OWN = {("metrics", "order"): {"number", "metric", "limit", "value", "overrun", "open", "state",
                              "file", "line", "due"},
       ("pack", "pack"): None}
OWN["pack", "register"] = OWN["metrics", "order"]
TAG = re.compile(r"<([a-z][\w-]*)((?:\s+[\w:-]+\s*=\s*\"[^\"]*\")*)\s*/?>")
ATTRIBUTE = re.compile(r"([\w:-]+)(\s*=\s*\")([^\"]*)(\")")
WORD = re.compile(r"[a-z][a-z0-9_]*")


def role(path):
    """Which catalogue a file is; None: no ids in it."""
    with open(path, encoding="utf-8") as file:
        found = re.search(r"urn:auditpack:(\w+):1", file.read())
    return found.group(1) if found and found.group(1) in PLACES else None


def files(*folders):
    found = []
    for folder in folders:
        found += glob.glob(os.path.join(folder, "**", "*.xml"), recursive=True)
    return sorted((path, role(path)) for path in found if role(path))


def listed(places, element, attribute):
    for name in (places.get(element) or places.get("*") or "").split():
        if name == attribute or (name.endswith("*") and attribute.startswith(name[:-1])):
            return True
    return False


def declared_ids(text, kind):
    ids = set()
    for element, attributes in TAG.findall(text):
        if element in DECLARED.get(kind, ()):
            ids |= {value for name, _, value, _ in ATTRIBUTE.findall(attributes)
                    if name == "id"}
    return ids


def new_names(ids, taken, seed):
    """One of the same length each, of letters that no digest has."""
    letters, names = "ghijklmnopqrstuvwxyz", {}
    for number, old in enumerate(sorted(ids)):
        draw = Draw(seed, "rename", number)
        while True:
            new = "".join(draw.pick(letters) for _ in old)
            if new not in taken:
                break
        taken.add(new)
        names[old] = new
    return names


def renamed(text, kind, names):
    places = PLACES[kind]

    def attribute(element):
        own = OWN.get((kind, element), ())

        def replace(found):
            name, middle, value, end = found.groups()
            if own is None or not listed(places, element, name):
                return found.group(0)
            value = WORD.sub(lambda word: names.get(word.group(0), word.group(0))
                             if word.group(0) not in own else word.group(0), value)
            return name + middle + value + end
        return replace

    def tag(found):
        element, attributes = found.group(1), found.group(2)
        return found.group(0).replace(
            attributes, ATTRIBUTE.sub(attribute(element), attributes), 1) \
            if attributes else found.group(0)
    return TAG.sub(tag, text)


def edit(path, change):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(change(text))


def words_replaced(text, names):
    return WORD.sub(lambda found: names.get(found.group(0), found.group(0)), text)


def forth(data, jobs, seed, target):
    catalogues = files(data, jobs)
    ids, clauses, taken = set(), set(), {"row", "key"}
    for path, kind in catalogues:
        with open(path, encoding="utf-8") as file:
            text = file.read()
        found = declared_ids(text, kind)
        ids |= found
        clauses |= found if kind == "standard" else set()
    for path in glob.glob(os.path.join(data, "**", "*"), recursive=True):
        if path.endswith((".xml", ".rng")):
            with open(path, encoding="utf-8") as file:
                taken |= set(WORD.findall(file.read()))
    names = new_names(ids, taken, int(seed))
    for path, kind in catalogues:
        edit(path, lambda text, kind=kind: renamed(text, kind, names))
    of_clauses = {old: names[old] for old in clauses}
    edit(os.path.join(jobs, "evidence.csv"), lambda text: words_replaced(text, of_clauses))
    with open(target, "w", encoding="utf-8") as file:
        json.dump(names, file)
    print(f"{len(names)} ids renamed in {len(catalogues)} files")


def back(source):
    with open(source, encoding="utf-8") as file:
        names = {new: old for old, new in json.load(file).items()}
    text = words_replaced(sys.stdin.read(), names)
    text = re.sub(r"\b[0-9a-f]{16,}\b", "####", text)
    sys.stdout.write(re.sub(r"\b[0-9a-f]{4,8}(?:[ \u2009\u00a0][0-9a-f]{4,8}){1,}\b", "####", text))


if __name__ == "__main__":
    {"forth": forth, "back": back}[sys.argv[1]](*sys.argv[2:])
