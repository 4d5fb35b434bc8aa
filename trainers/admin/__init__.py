from trainers.admin import published_answers

__all__ = ["published_answers"]
