"""compare: the program's figures beside the rows that DuckDB's statements gave. A row's `g` is
SQL's grouping(...) of its cuts, `moment` the end of the months that it stands for."""
import math

DIMENSIONS = ["region", "outlet", "product", "channel", "priority", "service", "category",
              "severity", "root_cause"]
TIMES = ["g", "y", "m", "q", "h", "moment"]
QUANTILES = 50, 90, 95
IN_DAYS = "backlog_age_p", "c_open_age_p"  # others are in hours
RATIOS = (("c_per_1000", "effective", 1000), ("c_per_10k_units", "units", 10000))
YEAR = {2024: ["last", "year-ago"], 2025: ["period", "to-date"]}


def windows_at(moment):
    """Names of the windows that end then."""
    year, month = divmod(int(moment[:4]) * 12 + int(moment[5:7]) - 2, 12)
    month += 1
    names = [f"{year}-{month:02}"] + (YEAR[year] if month == 12 else [])
    if year == 2025 and month % 3 == 0:
        names.append(f"part:2025-Q{month // 3}")
    if year == 2025 and month % 6 == 0:
        names.append(f"part:2025-H{month // 6}")
    return names


def windows_of(row):
    if row.get("moment"):
        return windows_at(row["moment"])
    if row["m"] is not None:
        return [f"{row['y']}-{row['m']:02}"]
    if row["q"] is not None or row["h"] is not None:
        part = f"Q{row['q']}" if row["q"] is not None else f"H{row['h']}"
        return [f"part:2025-{part}"] if row["y"] == 2025 else []
    return YEAR[row["y"]]


def cut_of(row):
    """(dimension, key); None: the parent that has the key is missing."""
    for place, name in enumerate(reversed([name for name in row if name in DIMENSIONS])):
        if not row["g"] >> place & 1:
            return (name, row[name]) if row[name] is not None else None
    return None, None


def figures_of(row):
    for name, value in row.items():
        if name in DIMENSIONS or name in TIMES or name.endswith("__d") or value is None:
            continue
        if name.endswith("__n"):
            under = row[name[:-1] + "d"]
            if under:
                yield name[:-3], float(value) / under
        elif isinstance(value, list):
            for percent, one in zip(QUANTILES, value):
                yield f"{name}{percent}", one / (86400 if name in IN_DAYS else 3600)
        else:
            yield name, float(value)


def collect(tables):
    """Values by (metric, window, dimension, key)."""
    found = {}
    for row in (row for table in tables for row in table):
        cut = cut_of(row)
        for window in windows_of(row) if cut else []:
            if cut[0] is None or window in ("period", "last", "year-ago"):
                found.update({(metric, window, *cut): value
                              for metric, value in figures_of(row)})
    for name, under, scale in RATIOS:
        for metric, *place in list(found):
            if metric == under:
                over = found.get(("complaint_count", *place), 0)
                found[(name, *place)] = over * scale / found[(under, *place)]
    return found


def compare(document, tables):
    """How many figures are the same, those that are not, and those only the program has."""
    theirs, same, differ, alone = collect(tables), 0, [], []
    for figure in document["figures"]:
        place = tuple(figure[name] for name in ("metric", "window", "cut", "key"))
        if figure["value"] is None or figure["n"] == 0:
            continue
        if place not in theirs:
            alone.append(place)
        elif math.isclose(figure["value"], theirs[place], rel_tol=1e-9, abs_tol=1e-9):
            same += 1
        else:
            differ.append((place, figure["value"], theirs[place]))
    return same, differ, alone
