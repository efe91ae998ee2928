#!/usr/bin/env python3
"""pdfa.py FILE...: holds a PDF against the rules of ISO 19005-3 (PDF/A-3, levels U and A) that
a file of ours could break: header, trailer, output intent, metadata equal to the information,
fonts embedded with right widths and text for every code drawn, operators, colours, nesting,
strings, annotations, attachments, structure. qpdf takes the file apart; the rest is here.
Prints what is wrong with the number of the rule; exit 1 then."""

import base64
import collections
import json
import re
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
import zlib

OPERATORS = set("b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i "
                "ID j J K k l m M MP n q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL "
                "Tm Tr Ts Tw Tz v w W W* y ' \"".split())
FILTERS = {"/FlateDecode", "/DCTDecode"}
NAMESPACE = {"rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
             "pdfaid": "http://www.aiim.org/pdfa/ns/id/", "dc": "http://purl.org/dc/elements/1.1/",
             "xmp": "http://ns.adobe.com/xap/1.0/", "pdf": "http://ns.adobe.com/pdf/1.3/"}
INSIDE = {  # standard types, and what they may stand in where that is restricted
    "/Document": (None,), "/Sect": (), "/Div": (), "/H1": (), "/H2": (), "/H3": (), "/P": (),
    "/TOC": (), "/TOCI": ("/TOC",), "/Figure": (), "/Table": (), "/Caption": ("/Table",),
    "/TR": ("/Table",), "/TH": ("/TR",), "/TD": ("/TR",)}
ESCAPED = re.compile(rb"\\(.)", re.S)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
TOKEN = re.compile(rb"\s+|%[^\n\r]*|<<|>>|\[|\]|<[0-9A-Fa-f\s]*>|\((?:\\.|[^()\\])*\)"
                   rb"|/[^\s<>\[\]()/%]*|[^\s<>\[\]()/%]+", re.S)
REFERENCE = re.compile(r"\d+ \d+ R")


class File:
    """The objects of a file as qpdf's JSON gives them."""

    def __init__(self, path):
        with open(path, "rb") as file:
            self.raw = file.read()
        text = subprocess.run(["qpdf", "--json=2", "--json-stream-data=inline", "--decode-level=none",
                               path], capture_output=True, check=True).stdout
        parsed = json.loads(text)["qpdf"]
        self.objects = {key[4:]: value for key, value in parsed[1].items() if key != "trailer"}
        self.trailer = parsed[1]["trailer"]["value"]
        self.root = self.at(self.trailer["/Root"])

    def at(self, value):
        """The object a reference leads to; of a stream its dictionary."""
        while isinstance(value, str) and REFERENCE.fullmatch(value):
            value = self.objects[value]
            value = value["stream"]["dict"] if "stream" in value else value["value"]
        return value

    def data(self, reference):
        stream = self.objects[reference]["stream"]
        data = base64.b64decode(stream["data"])
        return zlib.decompress(data) if stream["dict"].get("/Filter") == "/FlateDecode" else data

    def pages(self):
        stack = [self.root["/Pages"]]
        while stack:
            reference = stack.pop()
            node = self.at(reference)
            if node["/Type"] == "/Page":
                yield reference, node
            else:
                stack.extend(reversed(self.at(node["/Kids"])))


def text_of(value):
    """A string object of the JSON as text; a date stays as it is."""
    if value is None:
        return None
    if value.startswith("b:"):
        data = bytes.fromhex(value[2:])
        return data[2:].decode("utf-16-be") if data[:2] == b"\xfe\xff" else data.decode("latin-1")
    return value[2:] if value.startswith("u:") else value


