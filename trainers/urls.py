from django.urls import URLPattern, path, re_path

from trainers.views import (
    asking,
    assigning,
    assignment_sets,
    assignments,
    booking,
    booking_changes,
    bookings,
    calendars,
    client_list,
    client_notes,
    client_page,
    client_training,
    coach,
    coach_booking,
    coach_bookings,
    coach_changes,
    hours,
    inbox,
    my_trainers,
    publishing,
    questions,
    session_types,
    time_off,
    trainers,
    waitlist,
    week,
)

app_name = "trainers"
urlpatterns: list[URLPattern] = [
    # Trainers
    path("trainers/", trainers.trainer_list, name="trainer_list"),
    path("trainers/free/soon/", trainers.trainers_soon, name="trainers_soon"),
    path("trainers/<slug:slug>/", trainers.trainer_detail, name="trainer_detail"),
    # Questions
    path("ask/<slug:exercise>/", asking.question_create, name="question_create"),
    path("me/questions/", questions.question_list, name="question_list"),
    path("me/questions/<uuid:uuid>/", questions.question_detail, name="question_detail"),
    path("me/questions/<uuid:uuid>/reply/", questions.question_reply, name="question_reply"),
    path("me/questions/<uuid:uuid>/resolve/", questions.question_resolve, name="question_resolve"),
    path(
        "me/questions/<uuid:uuid>/publishing/",
        questions.question_publishing,
        name="question_publishing",
    ),
    path(
        "me/questions/<uuid:uuid>/agree/",
        questions.published_answer_agree,
        name="published_answer_agree",
    ),
    path(
        "me/questions/<uuid:uuid>/decline/",
        questions.published_answer_decline,
        name="published_answer_decline",
    ),
    # Assignments
    path("coach/assign/", assignment_sets.assignment_set_list, name="assignment_set_list"),
    path("coach/assign/new/", assignment_sets.assignment_set_create, name="assignment_set_create"),
    path(
        "coach/assign/<uuid:uuid>/", assigning.assignment_set_detail, name="assignment_set_detail"
    ),
    path(
        "coach/assign/<uuid:uuid>/search/",
        assignment_sets.assignment_set_search,
        name="assignment_set_search",
    ),
    path(
        "coach/assign/<uuid:uuid>/items/add/",
        assignment_sets.assignment_set_item_create,
        name="assignment_set_item_create",
    ),
    path(
        "coach/assign/<uuid:uuid>/send/", assigning.assignment_set_send, name="assignment_set_send"
    ),
    path(
        "coach/assign/<uuid:uuid>/delete/",
        assignment_sets.assignment_set_delete,
        name="assignment_set_delete",
    ),
    *(
        path(f"coach/assign/items/<int:pk>/{act}/", view, name=f"assignment_set_item_{name}")
        for act, name, view in (
            ("edit", "update", assignment_sets.assignment_set_item_update),
            ("move", "move", assignment_sets.assignment_set_item_move),
            ("delete", "delete", assignment_sets.assignment_set_item_delete),
        )
    ),
    path(
        "coach/assignments/<uuid:uuid>/edit/",
        assigning.assignment_update,
        name="assignment_update",
    ),
    path(
        "coach/assignments/<uuid:uuid>/withdraw/",
        assigning.assignment_withdraw,
        name="assignment_withdraw",
    ),
    path("me/assignments/", assignments.assignment_list, name="assignment_list"),
    path("me/assignments/<uuid:uuid>/take/", assignments.assignment_take, name="assignment_take"),
    path(
        "me/assignments/<uuid:uuid>/decline/",
        assignments.assignment_decline,
        name="assignment_decline",
    ),
    # Clients
    path("me/trainers/", my_trainers.my_trainers, name="my_trainers"),
    path("me/trainers/invite/<slug:slug>/", my_trainers.client_invite, name="client_invite"),
    path(
        "me/trainers/requests/<uuid:request_id>/accept/",
        my_trainers.client_request_accept,
        name="client_request_accept",
    ),
    path(
        "me/trainers/requests/<uuid:request_id>/decline/",
        my_trainers.client_request_decline,
        name="client_request_decline",
    ),
    path(
        "me/trainers/requests/<uuid:request_id>/withdraw/",
        my_trainers.client_request_withdraw,
        name="client_request_withdraw",
    ),
    path("me/trainers/<uuid:client>/rights/", my_trainers.client_rights, name="client_rights"),
    path("me/trainers/<uuid:client>/end/", my_trainers.client_end, name="client_end"),
    path("coach/clients/", client_list.client_list, name="client_list"),
    path(
        "coach/requests/<uuid:request_id>/accept/",
        client_list.coach_request_accept,
        name="coach_request_accept",
    ),
    path(
        "coach/requests/<uuid:request_id>/decline/",
        client_list.coach_request_decline,
        name="coach_request_decline",
    ),
    path(
        "coach/requests/<uuid:request_id>/withdraw/",
        client_list.coach_request_withdraw,
        name="coach_request_withdraw",
    ),
    path(
        "coach/questions/<uuid:question>/ask-to-follow/",
        client_list.client_ask,
        name="client_ask",
    ),
    path("coach/clients/<uuid:client>/", client_page.client_detail, name="client_detail"),
    path(
        "coach/clients/<uuid:client>/workouts/",
        client_training.client_workouts,
        name="client_workouts",
    ),
    path(
        "coach/clients/<uuid:client>/workouts/<uuid:workout>/",
        client_training.client_workout,
        name="client_workout",
    ),
    path(
        "coach/clients/<uuid:client>/progress/",
        client_training.client_progress,
        name="client_progress",
    ),
    path(
        "coach/clients/<uuid:client>/progress/<int:variation>/",
        client_training.client_progress_variation,
        name="client_progress_variation",
    ),
    path(
        "coach/clients/<uuid:client>/notes/",
        client_notes.client_note_create,
        name="client_note_create",
    ),
    path(
        "coach/notes/<int:note>/edit/", client_notes.client_note_update, name="client_note_update"
    ),
    path(
        "coach/notes/<int:note>/delete/", client_notes.client_note_delete, name="client_note_delete"
    ),
    # Inbox
    path("coach/questions/", inbox.inbox_list, name="inbox_list"),
    path("coach/questions/<uuid:uuid>/", inbox.inbox_detail, name="inbox_detail"),
    path("coach/questions/<uuid:uuid>/claim/", inbox.question_claim, name="question_claim"),
    path("coach/questions/<uuid:uuid>/answer/", inbox.question_answer, name="question_answer"),
    path(
        "coach/questions/<uuid:uuid>/hand-back/",
        inbox.question_hand_back,
        name="question_hand_back",
    ),
    path(
        "coach/questions/<uuid:uuid>/propose/",
        publishing.published_answer_propose,
        name="published_answer_propose",
    ),
    # Booking
    path("trainers/<slug:slug>/book/", booking.booking_create, name="booking_create"),
    path("me/bookings/", bookings.booking_list, name="booking_list"),
    path("me/bookings/<uuid:uuid>/", bookings.booking_detail, name="booking_detail"),
    path("me/bookings/<uuid:uuid>/move/", booking_changes.booking_move, name="booking_move"),
    path("me/bookings/<uuid:uuid>/cancel/", booking_changes.booking_cancel, name="booking_cancel"),
    # Hours
    path("coach/calendar/hours/", hours.hours, name="hours"),
    *(
        path(f"coach/calendar/hours/{address}/", view, name=name)
        for address, view, name in (
            ("weekly/new", hours.weekly_hours_create, "weekly_hours_create"),
            ("weekly/<int:pk>/edit", hours.weekly_hours_update, "weekly_hours_update"),
            ("weekly/<int:pk>/delete", hours.weekly_hours_delete, "weekly_hours_delete"),
            ("dates/new", hours.date_override_create, "date_override_create"),
            ("dates/<int:pk>/delete", hours.date_override_delete, "date_override_delete"),
            ("time-off/new", time_off.time_off_create, "time_off_create"),
            ("time-off/<int:pk>/delete", time_off.time_off_delete, "time_off_delete"),
            ("sessions/new", session_types.session_type_create, "session_type_create"),
            ("sessions/<int:pk>/edit", session_types.session_type_update, "session_type_update"),
        )
    ),
    # Coach: calendar and bookings
    path("coach/calendar/", week.calendar, name="calendar"),
    path("coach/bookings/new/", coach_booking.coach_booking_create, name="coach_booking_create"),
    path(
        "coach/bookings/series/<uuid:uuid>/",
        coach_booking.coach_booking_series,
        name="coach_booking_series",
    ),
    path(
        "coach/bookings/<uuid:uuid>/",
        coach_bookings.coach_booking_detail,
        name="coach_booking_detail",
    ),
    path("coach/bookings/<uuid:uuid>/mark/", coach_bookings.booking_mark, name="booking_mark"),
    path("coach/bookings/<uuid:uuid>/waive/", coach_bookings.booking_waive, name="booking_waive"),
    path(
        "coach/bookings/<uuid:uuid>/ask-to-follow/",
        coach_bookings.booking_ask_to_follow,
        name="booking_ask_to_follow",
    ),
    path(
        "coach/bookings/<uuid:uuid>/move/",
        coach_changes.coach_booking_move,
        name="coach_booking_move",
    ),
    path(
        "coach/bookings/<uuid:uuid>/cancel/",
        coach_changes.coach_booking_cancel,
        name="coach_booking_cancel",
    ),
    # Coach
    path("coach/", coach.coach, name="coach"),
    # Calendars
    path(
        "me/bookings/<uuid:uuid>/calendar.ics", calendars.booking_calendar, name="booking_calendar"
    ),
    path(
        "coach/bookings/<uuid:uuid>/calendar.ics",
        calendars.coach_booking_calendar,
        name="coach_booking_calendar",
    ),
    re_path(
        r"^calendar/(?P<token>[A-Za-z0-9_-]{22})\.ics$",
        calendars.calendar_feed,
        name="calendar_feed",
    ),
    path("me/calendar/", calendars.calendar_feed_create, name="calendar_feed_create"),
    path("me/calendar/delete/", calendars.calendar_feed_delete, name="calendar_feed_delete"),
    # Waitlist
    path("trainers/<slug:slug>/waitlist/", waitlist.waitlist_join, name="waitlist_join"),
    path("me/waitlist/<uuid:uuid>/leave/", waitlist.waitlist_leave, name="waitlist_leave"),
]
