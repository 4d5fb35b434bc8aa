"""A real SMTP server on the loopback, which keeps what it gets or refuses it."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


class MailServer:
    """`answer` is what it says to the next mail; `pause` how long it thinks, before and after."""

    def __init__(self) -> None:
        self.answer = "250 OK"
        self.pause = 0.0
        self.mails: list[EmailMessage] = []
        self.refused = 0
        self.port = _free_port()
        self._got_one = threading.Condition()

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        time.sleep(self.pause)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not self.answer.startswith("250"):
            self.refused += 1
            return self.answer
        content: Any = envelope.content
        with self._got_one:
            self.mails.append(message_from_bytes(content, policy=policy.default))
            self._got_one.notify_all()
        time.sleep(self.pause)
        return self.answer

    def wait_for(self, number: int, limit: float = 30) -> None:
        with self._got_one:
            assert self._got_one.wait_for(lambda: len(self.mails) >= number, limit)


@contextmanager
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    controller = Controller(server, hostname="127.0.0.1", port=server.port)
    controller.start()
    try:
        yield server
    finally:
        controller.stop()


def part(mail: EmailMessage, kind: str) -> str:
    """The text of a mail: "plain" or "html"."""
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port
