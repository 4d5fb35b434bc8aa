from members.models.gyms import Gym, GymClosure, GymHours, Weekday
from members.models.imports import ImportBatch, ImportedName, WorkoutImport
from members.models.mails import OptionalMail, RefusedMail
from members.models.notices import Notice
from members.models.people import Goal, Member, ReadinessCheck, Unit, User
from members.models.plans import Plan, PlanDay, PlanItem, SavedExercise
from members.models.prescriptions import BOXES, Prescription
from members.models.workouts import ItemState, SetEntry, SetKind, Workout, WorkoutItem

__all__ = [
    "BOXES",
    "Goal",
    "Gym",
    "GymClosure",
    "GymHours",
    "ImportBatch",
    "ImportedName",
    "ItemState",
    "Member",
    "Notice",
    "OptionalMail",
    "Plan",
    "PlanDay",
    "PlanItem",
    "Prescription",
    "ReadinessCheck",
    "RefusedMail",
    "SavedExercise",
    "SetEntry",
    "SetKind",
    "Unit",
    "User",
    "Weekday",
    "Workout",
    "WorkoutImport",
    "WorkoutItem",
]
