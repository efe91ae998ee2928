"""explain.py AUDITPACK NTH JOB CATALOGUE...: `explain` tells every third metric, from NTH on, whole: each
value that its populations and its hit test for, each key of its limit, each field it looks at by
name, the fields of a pause, its goal or what it is judged by; in words of the job's language, none
of them missing."""

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

NS = "{urn:auditpack:metrics:1}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
LANGUAGES = ["zh-CN", "zh-TW", "en"]  # of the three jobs


def flags(path):
    """Fields of yes and no, by the records catalogue beside a metrics catalogue."""
    fields = ET.parse(os.path.join(os.path.dirname(path), "records.xml")).getroot().iter()
    return {field.get("id") for field in fields if field.get("type") == "flag"}


def values(element, flagged, said_as):
    """What tests name: texts and numbers; of flags the words for them."""
    for test in element.iter(NS + "where"):
        if test.get("field") in flagged:
            said = test.get("is") or test.get("not")
            yield from [said_as[int(said)]] if said else []
            continue
        if test.get("in"):
            yield from test.get("in").split()
        for name in ("is", "not", "min", "max"):
            if test.get(name):
                yield test.get(name)


def wanted(metric, populations, limits, yes):
    of = metric.get("of")
    while of:
        yield from values(populations[of], *yes)
        of = populations[of].get("of")
    yield from values(metric, *yes)
    for part in metric.iter():
        if part.get("limit"):
            yield from (at.get("key") for at in limits[part.get("limit")].iter(NS + "at") if at.get("key"))
        if part.tag == NS + "band":
            yield part.get("is")


def judged(metric, metrics, language):
    """Goals as they are printed, 95 for 0.95 of a share; or the name of what carries the goal."""
    for name in ("goal", "warn", "min-n"):
        if metric.get(name, "none") != "none" and (name, metric.get(name)) != ("min-n", "1"):
            share = name != "min-n" and metric.get("unit") == "percent"
            yield f"{float(metric.get(name)) * (100 if share else 1):g}"
    if metric.get("judged-by"):
        names = metrics[metric.get("judged-by")].findall(NS + "name")
        yield next(name.text for name in names if name.get(LANG) == language)


def main(auditpack, nth, job, *catalogues):
    found = {"metric": {}, "population": {}, "limit": {}}
    for path in catalogues:
        for element in ET.parse(path).getroot():
            kind = element.tag.replace(NS, "")
            if kind in found:
                found[kind][element.get("id")] = element
    problems, yes = [], (flags(catalogues[0]), [("否", "是"), ("否", "是"), ("no", "yes")][int(nth)])
    for name, metric in list(found["metric"].items())[int(nth)::3]:
        run = subprocess.run([auditpack, "explain", job, name], capture_output=True, text=True, check=False)
        text = run.stdout.split("\n-- ", 1)[0]
        if run.returncode != 0 or "SELECT" not in run.stdout or "\n-- " not in run.stdout:
            problems.append(f"{name}: {run.returncode} {run.stderr.strip()}")
        if re.search(r"\b(explain|definition|better|list)\.[a-z-]+", text) or "{" in text:
            problems.append(f"{name}: a word is missing")
        sides = [metric] if metric.get("kind") != "ratio" else \
            [found["metric"][metric.find(NS + side).get("metric")] for side in ("over", "under")]
        for value in (value for side in sides for value in wanted(side, found["population"], found["limit"], yes)):
            if metric.get("kind") != "ratio" and value not in text:
                problems.append(f"{name}: does not tell {value}")
        for value in judged(metric, found["metric"], LANGUAGES[int(nth)]):
            if value not in text:
                problems.append(f"{name}: does not tell that it is judged by {value}")
    for problem in problems[:20]:
        print(problem)
    print(f"{len(found['metric'])} metrics, a third told, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
