"""What is read of a file: every shape of either app, and what is no such file at all."""

from datetime import UTC, datetime
from typing import BinaryIO
from zoneinfo import ZoneInfo

import pytest

from members.importers.logs import Log, ReadSet
from members.importers.reading import read_log
from tests.members.importing.files import (
    HEVY,
    PUSH,
    STRONG,
    STRONG_BRACKETS,
    STRONG_GERMAN,
    STRONG_OLDEST,
    STRONG_UNITS,
    as_file,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
LONDON = ZoneInfo("Europe/London")


def read(header: str, *rows: str, encoding: str = "utf-8", zone: ZoneInfo = LONDON) -> Log:
    return read_bytes(as_file(header, *rows, encoding=encoding), zone=zone)


def read_bytes(file: BinaryIO, *, zone: ZoneInfo = LONDON) -> Log:
    return read_log(file, zone=zone, now=NOW)


def sets(log: Log) -> list[ReadSet]:
    return [one for _, one in log.sets()]


def only(log: Log) -> ReadSet:
    assert log.problems == []
    (one,) = sets(log)
    return one


def problem(log: Log) -> tuple[object, ...]:
    (one,) = log.problems
    return one["row"], one["column"], one["reason"], one["kept"]


# The shapes of Strong


def test_strong_with_commas() -> None:
    log = read(STRONG, *PUSH)
    assert (log.source, log.rows, log.problem_count) == ("strong", 6, 0)
    (workout,) = log.workouts
    assert workout.starts == datetime(2024, 1, 15, 8, 30)
    assert workout.ends == datetime(2024, 1, 15, 9, 35)
    assert (workout.title, workout.note) == ("Push", "good day")
    bench, plank = workout.items
    assert (bench.name, bench.note, plank.name) == ("Bench Press (Barbell)", "slow", "Plank")
    assert bench.sets == [
        ReadSet("warm_up", 10, "40", "", None, None),
        ReadSet("working", 8, "80", "", None, 1),
        ReadSet("working", 7, "80", "", None, 0),
        ReadSet("drop", 9, "60", "", None, None),
        ReadSet("failure", 6, "60", "", None, None),
    ]
    assert plank.sets == [ReadSet("working", None, "0", "", 60, None)]


def test_strong_with_semicolons_and_units_in_columns() -> None:
    log = read(
        STRONG_UNITS,
        '2022-02-16 17:40:08;"Press";"Overhead Press (Barbell)";1;45;lbs;2;8;;;0;"";"ok";58m',
        '2022-02-16 17:40:08;"Press";"Running";1;;;;;2.4;mi.;2100;"";"";58m',
    )
    assert log.problems == []
    assert sets(log) == [
        ReadSet("working", 2, "45lb", "", None, 2),
        ReadSet("working", None, "", "2.4mi", 2100, None),
    ]
    assert (log.workouts[0].ends - log.workouts[0].starts).seconds == 58 * 60


def test_strong_with_units_in_the_header_and_rows_that_are_no_sets() -> None:
    row = '"1";"2024-01-15 08:30:00";"Push";"3900";"Bench Press (Barbell)"'
    log = read(
        STRONG_BRACKETS,
        f'{row};"1";"80,5";"8";"";"";"";"";""',
        f'{row};"Rest Timer";"";"";"";"";"90";"";""',
        f'{row};"Note";"";"";"";"";"";"two\nlines";""',
        f'{row};"2";"80,5";"7";"";"5200";"";"";""',
    )
    assert log.problems == []
    assert sets(log) == [
        ReadSet("working", 8, "80.5kg", "", None, None),
        ReadSet("working", 7, "80.5kg", "5200m", None, None),
    ]
    assert (log.workouts[0].ends - log.workouts[0].starts).seconds == 3900


def test_strong_in_german() -> None:
    log = read(STRONG_GERMAN, "2024-01-15 08:30:00,Beine,45min,Kniebeuge,1,100.0,5.0,0,0.0,,,")
    assert only(log) == ReadSet("working", 5, "100", "", None, None)
    assert (log.workouts[0].ends - log.workouts[0].starts).seconds == 45 * 60


def test_strong_of_2018_with_the_unit_as_the_header() -> None:
    log = read(STRONG_OLDEST, '2018-03-01 17:00:00;"Run";"Running";1;60;5;2.5;900;"";""')
    assert only(log) == ReadSet("working", 5, "60kg", "2.5km", 900, None)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("2024-01-15 8:30:00\u202fPM", datetime(2024, 1, 15, 20, 30)),
        ("2024-01-15 12:05:00 AM", datetime(2024, 1, 15, 0, 5)),
        ("2024-01-15", datetime(2024, 1, 15)),
        ("15.01.2024 08:30", datetime(2024, 1, 15, 8, 30)),
        ("2024-07-15T08:30:00Z", datetime(2024, 7, 15, 9, 30)),
        ("2024-07-15 08:30:00+05:30", datetime(2024, 7, 15, 4, 0)),
    ],
)
def test_dates_of_strong(text: str, starts: datetime) -> None:
    log = read(STRONG, f"{text},Push,45m,Squat,1,100,5,0,0,,,")
    assert log.problems == []
    assert log.workouts[0].starts == starts


