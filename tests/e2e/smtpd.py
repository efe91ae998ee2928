#!/usr/bin/env python3
"""smtpd.py FOLDER [--size N] [--auth USER:PASSWORD] [--tls CERT KEY] [--smtps CERT KEY]: a mail
server for tests, on a free port of 127.0.0.1 that it writes into FOLDER/port. Every mail that
it takes becomes FOLDER/<n>.eml, its envelope FOLDER/<n>.to; every command goes to FOLDER/log.
What it does with a mail, the recipient's name says:

  refuse-* 550 to RCPT        later-* 451 to RCPT        spam-* 554 after the dot
  busy-*   452 after the dot  full-*  552 after the dot while the mail has a file
  cut-*    the connection ends amid the data             mute-* it ends after the dot,
  slow-*   the answer after the dot waits for FOLDER/go  without an answer; the mail is taken
  half-*   it ends amid the answer after the dot; the mail is taken"""
import argparse
import base64
import itertools
import os
import socketserver
import ssl
import threading
import time

numbers = itertools.count(1)
lock = threading.Lock()


class Session(socketserver.StreamRequestHandler):
    def setup(self):
        self.secure = False
        if options.smtps:
            self.request = secured(self.request)
            self.secure = True
        super().setup()

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")
        self.wfile.flush()

    def note(self, line):
        with lock, open(os.path.join(options.folder, "log"), "a", encoding="utf-8") as log:
            log.write(line + "\n")

    def handle(self):
        self.known, self.to, self.size = options.auth is None, None, 0
        try:
            self.say("220 mail.example ESMTP")
            while True:
                line = self.rfile.readline()
                if not line:
                    return
                line = line.decode("latin-1").rstrip("\r\n")
                self.note(line)
                verb = line.split(" ")[0].upper()
                if verb == "QUIT":
                    return self.say("221 2.0.0 bye")
                if not getattr(self, "do_" + verb.lower(), self.unknown)(line):
                    return
        except (ConnectionError, ssl.SSLError):
            return

    def unknown(self, line):
        self.say("502 5.5.2 not known")
        return True

    def do_ehlo(self, line):
        offers = ["mail.example"]
        if options.tls and not self.secure:
            offers.append("STARTTLS")
        if options.size:
            offers.append(f"SIZE {options.size}")
        if options.auth and (self.secure or not options.tls):
            offers.append("AUTH PLAIN")
        for i, offer in enumerate(offers):
            self.say(("250 " if i + 1 == len(offers) else "250-") + offer)
        return True

    def do_starttls(self, line):
        self.say("220 2.0.0 go on")
        self.request = secured(self.request)
        self.secure = True
        self.rfile = self.request.makefile("rb")
        self.wfile = self.request.makefile("wb")
        return True

    def do_auth(self, line):
        words = line.split(" ")
        if len(words) < 3:
            self.say("334 ")
            words.append(self.rfile.readline().decode().strip())
        secret = base64.b64decode(words[2]).split(b"\0")
        self.known = b":".join(secret[1:]).decode() == options.auth
        self.say("235 2.7.0 welcome" if self.known else "535 5.7.8 user or password is wrong")
        return True

    def do_mail(self, line):
        if not self.known:
            self.say("530 5.7.0 log in first")
            return True
        told = [int(w[5:]) for w in line.split(" ") if w.upper().startswith("SIZE=")]
        if options.size and told and told[0] > options.size:
            self.say("552 5.3.4 too large")
            return True
        self.to = None
        self.say("250 2.1.0 ok")
        return True

    def do_rset(self, line):
        self.say("250 2.0.0 ok")
        return True

    def do_rcpt(self, line):
        address = line[line.index("<") + 1:line.index(">")]
        if address.startswith("refuse-"):
            self.say("550 5.1.1 no such mailbox")
        elif address.startswith("later-"):
            self.say("451 4.2.0 try again later")
        else:
            self.to = address
            self.say("250 2.1.5 ok")
        return True

    def do_data(self, line):
        lines = []
        self.say("354 go on")
        if self.to.startswith("cut-"):
            self.rfile.read(10000)
            return False
        while True:
            line = self.rfile.readline()
            if not line:
                return False
            if line == b".\r\n":
                break
            lines.append(line[1:] if line.startswith(b".") else line)
        return self.answer(b"".join(lines))

    def answer(self, mail):
        if self.to.startswith("spam-"):
            self.say("554 5.7.1 not wanted")
        elif self.to.startswith("busy-"):
            self.say("452 4.3.1 no room at present")
        elif self.to.startswith("full-") and b"attachment" in mail:
            self.say("552 5.2.2 over quota")
        else:
            self.keep(mail)
            if self.to.startswith("mute-"):
                return False
            if self.to.startswith("half-"):
                self.say("250-2.0.0 taken")
                return False
            while self.to.startswith("slow-") and not os.path.exists(os.path.join(options.folder, "go")):
                time.sleep(0.02)
            self.say("250 2.0.0 taken")
        return True

    def keep(self, mail):
        path = os.path.join(options.folder, str(next(numbers)))
        with open(path + ".eml", "wb") as file:
            file.write(mail)
        with open(path + ".to", "w", encoding="utf-8") as file:
            file.write(self.to + "\n")


def secured(connection):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*(options.smtps or options.tls))
    return context.wrap_socket(connection, server_side=True)


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request, client_address):
        pass


parser = argparse.ArgumentParser()
parser.add_argument("folder")
parser.add_argument("--size", type=int)
parser.add_argument("--auth")
parser.add_argument("--tls", nargs=2)
parser.add_argument("--smtps", nargs=2)
options = parser.parse_args()
os.makedirs(options.folder, exist_ok=True)
with Server(("127.0.0.1", 0), Session) as server:
    port = os.path.join(options.folder, "port")
    with open(port + ".new", "w", encoding="ascii") as file:
        file.write(str(server.server_address[1]))
    os.rename(port + ".new", port)
    server.serve_forever()
