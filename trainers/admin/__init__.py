from trainers.admin import people

__all__ = ["people"]