@pytest.mark.parametrize(
    ("text", "minutes"), [("1h 5m", 65), ("2h", 120), ("45min", 45), ("1:05:00", 65), ("0m", 0)]
)
def test_durations_of_strong(text: str, minutes: int) -> None:
    (workout,) = read(STRONG, f"2024-01-15 08:30:00,Push,{text},Squat,1,100,5,0,0,,,").workouts
    assert (workout.ends - workout.starts).seconds == minutes * 60


@pytest.mark.parametrize(
    ("orders", "sizes"), [("W W 1 2 D F", [6]), ("1 2 1 2", [2, 2]), ("W 1 2 1", [3, 1])]
)
def test_numbers_that_begin_again_begin_the_exercise_again(orders: str, sizes: list[int]) -> None:
    row = "2024-01-15 08:30:00,Push,45m,Squat,{},100,5,0,0,,,"
    (workout,) = read(STRONG, *(row.format(order) for order in orders.split())).workouts
    assert [len(item.sets) for item in workout.items] == sizes


def test_a_row_without_reps_time_or_distance_is_counted_and_left_out() -> None:
    log = read(STRONG, "2024-01-15 08:30:00,Push,45m,Squat,1,0,0,0,0,,,")
    assert (log.workouts, log.problems, log.empty) == ([], [], 1)


# The shapes of Hevy


def hevy(rest: str, *, day: str = '"28 Mar 2024, 17:29","28 Mar 2024, 18:30"') -> Log:
    return read(HEVY, f'"Push",{day},"fine","Bench Press (Barbell)",{rest}')


def test_hevy() -> None:
    push = '"Push","28 Mar 2024, 17:29","28 Mar 2024, 18:30","fine"'
    log = read(
        HEVY,
        f'{push},"Bench",7,"wide",0,"warmup",40,10,,,',
        f'{push},"Bench",7,"wide",1,"normal",80,8,,,8.5',
        f'{push},"Row",7,"",0,"dropset",50,0,,,',
        f'{push},"Plank",,"",0,"failure",,,,90,',
        f'{push},"Run",9,"",0,"normal",,,2.5,900,',
    )
    assert (log.source, log.problems) == ("hevy", [])
    (workout,) = log.workouts
    assert workout.starts == datetime(2024, 3, 28, 17, 29)
    assert workout.ends == datetime(2024, 3, 28, 18, 30)
    assert workout.note == "fine"
    assert [(one.name, one.superset, one.note) for one in workout.items] == [
        ("Bench", "A", "wide"),
        ("Row", "A", ""),
        ("Plank", "", ""),
        ("Run", "B", ""),
    ]
    assert sets(log) == [
        ReadSet("warm_up", 10, "40kg", "", None, None),
        ReadSet("working", 8, "80kg", "", None, 1),
        ReadSet("drop", 0, "50kg", "", None, None),
        ReadSet("failure", None, "", "", 90, None),
        ReadSet("working", None, "", "2.5km", 900, None),
    ]


def test_hevy_in_pounds_and_miles() -> None:
    header = HEVY.replace("weight_kg", "weight_lbs").replace("distance_km", "distance_miles")
    row = '"Push","Sep 29, 2025, 3:15 PM","Sep 29, 2025, 4:00 PM",,"Bench",,,0,normal,135,8,0.5,,'
    log = read(header, row)
    assert only(log) == ReadSet("working", 8, "135lb", "0.5mi", None, None)
    assert log.workouts[0].starts == datetime(2025, 9, 29, 15, 15)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("3 févr. 2026, 18:00", datetime(2026, 2, 3, 18)),
        ("3 août 2025, 18:00", datetime(2025, 8, 3, 18)),
        ("3. März 2026, 18:00", datetime(2026, 3, 3, 18)),
        ("3 de mai. de 2026, 18:00", datetime(2026, 5, 3, 18)),
        ("3 juil. 2025, 18:00", datetime(2025, 7, 3, 18)),
        ("2026-05-02 09:13:00", datetime(2026, 5, 2, 9, 13)),
        ("2025-09-20T18:00:00", datetime(2025, 9, 20, 18)),
    ],
)
def test_dates_of_hevy(text: str, day: datetime) -> None:
    log = hevy(",,0,normal,80,8,,,", day=f'"{text}",""')
    assert log.problems == []
    assert log.workouts[0].starts == day


