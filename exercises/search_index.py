"""The rows that search reads, kept true by every write of the catalogue."""


def refresh(guides: set[int]) -> None:
    """Bring the index up to date for these guides (by primary key)."""
