"""calendar.py write FOLDER | check FOLDER TRACE.csv: every day of the published years against the
shipped calendar.

FOLDER holds YEAR.json of holiday-cn: the days of the State Council's notices that differ from their
weekday. `write` prints one record a day, open from midnight to a second before the next; `check`
reads the trace of their working time: nine hours on every working day, none on the others."""

import csv
import datetime
import json
import os
import sys

YEARS = 2024, 2025, 2026
WORKING = 9 * 3600


def days():
    for year in YEARS:
        day = datetime.date(year, 1, 1)
        while day.year == year:
            yield day
            day += datetime.timedelta(1)


def published(folder):
    """Day to whether it is off, where a notice says so."""
    found = {}
    for year in YEARS:
        with open(os.path.join(folder, f"{year}.json"), encoding="utf-8") as file:
            for day in json.load(file)["days"]:
                found[datetime.date.fromisoformat(day["date"])] = day["isOffDay"]
    return found


def write():
    print("id,opened_at,resolved_at,status")
    for day in days():
        print(f"{day},{day} 00:00:00,{day} 23:59:59,done")


def check(folder, trace):
    off = published(folder)
    expected = {str(day): 0 if off.get(day, day.weekday() >= 5) else WORKING for day in days()}
    with open(trace, encoding="utf-8", newline="") as file:
        found = {row["record"]: int(row["value"]) for row in csv.DictReader(file)}
    wrong = [day for day in expected if found.get(day) != expected[day]]
    for day in wrong[:20]:
        print(f"{day}: {found.get(day)} s of working time, the notices say {expected[day]}")
    print(f"{len(expected)} days, {sum(not v for v in off.values())} make-up days, {len(wrong)} wrong")
    return 1 if wrong or set(found) != set(expected) else 0


if __name__ == "__main__":
    sys.exit(write() if sys.argv[1] == "write" else check(*sys.argv[2:]))