class Font:
    """What a Type 0 font says of each code, against what the embedded file holds."""

    def __init__(self, file, reference, problem):
        font = file.at(reference)
        below = file.at(file.at(font["/DescendantFonts"])[0])
        descriptor = file.at(below["/FontDescriptor"])
        names = {font["/BaseFont"], below["/BaseFont"], descriptor["/FontName"]}
        self.name, self.seen = font["/BaseFont"], set()
        if len(names) != 1 or not re.match(r"/[A-Z]{6}\+", self.name):
            problem("6.2.11.4", f"font names {sorted(names)}")
        if font["/Encoding"] != "/Identity-H":
            problem("6.2.11.3", f"{self.name}: encoding {font['/Encoding']}")
        self.map = file.data(below["/CIDToGIDMap"])
        self.default = below.get("/DW", 1000)
        self.width = self.widths(file.at(below["/W"]))
        self.text = self.texts(file.data(font["/ToUnicode"])) if "/ToUnicode" in font else {}
        self.load(file.data(descriptor["/FontFile2"]), problem)

    @staticmethod
    def widths(array):
        width, i = {}, 0
        while i < len(array):
            if isinstance(array[i + 1], list):
                width.update(enumerate(array[i + 1], array[i]))
                i += 2
            else:
                width.update(dict.fromkeys(range(array[i], array[i + 1] + 1), array[i + 2]))
                i += 3
        return width

    @staticmethod
    def texts(cmap):
        return {int(code, 16): bytes.fromhex(text.decode()).decode("utf-16-be")
                for block in re.findall(rb"beginbfchar\n(.*?)endbfchar", cmap, re.S)
                for code, text in re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]{4,8})>\n", block)}

    def load(self, data, problem):
        tables = {}
        for i in range(struct.unpack(">H", data[4:6])[0]):
            tag, _, offset, length = struct.unpack(">4sLLL", data[12 + 16 * i:28 + 16 * i])
            tables[tag] = (offset, length)
            if offset % 4 or offset + length > len(data):
                problem("6.2.11.4", f"{self.name}: table {tag} lies wrong")
        for tag in (b"glyf", b"head", b"hhea", b"hmtx", b"loca", b"maxp"):
            if tag not in tables:
                problem("6.2.11.4", f"{self.name}: no table {tag}")

        def value(tag, at, form):
            return struct.unpack_from(form, data, tables[tag][0] + at)[0]

        self.units, self.glyphs = value(b"head", 18, ">H"), value(b"maxp", 4, ">H")
        count = value(b"hhea", 34, ">H")
        self.advance = [value(b"hmtx", 4 * i, ">H") for i in range(count)]

    def draw(self, code, problem):
        if code in self.seen:
            return
        self.seen.add(code)
        glyph = struct.unpack_from(">H", self.map, 2 * code)[0] if 2 * code < len(self.map) else 0
        if glyph == 0 or glyph >= self.glyphs:
            problem("6.2.11.8", f"{self.name}: code {code:04X} shows .notdef")
            return
        real = self.advance[min(glyph, len(self.advance) - 1)] * 1000 / self.units
        if abs(self.width.get(code, self.default) - real) > 1:
            problem("6.2.11.5", f"{self.name}: width of {code:04X} is not {real}")
        text = self.text.get(code, "\0")
        if text in ("\0", "\ufeff", "\ufffe") or "\ue000" <= text[0] <= "\uf8ff":
            problem("6.2.11.7.2", f"{self.name}: code {code:04X} has no text")


