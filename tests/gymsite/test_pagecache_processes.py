"""The page cache in real gunicorn processes, configured as in production."""

import os
import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from exercises.models import Exercise
from tests.factories import make_exercise
from tests.servers import get, gunicorn

pytestmark = pytest.mark.django_db(transaction=True)


class Database:
    """The tests' database as a server reaches it, with a switch."""

    def __init__(self, folder: Path) -> None:
        self.name = str(connection.settings_dict["NAME"])
        self.link = folder / "database"

    @property
    def url(self) -> str:
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.link / Path(self.name).name}"
        return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{self.name}").geturl()

    def switch(self, *, on: bool) -> None:
        if connection.vendor == "sqlite":
            self.link.unlink(missing_ok=True)
            if on:
                self.link.symlink_to(Path(self.name).parent)
            return
        connection.close()
        with connection._nodb_cursor() as cursor:
            name = connection.ops.quote_name(self.name)
            cursor.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS {on}")
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [self.name],
            )


@pytest.fixture(scope="module")
def database(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Database:
    database = Database(tmp_path_factory.mktemp("link"))
    if connection.vendor == "sqlite":
        database.switch(on=True)
    return database


def serving(database: Database) -> AbstractContextManager[int]:
    return gunicorn(
        "--config=gymsite/gunicorn_conf.py", "--workers=1", TEST_DATABASE_URL=database.url
    )


@pytest.fixture(scope="module")
def port(database: Database) -> Iterator[int]:
    with serving(database) as port:
        yield port


def test_an_edit_shows_in_every_process_within_five_seconds(port: int, database: Database) -> None:
    guide = make_exercise(summary="Before the edit.")
    path = guide.get_absolute_url()
    with serving(database) as other_port:
        waiting = {port, other_port}
        for each in waiting:
            assert b"Before the edit." in get(each, path).body
        Exercise.objects.filter(pk=guide.pk).update(summary="After the edit.")
        end = time.monotonic() + 5
        while waiting and time.monotonic() < end:
            waiting = {each for each in waiting if b"After the edit." not in get(each, path).body}
            time.sleep(0.1)
    assert not waiting


def test_slow_clients_do_not_stop_a_page(port: int) -> None:
    with ExitStack() as clients:
        for sent in [b""] * 8 + [b"GET / HTTP/1.1\r\nHost: loc"] * 8:
            client = clients.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(sent)
        assert get(port, "/robots.txt", timeout=4).status == 200


def test_a_cached_guide_is_served_while_the_database_is_away(port: int, database: Database) -> None:
    cached, uncached = (make_exercise().get_absolute_url() for _ in range(2))
    before = get(port, cached)
    assert before.status == 200
    database.switch(on=False)
    try:
        end = time.monotonic() + 2.5
        while time.monotonic() < end:
            assert get(port, cached).body == before.body
            assert get(port, uncached).status == 503
            time.sleep(0.2)
    finally:
        database.switch(on=True)
    assert get(port, uncached).status == 200
