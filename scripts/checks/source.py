"""source: what the checks of C files share."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
SRC = ROOT / "src"

_TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.S)


def files(*suffixes):
    """Files of src with one of the suffixes, in order."""
    return sorted(p for p in SRC.rglob("*") if p.suffix in suffixes)


def blank(text):
    """The same number of lines, without their content."""
    return "\n" * text.count("\n")


def code_only(text):
    """C text whose comments are gone and whose string and character literals are empty."""

    def replace(match):
        token = match.group()
        return token[0] * 2 + blank(token) if token[0] in "\"'" else " " + blank(token)

    return _TOKEN.sub(replace, text)


def strings(text):
    """(line, content) of every string literal outside comments and #include lines."""
    for match in _TOKEN.finditer(text):
        if match.group()[0] != '"':
            continue
        start = text.rfind("\n", 0, match.start()) + 1
        if not text[start:match.start()].lstrip().startswith("#include"):
            yield text.count("\n", 0, match.start()) + 1, match.group()[1:-1]


class Findings:
    """Prints findings as file:line: text; done() is the exit status."""

    def __init__(self):
        self.count = 0

    def put(self, path, line, text):
        path = pathlib.Path(path)
        shown = path.relative_to(ROOT) if path.is_absolute() else path
        print(f"{shown}:{line}: {text}")
        self.count += 1

    def done(self):
        sys.exit(1 if self.count else 0)