class Check:
    def __init__(self, path):
        self.file, self.bad, self.fonts = File(path), collections.Counter(), {}
        self.marked = set()  # (page reference, MCID)
        self.level = None

    def problem(self, rule, text):
        self.bad[rule, text] += 1

    def frame(self):
        raw, trailer = self.file.raw, self.file.trailer
        if not re.match(rb"%PDF-1\.[0-7]\n%[\x80-\xff]{4}\n", raw):
            self.problem("6.1.2", "header")
        if not re.search(rb"%%EOF[\r\n]*\Z", raw):
            self.problem("6.1.3", "data behind %%EOF")
        if "/Encrypt" in trailer or len(trailer.get("/ID", [])) != 2:
            self.problem("6.1.3", "no /ID, or encrypted")
        if len(self.file.objects) > 8388607:
            self.problem("6.1.13", "too many objects")

    def objects(self):
        for value in self.file.objects.values():
            if "stream" in value:
                keys = value["stream"]["dict"]
                if any(key in keys for key in ("/F", "/FFilter", "/FDecodeParms")):
                    self.problem("6.1.7.1", "a stream outside the file")
                if keys.get("/Filter", "/FlateDecode") not in FILTERS:
                    self.problem("6.1.7.2", f"filter {keys['/Filter']}")
                self.walk(keys)
            else:
                self.walk(value["value"])

    def walk(self, value):
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ("/JS", "/AA", "/TR", "/HTP"):
                    self.problem("6.5.1", f"key {key}")
                if len(key) > 128:
                    self.problem("6.1.13", "a long name")
                self.walk(inner)
        elif isinstance(value, list):
            for inner in value:
                self.walk(inner)
        elif isinstance(value, str) and value.startswith("b:") and len(value) > 2 + 2 * 32767:
            self.problem("6.1.13", "a long string")

    def colours(self):
        intents = self.file.at(self.file.root.get("/OutputIntents", []))
        if len(intents) != 1:
            self.problem("6.2.3", "no output intent")
            return
        intent = self.file.at(intents[0])
        profile = self.file.data(intent["/DestOutputProfile"])
        count = self.file.at(intent["/DestOutputProfile"])["/N"]
        if (intent["/S"] != "/GTS_PDFA1" or profile[12:16] != b"mntr" or profile[16:20] != b"RGB "
                or profile[8] >= 5 or count != 3 or len(profile) != struct.unpack(">L", profile[:4])[0]):
            self.problem("6.2.3", "output intent")

    def metadata(self):
        reference = self.file.root.get("/Metadata")
        if reference is None:
            self.problem("6.6.2.1", "no metadata")
            return
        if "/Filter" in self.file.at(reference):
            self.problem("6.6.2.1", "metadata are deflated")
        tree = ET.fromstring(self.file.data(reference))

        def first(path):
            node = tree.find(f".//{path}", NAMESPACE)
            return None if node is None else "".join(node.itertext()).strip()

        part, self.level = first("pdfaid:part"), first("pdfaid:conformance")
        if part != "3" or self.level not in ("U", "A"):
            self.problem("6.6.4", f"part {part}, conformance {self.level}")
        info = self.file.at(self.file.trailer["/Info"])
        for key, path in (("/Title", "dc:title"), ("/Author", "dc:creator"),
                          ("/Subject", "dc:description"), ("/Keywords", "pdf:Keywords"),
                          ("/Creator", "xmp:CreatorTool"), ("/Producer", "pdf:Producer")):
            if text_of(info.get(key)) != first(path):
                self.problem("6.6.3", f"{key} is not {path}")
        for key, path in (("/CreationDate", "xmp:CreateDate"), ("/ModDate", "xmp:ModifyDate")):
            if re.findall(r"\d", text_of(info[key])) != re.findall(r"\d", first(path)):
                self.problem("6.6.3", f"{key} is not {path}")

    def attachments(self):
        root = self.file.root
        names = self.file.at(self.file.at(root.get("/Names", {})).get("/EmbeddedFiles", {}))
        pairs = self.file.at(names.get("/Names", []))
        keys = [text_of(key) for key in pairs[::2]]
        if keys != sorted(keys):
            self.problem("7.9.6", "names of attachments are not in order")
        for name, reference in zip(keys, pairs[1::2]):
            spec = self.file.at(reference)
            stream = spec["/EF"]["/F"]
            embedded = self.file.at(stream)
            if text_of(spec.get("/F")) != name or text_of(spec.get("/UF")) != name:
                self.problem("6.8", f"{name}: file names")
            if spec.get("/AFRelationship") not in ("/Data", "/Source", "/Alternative", "/Supplement"):
                self.problem("6.8", f"{name}: no relationship")
            if reference not in self.file.at(root.get("/AF", [])):
                self.problem("6.8", f"{name}: not associated with the document")
            if "/" not in embedded.get("/Subtype", "")[1:] or "/ModDate" not in embedded["/Params"]:
                self.problem("6.8", f"{name}: type or date")
            if embedded["/Params"]["/Size"] != len(self.file.data(stream)):
                self.problem("6.8", f"{name}: size")

    def annotations(self, page):
        for reference in self.file.at(page.get("/Annots", [])):
            note = self.file.at(reference)
            left, bottom, right, top = note["/Rect"]
            flags = note.get("/F", 0)
            if note["/Subtype"] not in ("/Link", "/Widget"):
                self.problem("6.3.1", f"annotation {note['/Subtype']}")
            if not flags & 4 or flags & (1 | 2 | 32 | 256):
                self.problem("6.3.2", f"flags {flags} of an annotation")
            if note["/Subtype"] == "/Widget" and "/AP" not in note and (left, bottom) != (right, top):
                self.problem("6.3.3", "a widget without appearance")

    def content(self, reference, page):
        resources = self.file.at(page.get("/Resources"))
        if resources is None:
            self.problem("6.2.2", "a page without resources of its own")
            return
        contents = self.file.at(page["/Contents"])
        data = b"\n".join(self.file.data(part) for part in contents)
        Stream(self, reference, resources).run(data)

    def structure(self, pages):
        """Level A: every mark of every page belongs to one element, found from both ends."""
        root = self.file.root
        if self.file.at(root.get("/MarkInfo", {})).get("/Marked") is not True:
            self.problem("6.7.2.2", "not marked")
        if not re.fullmatch(r"u:[a-zA-Z]{1,8}(-[a-zA-Z0-9]{1,8})*", root.get("/Lang", "")):
            self.problem("6.7.4", f"language {root.get('/Lang')}")
        if "/StructTreeRoot" not in root:
            self.problem("6.7.3.3", "no structure")
            return
        tree = self.file.at(root["/StructTreeRoot"])
        numbers = {}
        for leaf in self.file.at(tree["/ParentTree"])["/Kids"]:
            pairs = self.file.at(leaf)["/Nums"]
            numbers.update(zip(pairs[::2], map(self.file.at, pairs[1::2])))
        self.held = set()
        for kid in tree["/K"]:
            self.element(kid, root["/StructTreeRoot"], numbers)
        for page in sorted(self.marked ^ self.held):
            self.problem("6.7.3", f"mark {page} is not in both, page and structure")
        for reference, page in pages:
            count = sum(1 for at, _ in self.marked if at == reference)
            if count != len(numbers.get(page.get("/StructParents"), [])):
                self.problem("6.7.3", f"{reference}: parents of its marks")

    def element(self, first, above, numbers):
        stack = [(first, above, None)]
        while stack:
            reference, above, outer = stack.pop()
            node = self.file.at(reference)
            role = node["/S"]
            if node["/P"] != above or role not in INSIDE or (INSIDE[role] and outer not in INSIDE[role]):
                self.problem("6.7.3.4", f"{role} within {outer}")
            if role == "/Figure" and not node.get("/Alt"):
                self.problem("6.7.3", "a figure without text")
            for kid in node["/K"]:
                if isinstance(kid, str):
                    stack.append((kid, reference, role))
                    continue
                page, mark = (node["/Pg"], kid) if isinstance(kid, int) else (kid["/Pg"], kid["/MCID"])
                self.held.add((page, mark))
                if numbers[self.file.at(page)["/StructParents"]][mark] != reference:
                    self.problem("6.7.3", f"{reference}: its mark belongs to another")

    def run(self):
        self.frame()
        self.objects()
        self.colours()
        self.metadata()
        self.attachments()
        pages = list(self.file.pages())
        for reference, page in pages:
            self.annotations(page)
            self.content(reference, page)
        if self.level == "A":
            self.structure(pages)
        return len(pages)


