from trainers.models.assignments import Assignment, AssignmentSet, AssignmentSetItem
from trainers.models.people import Client, ClientNote, ClientRequest, Trainer, WorkoutRead
from trainers.models.questions import Message, PublishedAnswer, Question

__all__ = [
    "Assignment",
    "AssignmentSet",
    "AssignmentSetItem",
    "Client",
    "ClientNote",
    "ClientRequest",
    "Message",
    "PublishedAnswer",
    "Question",
    "Trainer",
    "WorkoutRead",
]
