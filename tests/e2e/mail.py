#!/usr/bin/env python3
"""mail.py MAIL EDITION WANTED...: holds a mail against the edition it brings. WANTED are words
that its subject must hold, +NAME a file of the edition that is attached byte by byte, '-' that
none is. Every header is ASCII, every line short and ended by CRLF; the names that readers see
decode, by RFC 2231 and by RFC 2047; each file of the edition stands in the text with its
SHA-256, and so does the summary as it was sealed."""
import email
import email.policy
import hashlib
import pathlib
import sys
import urllib.parse
from email.header import decode_header, make_header

raw = pathlib.Path(sys.argv[1]).read_bytes()
edition = pathlib.Path(sys.argv[2])
wanted = sys.argv[3:]
assert raw.isascii(), "a byte beyond ASCII"
lines = raw.split(b"\r\n")
assert max(map(len, lines)) <= 998 and b"\n" not in b"".join(lines), "lines"
head = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
assert max(map(len, head)) <= 78, max(head, key=len)
mail = email.message_from_bytes(raw, policy=email.policy.default)
old = email.message_from_bytes(raw)
for name in ("From", "To", "Subject", "Date", "Message-ID", "MIME-Version"):
    assert len(mail.get_all(name, [])) == 1, name
assert mail["Auto-Submitted"] == "auto-generated"
assert mail["Message-ID"].endswith("@example.com>"), mail["Message-ID"]
assert not [d for part in mail.walk() for d in part.defects], "defects"

body = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
summary = (edition / "summary.txt").read_text(encoding="utf-8")
title, rest = summary.split("\n", 1)
assert title in mail["Subject"], mail["Subject"]
assert rest.rstrip("\n") in body, "the summary as sealed"
for word in wanted:
    if not word.startswith(("+", "-")):
        assert word in mail["Subject"], (word, mail["Subject"])
for path in edition.iterdir():
    if path.name not in ("manifest.json", "approval.json") and "SHA-256" in body:
        assert hashlib.sha256(path.read_bytes()).hexdigest() in body, path.name
assert str(edition.resolve()) in body, "where they lie"

parts = {part.get_param("filename", header="content-disposition"): part
         for part in old.walk() if part.get_content_disposition() == "attachment"}
files = {}
for part in old.walk():
    if part.get_content_disposition() != "attachment":
        continue
    disposition = dict(part.get_params(header="content-disposition")[1:])
    plain = [v for k, v in part.get_params(header="content-disposition")
             if k == "filename" and isinstance(v, str)]
    assert len(plain) == 1 and plain[0].isascii(), disposition
    told = [email.utils.collapse_rfc2231_value(v) for k, v in part.get_params(header="content-disposition")
            if k == "filename" and not isinstance(v, str)]
    assert len(told) == 1, told
    for line in part.as_bytes().split(b"\n\n")[0].split(b"\n"):  # decoded by itself, no character is cut
        if b"*=" in line:
            urllib.parse.unquote_to_bytes(line.split(b"=", 1)[1].rstrip(b";")).decode()
    by_type = str(make_header(decode_header(part.get_param("name"))))
    assert by_type == told[0], (by_type, told)
    if "figures" not in plain[0]:
        stem = pathlib.Path(told[0]).stem
        assert title in stem or len(stem) <= 60 and stem.endswith(title[-20:]), told
        assert told[0].endswith(pathlib.Path(plain[0]).suffix), told
    assert part["Content-Transfer-Encoding"] == "base64"
    assert told[0] in body, "its name in the text"
    files[plain[0]] = part.get_payload(decode=True)
assert sorted(files) == sorted(w[1:] for w in wanted if w.startswith("+")), sorted(files)
for name, data in files.items():
    assert data == (edition / name).read_bytes(), name