def test_an_exercise_done_twice_in_a_workout_stays_two() -> None:
    row = '"Push","28 Mar 2024, 17:29","",,"Bench",,,{},normal,80,8,,,'
    log = read(HEVY, *(row.format(place) for place in (0, 1, 0, 1)))
    assert [len(item.sets) for item in log.workouts[0].items] == [2, 2]


def test_rows_of_one_workout_need_not_stand_together() -> None:
    push, pull = (f"2024-01-1{day} 08:30:00,Day,1h,Squat,1,80,8,0,0,,," for day in (5, 6))
    log = read(STRONG, push, pull, push.replace(",1,80", ",2,90"))
    assert [len(one.items[0].sets) for one in log.workouts] == [2, 1]


# Encodings, delimiters, cells


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_encodings(encoding: str) -> None:
    log = read(STRONG, "2024-01-15 08:30:00,Übung,1h,Développé,1,80,8,0,0,,,", encoding=encoding)
    assert log.workouts[0].title == "Übung"
    assert log.workouts[0].items[0].name == "Développé"


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_delimiters(delimiter: str) -> None:
    row = "2024-01-15 08:30:00,Push,1h,Squat,1,80,8,0,0,,,"
    log = read(*(line.replace(",", delimiter) for line in (STRONG, row)))
    assert only(log).reps == 8


def test_a_line_that_names_the_separator_is_no_header() -> None:
    row = "2024-01-15 08:30:00;Push;1h;Squat;1;82,5;8;0;0;;;"
    assert only(read("sep=;", STRONG.replace(",", ";"), row)).load == "82.5"


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_line_endings(ending: str) -> None:
    assert len(sets(read_bytes(as_file(ending.join([STRONG, *PUSH]))))) == 6


def test_what_a_line_cannot_hold_is_left_out_of_texts() -> None:
    title = '"a\x00b\x07 <b>bold</b>"'
    row = f'2024-01-15 08:30:00,{title},1h,"=HYPERLINK(""x"")",1,80,8,0,0,"two\nlines",,'
    (workout,) = read(STRONG, row).workouts
    assert workout.title == "ab ‹b>bold‹/b>"
    assert workout.items[0].name == '=HYPERLINK("x")'
    assert workout.items[0].note == "two lines"


def test_long_texts_are_shortened() -> None:
    row = f"2024-01-15 08:30:00,{'t' * 900},1h,{'n' * 900},1,80,8,0,0,{'a' * 900},{'w' * 900},"
    (workout,) = read(STRONG, row).workouts
    assert [len(text) for text in (workout.title, workout.note)] == [80, 500]
    assert [len(text) for text in (workout.items[0].name, workout.items[0].note)] == [120, 300]
    assert workout.title.endswith("…")


# Nonsense in a row


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ("Squat,1,80,eight,0,0,,,", "Reps", "“eight” is not a number"),
        ("Squat,1,80,-5,0,0,,,", "Reps", "-5 is not between 0 and 500"),
        ("Squat,1,80,8-10,0,0,,,", "Reps", "“8-10” is not a number"),
        ("Squat,1,80,7.5,0,0,,,", "Reps", "7.5 is not a whole number"),
        ("Squat,1,80,501,0,0,,,", "Reps", "501 is not between 0 and 500"),
        ("Squat,1,1e3,8,0,0,,,", "Weight", "“1e3” is not a number"),
        ("Squat,1,NaN,8,0,0,,,", "Weight", "“NaN” is not a number"),
        ("Squat,1,=1+1,8,0,0,,,", "Weight", "“=1+1” is not a number"),
        ("Squat,1,10000,8,0,0,,,", "Weight", "10000 is not between 0 and 2,205"),
        ("Squat,1,-80,8,0,0,,,", "Weight", "-80 is not between 0 and 2,205"),
        ("Squat,Z,80,8,0,0,,,", "Set Order", "“z” is not a number"),
        ("Squat,,80,8,0,0,,,", "Set Order", "is empty; a number, W, D or F belongs here"),
        ("Squat,1,80,0,0,99999,,,", "Seconds", "99999 is not between 0 and 86,400"),
        ("Run,1,0,0,300000,9,,,", "Distance", "300000 is not between 0 and 200,000"),
        (",1,80,8,0,0,,,", "Exercise Name", "the name of the exercise is missing"),
    ],
)
def test_nonsense_is_listed_with_row_and_column_and_the_rest_goes_on(
    cells: str, column: str, reason: str
) -> None:
    log = read(STRONG, PUSH[0], "", f"2024-01-15 08:30:00,Push,1h,{cells}", PUSH[1])
    assert problem(log) == (4, column, reason, False)
    assert len(sets(log)) == 2


