from trainers.admin import people, published_answers

__all__ = ["people", "published_answers"]