class Stream:
    """One page's content: operators, states, codes drawn."""

    def __init__(self, check, page, resources):
        self.check, self.page = check, page
        self.fonts = check.file.at(resources.get("/Font", {}))
        self.states = check.file.at(resources.get("/ExtGState", {}))
        self.depth, self.open, self.font = 0, [], None

    def run(self, data):
        operands, nested = [], 0
        for token in TOKEN.findall(data):
            if token[:1].isspace() or token[:1] == b"%":
                continue
            nested += (token in (b"<<", b"[")) - (token in (b">>", b"]"))
            if nested or token[:1] in b"/<>[](+-.0123456789":
                operands.append(token)
                continue
            self.step(token.decode(), operands)
            operands = []
        if self.depth or self.open:
            self.check.problem("6.2.2", "states or marks are left open")

    def step(self, name, operands):
        problem = self.check.problem
        if name not in OPERATORS:
            problem("6.2.2", f"operator {name}")
        if name in ("k", "K", "sh", "Do", "BI"):
            problem("6.2.4.3", f"operator {name}")
        if name in "qQ":
            self.depth += 1 if name == "q" else -1
            if not 0 <= self.depth <= 28:
                problem("6.1.13", "nesting of q and Q")
        if name == "gs" and operands[0].decode() not in self.states:
            problem("6.2.5", "an unknown state")
        if name == "Tf":
            self.choose(operands[0].decode())
        if name in ("Tj", "TJ"):
            self.show(operands)
        if name in ("BDC", "BMC"):
            self.mark(operands)
        if name == "EMC":
            self.open.pop()
        self.check_marked(name)

    def choose(self, key):
        reference = self.fonts[key]
        if reference not in self.check.fonts:
            self.check.fonts[reference] = Font(self.check.file, reference, self.check.problem)
        self.font = self.check.fonts[reference]

    def show(self, operands):
        for token in operands:
            if token[:1] in (b"<", b"("):
                codes = (bytes.fromhex(token[1:-1].decode()) if token[:1] == b"<" else
                         ESCAPED.sub(lambda m: ESCAPES.get(m[1], m[1]), token[1:-1]))
                for i in range(0, len(codes), 2):
                    self.font.draw(codes[i] << 8 | codes[i + 1], self.check.problem)

    def mark(self, operands):
        match = re.search(rb"/MCID\s+(\d+)", b" ".join(operands))
        self.open.append(operands[0])
        if not match:
            return
        key = (self.page, int(match.group(1)))
        if key in self.check.marked:
            self.check.problem("6.7.3", "a mark is used twice on a page")
        self.check.marked.add(key)

    def check_marked(self, name):
        if self.check.level == "A" and name in ("Tj", "TJ", "f", "S", "s", "b", "B") and not self.open:
            self.check.problem("6.7.3", "content that is neither structure nor artifact")


def main(paths):
    failed = False
    for path in paths:
        check = Check(path)
        pages = check.run()
        drawn = sum(len(font.seen) for font in check.fonts.values())
        print(f"{path}: {pages} pages, {len(check.fonts)} fonts, {drawn} codes, level {check.level}")
        for (rule, text), count in sorted(check.bad.items()):
            print(f"  {rule}: {text} ({count})")
        failed = failed or bool(check.bad)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
