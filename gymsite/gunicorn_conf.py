"""How gunicorn serves the site: `gunicorn --config gymsite/gunicorn_conf.py`."""

import gc
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger
from gunicorn.http import message

from gymsite.environment import env
from gymsite.log_masks import CalendarTokenFilter

# gunicorn allows 8,190 at most or no end at all; a search of 10,000 characters is to get our page.
LONGEST_REQUEST_LINE = message.MAX_REQUEST_LINE = 64 * 1024


def _number(name: str, default: int) -> int:
    value = env.str(name, default=str(default))
    if not value.isdecimal() or int(value) == 0:
        raise SystemExit(f"gymsite: {name} is {value!r}; it must be a whole number above 0.")
    return int(value)


class MaskedLogger(Logger):  # type: ignore[misc]  # gunicorn has no types
    """Its own lines and, where one is asked for, the access log keep no calendar's token."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.addFilter(CalendarTokenFilter())


wsgi_app = "gymsite.wsgi"
bind = f"{env.str('BIND_ADDRESS', default='127.0.0.1')}:{_number('PORT', 8000)}"
logger_class = MaskedLogger
worker_class = "gthread"
workers = _number("WEB_CONCURRENCY", 2)
threads = _number("THREADS", 24)
timeout = 60
graceful_timeout = 20
keepalive = 5
limit_request_line = LONGEST_REQUEST_LINE - 1
max_requests = 100_000
max_requests_jitter = 20_000
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
forwarded_allow_ips = env.str("FORWARDED_ALLOW_IPS", default="127.0.0.1,::1")


def post_worker_init(worker: Any) -> None:
    gc.collect()
    gc.freeze()