@pytest.mark.parametrize(
    ("date", "reason"),
    [
        ("2026-06-01 13:30:00", "2026-06-01 lies in the future"),
        ("9999-12-31 23:59:59", "9999-12-31 lies in the future"),
        ("0001-01-01 00:00:00", "1-01-01 is too long ago"),
        ("2024-02-30 08:00:00", "“2024-02-30 08:00:00” is not a date that exists"),
        ("15/01/2024", "“15/01/2024” is not a date that we know"),
        ("yesterday", "“yesterday” is not a date that we know"),
        ("", "“” is not a date that we know"),
        ("0001-01-01T00:00:00+05:00", "the date is out of range"),
    ],
)
def test_dates_that_are_none(date: str, reason: str) -> None:
    log = read(STRONG, f"{date},Push,1h,Squat,1,80,8,0,0,,,")
    assert problem(log)[1:3] == ("Date", reason)


def test_the_future_begins_now_where_the_member_is() -> None:
    row = "2026-06-01 13:30:00,Push,1h,Squat,1,80,8,0,0,,,"  # 12:30 UTC in London, 11:30 in Berlin
    assert read(STRONG, row).problem_count == 1
    assert read(STRONG, row, zone=ZoneInfo("Europe/Berlin")).problem_count == 0


@pytest.mark.parametrize(
    ("rpe", "rir"), [("10", 0), ("9.5", 0), ("9", 1), ("8,5", 1), ("5", 5), ("", None), ("0", None)]
)
def test_rpe_becomes_reps_in_reserve_rounded_down(rpe: str, rir: int | None) -> None:
    row = f"2024-01-15 08:30:00;Push;1h;Squat;1;80;8;0;0;;;{rpe}"
    assert only(read(STRONG.replace(",", ";"), row)).rir == rir


@pytest.mark.parametrize("rpe", ["4.5", "11", "hard"])
def test_an_rpe_that_says_nothing_is_listed_and_the_set_kept(rpe: str) -> None:
    log = read(STRONG, f"2024-01-15 08:30:00,Push,1h,Squat,1,80,8,0,0,,,{rpe}")
    assert problem(log)[1] == "RPE"
    assert problem(log)[3] is True
    assert [one.rir for one in sets(log)] == [None]


def test_help_may_be_written_below_zero() -> None:
    log = read(STRONG, "2024-01-15 08:30:00,Pull,1h,Pull Up (Assisted),1,-20,8,0,0,,,")
    assert only(log).load == "20"


@pytest.mark.parametrize(
    ("duration", "reason"),
    [
        ("30h", "the workout lasted longer than a day"),
        ("soon", "“soon” is not a duration"),
    ],
)
def test_a_workout_whose_end_makes_no_sense_ends_as_it_starts(duration: str, reason: str) -> None:
    log = read(STRONG, f"2024-01-15 08:30:00,Push,{duration},Squat,1,80,8,0,0,,,")
    assert problem(log)[1:] == ("Duration", reason, True)
    assert log.workouts[0].ends == log.workouts[0].starts


def test_a_hevy_workout_that_ends_before_it_starts_ends_as_it_starts() -> None:
    log = hevy(",,0,normal,80,8,,,", day='"28 Mar 2024, 17:29","28 Mar 2024, 16:30"')
    assert problem(log)[1] == "end_time"
    assert log.workouts[0].ends == log.workouts[0].starts


def test_an_unknown_type_of_set_is_listed() -> None:
    log = hevy(",,0,cluster,80,8,,,")
    assert problem(log)[1] == "set_type"


def test_only_the_first_problems_are_kept_and_all_are_counted() -> None:
    log = read(STRONG, *(["2024-01-15 08:30:00,Push,1h,Squat,1,80,x,0,0,,,"] * 70))
    assert (len(log.problems), log.problem_count) == (50, 70)


def test_a_workout_of_too_many_sets_is_cut_and_said() -> None:
    log = read(STRONG, *(["2024-01-15 08:30:00,Push,1h,Squat,1,80,5,0,0,,,"] * 502))
    assert (len(sets(log)), log.problem_count) == (500, 2)
