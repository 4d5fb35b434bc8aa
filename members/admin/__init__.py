from members.admin import gyms, notices, people

__all__ = ["gyms", "notices", "people"]
