from trainers.admin import bookings, hours, people, published_answers

__all__ = ["bookings", "hours", "people", "published_answers"]
