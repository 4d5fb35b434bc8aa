"""Heavy work that may be run again; arguments are ids."""

from uuid import UUID

from django_tasks import task


@task
def import_write(uuid: str) -> None:
    from members.imports import import_run

    import_run(uuid=UUID(uuid))
