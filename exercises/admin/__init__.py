from exercises.admin import anatomy, guides, pictures, variations

__all__ = ["anatomy", "guides", "pictures", "variations"]
