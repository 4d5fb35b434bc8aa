import logging
import signal
import time
from argparse import ArgumentParser
from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection
from django.utils.autoreload import run_with_reloader

from gymsite import clock
from members.notices import send_due

logger = logging.getLogger(__name__)

LOOK = 1.0
AFTER_A_FAULT = 5.0


class Command(BaseCommand):
    help = "The one clock: send what is due, and do all that time alone causes."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, default=30.0, help="seconds (default: 30)")
        parser.add_argument("--once", action="store_true", help="do what is due, then end")

    def handle(self, *args: Any, every: float, once: bool, **options: Any) -> None:
        self.stop = Event()
        if once:
            clock.tick()
            send_due()
        elif settings.DEBUG:
            run_with_reloader(self.run, every)
        else:
            signal.signal(signal.SIGTERM, lambda *_: self.stop.set())
            signal.signal(signal.SIGINT, lambda *_: self.stop.set())
            self.run(every)

    def run(self, every: float) -> None:
        """Look for mail every second, beat every `every` seconds; end between two mails."""
        next_beat = time.monotonic()
        while not self.stop.is_set():
            pause = LOOK
            try:
                send_due(self.stop.is_set)
                if time.monotonic() >= next_beat:
                    next_beat = time.monotonic() + every
                    clock.tick()
            except (OperationalError, InterfaceError) as error:
                logger.error("The database did not answer: %s", type(error).__name__)
                connection.close()
                pause = AFTER_A_FAULT
            self.stop.wait(pause)
