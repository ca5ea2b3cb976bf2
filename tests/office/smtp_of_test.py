"""A mail server that says what a test tells it to, on a free port of this machine."""

import socketserver
import threading
from contextlib import contextmanager


@contextmanager
def mail_server(recipient="250 ok", accepted="250 kept", farewell="221 bye"):
    """Yield (address, kept mails); an empty answer closes the line in silence."""
    kept = []

    class Session(socketserver.StreamRequestHandler):
        def handle(self):
            self.say("220 test")
            while line := self.rfile.readline().decode().strip():
                word = line.split(":")[0].upper()
                if word == "DATA":
                    self.say("354 go on")
                    kept.append(b"".join(iter(self.rfile.readline, b".\r\n")).decode())
                    answer = accepted
                else:
                    answer = {"RCPT TO": recipient, "QUIT": farewell}.get(word, "250 ok")
                if not answer:
                    return
                self.say(answer)

        def say(self, words):
            self.wfile.write(f"{words}\r\n".encode())

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Session) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"smtp://127.0.0.1:{server.server_address[1]}", kept
        server.shutdown()
