from typing import Any

from django.core.management.base import BaseCommand

from exercises.pictures import delete_unused_files, stored_stems, used_stems


class Command(BaseCommand):
    help = "Deletes the files of pictures that no row uses, such as a crash can leave behind."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = delete_unused_files(sorted(stored_stems() - used_stems()))
        self.stdout.write(f"{deleted} files deleted.")
