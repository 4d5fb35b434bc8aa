from typing import Any

from django.core.management.base import BaseCommand

from exercises.search_index import rebuild


class Command(BaseCommand):
    help = "Makes the search index anew: after a restore, or after changes made behind the models."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{rebuild()} guides indexed.")
