from trainers.models.assignments import Assignment, AssignmentSet, AssignmentSetItem
from trainers.models.availability import DateOverride, SessionType, TimeOff, WeeklyHours
from trainers.models.bookings import Booking, BookingEvent, MemberClaim, TrainerClaim
from trainers.models.calendars import CalendarFeed
from trainers.models.people import Client, ClientNote, ClientRequest, Trainer, WorkoutRead
from trainers.models.questions import Message, PublishedAnswer, Question
from trainers.models.waitlist import WaitlistEntry

__all__ = [
    "Assignment",
    "AssignmentSet",
    "AssignmentSetItem",
    "Booking",
    "BookingEvent",
    "CalendarFeed",
    "Client",
    "ClientNote",
    "ClientRequest",
    "DateOverride",
    "MemberClaim",
    "Message",
    "PublishedAnswer",
    "Question",
    "SessionType",
    "TimeOff",
    "Trainer",
    "TrainerClaim",
    "WaitlistEntry",
    "WeeklyHours",
    "WorkoutRead",
]
