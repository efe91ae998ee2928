"""hostile AUDITPACK WORK MODULE...: each case of a module is one file of an export. The program
must answer within 10 seconds and 256 MB (of a build with sanitizers too) with the exit status
and the message that the case names. A module has CASES, a list of (name, file name, bytes or a
function of a path that writes them, attributes of <source>, message, statuses)."""

import importlib.util
import os
import re
import resource
import subprocess
import sys
import time

SECONDS, KIB = 10, 256 * 1024
JOB = """<job xmlns="urn:auditpack:job:1" id="hostile" locale="en" zone="UTC">
<organisation>Hostile</organisation><store path="store.db"/><out path="out"/>
<standard use="gbt27922-2011"/><pack use="monthly"/>
<source id="tickets" kind="ticket" path="{}" {}/></job>"""


def limited():
    """In the child: what it may use; the address space of sanitizers is not bounded."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 2, SECONDS * 2))


def run(program, folder, command):
    environment = dict(os.environ)
    environment["ASAN_OPTIONS"] = environment.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=8"
    begun = time.monotonic()
    with subprocess.Popen([program] + command, cwd=folder, env=environment, preexec_fn=limited,
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        said = child.stderr.read().decode("utf-8", "replace")
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, said, time.monotonic() - begun, usage


def check(program, work, case):
    name, file, content, attributes, message, statuses = case
    folder = os.path.join(work, re.sub(r"\W+", "-", name))
    os.makedirs(folder)
    path = os.path.join(folder, file)
    if callable(content):
        content(path)
    else:
        with open(path, "wb") as out:
            out.write(content)
    with open(os.path.join(folder, "job.xml"), "w", encoding="utf-8") as out:
        out.write(JOB.format(file, attributes))
    status, said, seconds, usage = run(program, folder, [
        "run", "job.xml", "--period", "2025", "--as-of", "2026-02-01"])
    cpu = usage.ru_utime + usage.ru_stime
    wrong = []
    if status not in statuses:
        wrong.append("exit %d" % status)
    if not re.search(message, said):
        wrong.append("no message like " + message)
    foreign = [line for line in said.splitlines() if not re.match(r"auditpack: |\s|$", line)]
    if foreign:
        wrong.append("said by another: " + foreign[0][:80])
    if cpu > SECONDS:
        wrong.append("%.1f CPU s, %.1f s" % (cpu, seconds))
    if usage.ru_maxrss > KIB:
        wrong.append("%d KiB" % usage.ru_maxrss)
    print("%s hostile: %s%s" % ("not ok" if wrong else "ok", name,
                                ": " + ", ".join(wrong) if wrong else ""))
    for line in said.splitlines()[:12] if wrong else []:
        print("    " + line[:300])
    return bool(wrong)


def main(program, work, *modules):
    bad = False
    for module in modules:
        spec = importlib.util.spec_from_file_location("cases", module)
        cases = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(cases)
        for case in cases.CASES:
            bad |= check(program, work, case)
    return bad


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
