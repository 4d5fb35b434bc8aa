"""Files as Strong and Hevy export them."""

from datetime import datetime, timedelta
from io import BytesIO
from typing import BinaryIO

from django.core.files.uploadedfile import SimpleUploadedFile

STRONG = (
    "Date,Workout Name,Duration,Exercise Name,Set Order,Weight,Reps,Distance,Seconds,Notes,"
    "Workout Notes,RPE"
)
STRONG_UNITS = (
    "Date;Workout Name;Exercise Name;Set Order;Weight;Weight Unit;Reps;RPE;Distance;Distance Unit;"
    "Seconds;Notes;Workout Notes;Workout Duration"
)
STRONG_BRACKETS = (
    '"Workout #";"Date";"Workout Name";"Duration (sec)";"Exercise Name";"Set Order";"Weight (kg)";'
    '"Reps";"RPE";"Distance (meters)";"Seconds";"Notes";"Workout Notes"'
)
STRONG_GERMAN = (
    "Datum,Workout-Name,Dauer,Name der Übung,Reihenfolge festlegen,Gewicht,Wiederh.,Entfernung,"
    "Sekunden,Notizen,Workout-Notizen,RPE"
)
STRONG_OLDEST = "Date;Workout Name;Exercise Name;Set Order;kg;Reps;km;Seconds;Notes;Workout Notes"
HEVY = (
    "title,start_time,end_time,description,exercise_title,superset_id,exercise_notes,set_index,"
    "set_type,weight_kg,reps,distance_km,duration_seconds,rpe"
)
PUSH = (
    '2024-01-15 08:30:00,"Push",1h 5m,"Bench Press (Barbell)",W,40,10,0,0,"slow","good day",',
    '2024-01-15 08:30:00,"Push",1h 5m,"Bench Press (Barbell)",1,80,8,0,0,,,8.5',
    '2024-01-15 08:30:00,"Push",1h 5m,"Bench Press (Barbell)",2,80,7,0,0,,,10',
    '2024-01-15 08:30:00,"Push",1h 5m,"Bench Press (Barbell)",D,60,9,0,0,,,',
    '2024-01-15 08:30:00,"Push",1h 5m,"Bench Press (Barbell)",F,60,6,0,0,,,',
    '2024-01-15 08:30:00,"Push",1h 5m,"Plank",1,0,0,0,60,,,',
)


def as_file(header: str, *rows: str, encoding: str = "utf-8") -> BinaryIO:
    return BytesIO("\n".join([header, *rows]).encode(encoding))


def as_upload(header: str, *rows: str, name: str = "strong.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, as_file(header, *rows).read(), "text/csv")


def strong_rows(workouts: int, *, sets: int = 20) -> list[str]:
    """A long history: so many workouts, one a day, of so many sets."""
    first = datetime(2010, 1, 1, 18)
    return [
        f"{first + timedelta(hours=12 * day):%Y-%m-%d %H:%M:%S},Day {day % 3},1h,"
        f"{('Squat (Barbell)', 'Bench Press (Barbell)', 'Deadlift (Barbell)')[order % 3]},"
        f"{order + 1},{40 + order % 40 * 2.5},{5 + order % 6},0,0,a note about the set,,8"
        for day in range(workouts)
        for order in range(sets)
    ]
