#!/usr/bin/env python3
"""server.py PORT TRUTH [tls] [MECHANISMS]: a small SMTP server that records each line it gets and sends.

It listens on 127.0.0.1 and writes the sessions to the file TRUTH: "C: " and "S: " before each line, "TLS" where
TLS began, "--" between sessions. It refuses recipients that begin with "nobody", messages to "spam", and any
login but apikey with not-a-secret. With "tls", TLS begins with the first byte.
"""
import base64, os, socket, ssl, subprocess, sys, tempfile

port, truth = int(sys.argv[1]), open(sys.argv[2], "w")
implicit = "tls" in sys.argv[3:]
mechanisms = [a for a in sys.argv[3:] if a != "tls"] or ["PLAIN LOGIN"]
tmp = tempfile.mkdtemp()
subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", tmp + "/k", "-out", tmp + "/c", "-days", "30",
                "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(tmp + "/c", tmp + "/k")
os.system("cp %s/c %s.pem" % (tmp, sys.argv[2]))


class Session:
    def __init__(self, conn):
        self.conn = conn
        if implicit:
            self.conn = context.wrap_socket(conn, server_side=True)
            self.note("TLS")
        self.secure = implicit
        self.rest = b""

    def note(self, text):
        truth.write(text + "\n")
        truth.flush()

    def say(self, *lines):
        for l in lines:
            self.note("S: " + l)
        self.conn.sendall("".join(l + "\r\n" for l in lines).encode())

    def line(self):
        while b"\n" not in self.rest:
            data = self.conn.recv(4096)
            if not data:
                raise EOFError
            self.rest += data
        l, self.rest = self.rest.split(b"\n", 1)
        l = l.rstrip(b"\r").decode("utf-8", "surrogateescape")
        self.note("C: " + l)
        return l

    def login(self, user, password):
        if (user, password) == ("apikey", "not-a-secret"):
            self.say("235 2.7.0 Authentication successful")
        else:
            self.say("535 5.7.8 Wrong user name or password")

    def auth(self, words):
        text = lambda s: base64.b64decode(s).decode()
        if words[0].upper() == "PLAIN":
            if len(words) < 2:
                self.say("334 ")
                words.append(self.line())
            self.login(*text(words[1]).split("\0")[1:])
        elif words[0].upper() == "LOGIN":
            if len(words) < 2:
                self.say("334 VXNlcm5hbWU6")
                words.append(self.line())
            self.say("334 UGFzc3dvcmQ6")
            self.login(text(words[1]), text(self.line()))
        else:
            self.say("504 5.5.4 Unrecognized authentication type")

    def run(self):
        self.say("220 mx.example.net ESMTP ready")
        to = []
        while True:
            l = self.line()
            verb = l[:4].upper()
            if verb == "EHLO":
                more = [] if self.secure else ["250-STARTTLS"]
                self.say("250-mx.example.net", "250-PIPELINING", "250-SIZE 10240000", *more, "250-AUTH " + mechanisms[0], "250-8BITMIME", "250 HELP")
            elif verb == "HELO":
                self.say("250 mx.example.net")
            elif verb == "STAR":
                self.say("220 2.0.0 Ready to start TLS")
                self.conn = context.wrap_socket(self.conn, server_side=True)
                self.secure = True
                self.note("TLS")
            elif verb == "AUTH":
                self.auth(l.split()[1:])
            elif verb == "RCPT" and "<nobody" in l:
                self.say("550 5.1.1 No such user here")
            elif verb == "RCPT":
                to.append(l)
                self.say("250 2.1.5 Ok")
            elif verb == "DATA":
                if not to:
                    self.say("554 5.5.1 Error: no valid recipients")
                    continue
                self.say("354 End data with <CR><LF>.<CR><LF>")
                while self.line() != ".":
                    pass
                if any("<spam" in t for t in to):
                    self.say("550-5.7.1 Message looks like spam", "550 5.7.1 See https://example.net/spam")
                else:
                    self.say("250 2.0.0 Ok: queued as 4F2B71")
                to = []
            elif verb == "QUIT":
                self.say("221 2.0.0 Bye")
                return
            elif verb in ("MAIL", "NOOP", "RSET"):
                self.say("250 2.1.0 Ok")
            else:
                self.say("502 5.5.2 Error: command not recognized")


listener = socket.create_server(("127.0.0.1", port))
print("ready", flush=True)
first = True
while True:
    conn, _ = listener.accept()
    conn.settimeout(20)
    if not first:
        truth.write("--\n")
    first = False
    try:
        s = Session(conn)
        s.run()
    except (EOFError, OSError, ValueError) as e:
        print(e, file=sys.stderr)
    s.conn.close()
