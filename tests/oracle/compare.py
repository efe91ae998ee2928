"""Number by number: what differs between two trees of figures, as lines for people."""


def same(a, b, tolerance):
    if isinstance(a, bool) or isinstance(b, bool) or a is None or b is None:
        return a is b
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return abs(a - b) <= tolerance * max(1.0, abs(a), abs(b))
    return a == b


def label(item, at):
    return item.get("key", at) if isinstance(item, dict) else at


class Comparison:
    def __init__(self, expected, found, tolerance=1e-9):
        self.tolerance, self.values, self.lines = tolerance, 0, []
        self.walk(expected, found, "")

    def walk(self, a, b, path):
        if isinstance(a, dict) and isinstance(b, dict):
            for key in sorted(set(a) | set(b)):
                if key not in b or key not in a:
                    self.lines.append(f"{path}.{key}: only "
                                      + ("expected" if key in a else "found"))
                else:
                    self.walk(a[key], b[key], f"{path}.{key}")
        elif isinstance(a, list) and isinstance(b, list):
            if len(a) != len(b):
                self.lines.append(f"{path}: {len(a)} expected, {len(b)} found: "
                                  f"{[label(x, i) for i, x in enumerate(a)]} and "
                                  f"{[label(x, i) for i, x in enumerate(b)]}"[:300])
            for at, (x, y) in enumerate(zip(a, b)):
                self.walk(x, y, f"{path}[{label(x, at)}]")
        else:
            self.values += 1
            if not same(a, b, self.tolerance):
                self.lines.append(f"{path}: expected {a!r}, found {b!r}")
