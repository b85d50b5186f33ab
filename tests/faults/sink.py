"""A mail server on the loopback that does as it is told, and remembers what it took.

`sink.does["ann@example.org"]` says what happens to a message for Ann, by one of these:

| "421", "450", "550" | that answer to the receiver |
| "451 words", "554 words" | that answer to the whole message |
| "hangs", "hangs with the words" | no answer to the receiver, or to the whole message, until the sink is closed |
| "drops at DATA" | the connection is gone when the words are announced |
| "drops in the words" | it is gone when half of them have come (of long ones) |
| "takes and drops" | it has the message, and is gone before it says so |

Anyone else's is taken. What was taken stands in `sink.taken` as (Message-ID, receiver), once for each copy.
"""

import re
import socket
import socketserver
import threading
import time

SAID_BY_A_SERVER = {"421": "closing", "450": "busy", "451": "try later", "550": "nobody here", "554": "not these words"}
MESSAGE_ID = re.compile(rb"^Message-ID: *(<[^>]+>)", re.IGNORECASE | re.MULTILINE)


class Dropped(Exception):
    """The server ends the conversation without a word."""


class Talk(socketserver.StreamRequestHandler):
    def handle(self):
        try:
            self.say("220 sink")
            while line := self.rfile.readline(1000):
                if not self.answer(line.decode("latin-1").strip()):
                    break
        except (Dropped, OSError):
            pass

    def answer(self, line: str) -> bool:
        """Answer one command; False ends the conversation."""
        command = line[:4].upper()
        if command == "RCPT":
            self.receiver = line[line.index("<") + 1 : line.index(">")]
            self.say(self.reply_to_the_receiver())
        elif command == "DATA":
            self.take_words()
        else:
            self.say("221 bye" if command == "QUIT" else "250 sink")
        return command != "QUIT"

    @property
    def told(self) -> str:
        return self.server.sink.does.get(self.receiver, "")

    def reply_to_the_receiver(self) -> str:
        if self.told == "hangs":
            self.server.sink.closing.wait()
        return f"{self.told} {SAID_BY_A_SERVER[self.told]}" if self.told in SAID_BY_A_SERVER else "250 yes"

    def take_words(self):
        if self.told == "drops at DATA":
            raise Dropped
        self.say("354 go on")
        words = self.read_words()
        if self.told == "hangs with the words":
            self.server.sink.closing.wait()
        if self.told.endswith(" words") and self.told[:3].isdigit():
            return self.say(f"{self.told[:3]} {SAID_BY_A_SERVER[self.told[:3]]}")
        self.server.sink.take(MESSAGE_ID.search(words)[1].decode(), self.receiver)
        if self.told == "takes and drops":
            raise Dropped
        return self.say("250 taken")

    def read_words(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            if not line or (self.told == "drops in the words" and len(lines) > 5):
                raise Dropped
            lines.append(line)
        return b"".join(lines)

    def say(self, words: str):
        self.wfile.write(words.encode() + b"\r\n")


class Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def server_bind(self):
        # Little fits between two programs then: a long message is still being given when the sink goes away.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 64_000)
        super().server_bind()


class Sink:
    def __init__(self):
        self.does: dict[str, str] = {}
        self.taken: list[tuple[str, str]] = []
        self.seconds_a_message = 0.0
        self.closing = threading.Event()
        self.server = Server(("127.0.0.1", 0), Talk)
        self.server.sink = self
        self.port = self.server.server_address[1]

    def take(self, message_id: str, receiver: str):
        self.taken.append((message_id, receiver))
        time.sleep(self.seconds_a_message)

    def copies(self, receiver: str) -> int:
        return sum(taken == receiver for _, taken in self.taken)

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()
