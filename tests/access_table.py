"""Every address of the project with what each role is answered there."""

from typing import NamedTuple
from uuid import UUID


class Access(NamedTuple):
    """Answers by role. A write comes without the token of a form, which 403 stands for."""

    address: str
    read: tuple[int, int, int, int]  # signed out, member, staff, the member's trainer
    write: int = 405


EVERYONE = (200, 200, 200, 200)
OWN = (302, 200, 404, 404)
NOT_READ = (405, 405, 405, 405)
STAFF_BY_SIGN_IN = (302, 302, 200, 302)
MEMBERS = (302, 200, 200, 200)
STRANGERS = (200, 302, 302, 302)
LED_ON = (302, 302, 302, 302)
TRAINERS = (302, 404, 404, 200)
PLAN = f"/me/plan/{UUID(int=1)}/"
DAY = f"/me/plan/days/{UUID(int=2)}/"
ITEM = f"/me/plan/items/{UUID(int=3)}/"
ALICES_IMPORT = "7b1f8a52-5a8e-4f0c-9a52-0d5c4c2f4e11"
SET = f"/coach/assign/{UUID(int=4)}/"
ASSIGNMENT = f"assignments/{UUID(int=5)}/"

BOOKING = f"/me/bookings/{UUID(int=7)}/"
COACH_BOOKING = f"/coach/bookings/{UUID(int=7)}/"

QUESTION = f"/me/questions/{UUID(int=4)}/"

WORKOUT = "/me/workouts/00000000-0000-4000-8000-000000000001/"
WORKOUT_ITEM = f"{WORKOUT}items/00000000-0000-4000-8000-000000000002/"
CLIENT, ASKED, FOLLOWED = (UUID(int=number) for number in (4, 5, 6))

HOURS = "/coach/calendar/hours/"
IN_A_CALENDAR = f"bookings/{UUID(int=7)}/calendar.ics"
TOKEN = "AbCdEfGhIjKlMnOpQrStUv"

INBOX_QUESTION = f"/coach/questions/{UUID(int=1)}/"

TABLE = {
    "gymsite:home": Access("/", EVERYONE),
    "gymsite:feed": Access("/feed.xml", EVERYONE),
    "gymsite:sitemap": Access("/sitemap.xml", EVERYONE),
    "gymsite:sitemap_section": Access("/sitemap-guides.xml", EVERYONE),
    "gymsite:robots": Access("/robots.txt", EVERYONE),
    "gymsite:health": Access("/healthz", EVERYONE),
    "gymsite:styleguide": Access("/styleguide/", (404, 404, 200, 404)),
    "gymsite:privacy": Access("/privacy/", EVERYONE),
    "gymsite:terms": Access("/terms/", EVERYONE),
    "gymsite:accessibility": Access("/accessibility/", EVERYONE),
    "gymsite:today": Access("/me/", MEMBERS),
    "members:security": Access("/accounts/security/", MEMBERS),
    "members:session_end": Access("/accounts/sessions/1000/end/", (405, 405, 405, 405), 403),
    "account_login": Access("/accounts/login/", STRANGERS, 403),
    "account_logout": Access("/accounts/logout/", MEMBERS, 403),
    "account_inactive": Access("/accounts/inactive/", EVERYONE, 403),
    "account_signup": Access("/accounts/signup/", STRANGERS, 403),
    "account_reauthenticate": Access("/accounts/reauthenticate/", MEMBERS, 403),
    "account_email": Access("/accounts/email/", MEMBERS, 403),
    "account_email_verification_sent": Access("/accounts/confirm-email/", LED_ON, 403),
    "account_change_password": Access("/accounts/password/change/", MEMBERS, 403),
    "account_set_password": Access("/accounts/password/set/", LED_ON, 403),
    "account_reset_password": Access("/accounts/password/reset/", EVERYONE, 403),
    "account_confirm_login_code": Access("/accounts/login/code/confirm/", LED_ON, 403),
    "account_confirm_password_reset_code": Access("/accounts/password/reset/confirm/", LED_ON, 403),
    "account_complete_password_reset": Access("/accounts/password/reset/complete/", LED_ON, 403),
    "account_password_reset_completed": Access("/accounts/password/reset/done/", EVERYONE, 403),
    "mfa_index": Access("/accounts/2fa/", MEMBERS, 403),
    "mfa_authenticate": Access("/accounts/2fa/authenticate/", LED_ON, 403),
    "mfa_reauthenticate": Access("/accounts/2fa/reauthenticate/", LED_ON, 403),
    "mfa_activate_totp": Access("/accounts/2fa/totp/activate/", LED_ON, 403),
    "mfa_deactivate_totp": Access("/accounts/2fa/totp/deactivate/", (302, 404, 404, 404), 403),
    "mfa_view_recovery_codes": Access("/accounts/2fa/recovery-codes/", (302, 404, 404, 404), 403),
    "mfa_generate_recovery_codes": Access("/accounts/2fa/recovery-codes/generate/", LED_ON, 403),
    "mfa_download_recovery_codes": Access(
        "/accounts/2fa/recovery-codes/download/", (302, 404, 404, 404), 403
    ),
    "mfa_list_webauthn": Access("/accounts/2fa/webauthn/", MEMBERS, 403),
    "mfa_add_webauthn": Access("/accounts/2fa/webauthn/add/", LED_ON, 403),
    "mfa_reauthenticate_webauthn": Access("/accounts/2fa/webauthn/reauthenticate/", LED_ON, 403),
    "mfa_remove_webauthn": Access("/accounts/2fa/webauthn/keys/1000/remove/", LED_ON, 403),
    "mfa_edit_webauthn": Access("/accounts/2fa/webauthn/keys/1000/edit/", LED_ON, 403),
    "mfa_login_webauthn": Access("/accounts/2fa/webauthn/login/", LED_ON, 403),
    "usersessions_list": Access("/accounts/sessions/", MEMBERS, 403),
    "members:plan_list": Access("/me/plan/", MEMBERS),
    "members:plan_create": Access("/me/plan/new/", MEMBERS, 403),
    "members:plan_template": Access("/me/plan/new/push-pull-legs/", MEMBERS, 403),
    "members:plan_item_create": Access("/me/plan/add/hip-thrusts/barbell/", MEMBERS, 403),
    "members:plan_detail": Access(PLAN, OWN),
    "members:plan_update": Access(f"{PLAN}edit/", OWN, 403),
    **{
        f"members:plan_{act}": Access(f"{PLAN}{act}/", NOT_READ, 403)
        for act in ("activate", "copy", "delete", "restore")
    },
    "members:plan_day_create": Access(f"{PLAN}days/new/", NOT_READ, 403),
    "members:plan_day_search": Access(f"{DAY}add/", OWN),
    "members:plan_day_update": Access(f"{DAY}edit/", OWN, 403),
    **{
        f"members:plan_day_{act}": Access(f"{DAY}{act}/", NOT_READ, 403)
        for act in ("move", "copy", "delete", "restore")
    },
    "members:plan_item_detail": Access(ITEM, (302, 302, 404, 404)),
    "members:plan_item_update": Access(f"{ITEM}edit/", OWN, 403),
    "members:plan_item_swap": Access(f"{ITEM}swap/", OWN, 403),
    **{
        f"members:plan_item_{act}": Access(f"{ITEM}{act}/", NOT_READ, 403)
        for act in ("move", "delete", "restore")
    },
    "members:saved_list": Access("/me/saved/", MEMBERS),
    "members:saved_create": Access("/me/saved/add/hip-thrusts/", MEMBERS, 403),
    "members:saved_delete": Access("/me/saved/remove/hip-thrusts/", NOT_READ, 403),
    "members:progress": Access("/me/progress/", MEMBERS),
    "members:progress_variation": Access("/me/progress/1000/", MEMBERS),
    "gymsite:my_data": Access("/me/data/", MEMBERS),
    "gymsite:export_create": Access("/me/data/exports/", (405, 405, 405, 405), 403),
    "gymsite:export_download": Access(f"/me/data/exports/{UUID(int=1)}/", (302, 404, 404, 404)),
    "gymsite:deletion_create": Access("/me/data/delete/", MEMBERS, 403),
    "gymsite:deletion_detail": Access("/me/data/leaving/", (302, 302, 302, 302)),
    "gymsite:deletion_undo": Access("/me/data/keep/", (405, 405, 405, 405), 403),
    "members:settings_update": Access("/me/settings/", MEMBERS, 403),
    "members:consent_update": Access("/me/settings/consent/", MEMBERS, 403),
    "members:consent_withdraw": Access("/me/settings/consent/withdraw/", (405, 405, 405, 405), 403),
    "members:health_data_delete": Access("/me/settings/consent/delete/", MEMBERS, 403),
    "members:readiness_create": Access("/me/settings/readiness/", MEMBERS, 403),
    "members:readiness_detail": Access("/me/settings/readiness/outcome/", (302, 302, 302, 302)),
    "members:readiness_lapse": Access("/me/settings/readiness/changed/", (405, 405, 405, 405), 403),
    "members:gym_detail": Access("/gyms/hackney/", EVERYONE),
    "members:import_create": Access("/me/workouts/import/", MEMBERS, 403),
    "members:import_detail": Access(f"/me/workouts/import/{ALICES_IMPORT}/", OWN),
    "members:import_start": Access(f"/me/workouts/import/{ALICES_IMPORT}/start/", NOT_READ, 403),
    "members:import_undo": Access(f"/me/workouts/import/{ALICES_IMPORT}/undo/", NOT_READ, 403),
    "members:import_restore": Access(
        f"/me/workouts/import/{ALICES_IMPORT}/restore/", NOT_READ, 403
    ),
    "members:import_delete": Access(f"/me/workouts/import/{ALICES_IMPORT}/delete/", NOT_READ, 403),
    "members:import_match": Access(
        f"/me/workouts/import/{ALICES_IMPORT}/exercises/1000/", OWN, 403
    ),
    "exercises:exercise_list": Access("/exercises/", EVERYONE),
    "exercises:body_part_detail": Access("/exercises/glutes/", EVERYONE),
    "exercises:exercise_detail": Access("/exercises/glutes/hip-thrusts/", EVERYONE),
    "exercises:variation_detail": Access("/exercises/glutes/hip-thrusts/barbell/", EVERYONE),
    "members:workout_list": Access("/me/workouts/", MEMBERS),
    "members:workout_create": Access("/me/workouts/new/", MEMBERS, 403),
    "members:workout_log": Access("/me/workouts/log/", MEMBERS, 403),
    "members:workout_detail": Access(WORKOUT, OWN),
    "members:workout_edit": Access(f"{WORKOUT}edit/", (302, 302, 404, 404), 403),
    "members:workout_end": Access(f"{WORKOUT}finish/", OWN, 403),
    "members:workout_note": Access(f"{WORKOUT}note/", NOT_READ, 403),
    "members:workout_delete": Access(f"{WORKOUT}delete/", NOT_READ, 403),
    "members:workout_restore": Access(f"{WORKOUT}restore/", NOT_READ, 403),
    "members:item_add": Access(f"{WORKOUT}add/", OWN),
    "members:item_save": Access(WORKOUT_ITEM, NOT_READ, 403),
    "members:item_swap": Access(f"{WORKOUT_ITEM}swap/", OWN, 403),
    "members:set_save": Access(
        f"{WORKOUT}sets/00000000-0000-4000-8000-000000000003/", NOT_READ, 403
    ),
    "trainers:trainer_list": Access("/trainers/", EVERYONE),
    "trainers:trainer_detail": Access("/trainers/tom/", EVERYONE),
    "trainers:question_create": Access("/ask/hip-thrusts/", EVERYONE, 403),
    "trainers:question_list": Access("/me/questions/", MEMBERS),
    "trainers:question_detail": Access(QUESTION, OWN),
    **{
        f"trainers:question_{act}": Access(f"{QUESTION}{act}/", NOT_READ, 403)
        for act in ("reply", "resolve", "publishing")
    },
    "trainers:published_answer_agree": Access(f"{QUESTION}agree/", NOT_READ, 403),
    "trainers:published_answer_decline": Access(f"{QUESTION}decline/", NOT_READ, 403),
    "trainers:trainers_soon": Access("/trainers/free/soon/", EVERYONE),
    "trainers:booking_create": Access("/trainers/tom/book/", MEMBERS, 403),
    "trainers:booking_list": Access("/me/bookings/", MEMBERS),
    "trainers:booking_detail": Access(BOOKING, OWN),
    "trainers:booking_move": Access(f"{BOOKING}move/", OWN, 403),
    "trainers:booking_cancel": Access(f"{BOOKING}cancel/", OWN, 403),
    "trainers:hours": Access(HOURS, TRAINERS),
    "trainers:weekly_hours_create": Access(f"{HOURS}weekly/new/", TRAINERS, 403),
    "trainers:weekly_hours_update": Access(f"{HOURS}weekly/1000/edit/", TRAINERS, 403),
    "trainers:weekly_hours_delete": Access(f"{HOURS}weekly/1000/delete/", TRAINERS, 403),
    "trainers:date_override_create": Access(f"{HOURS}dates/new/", TRAINERS, 403),
    "trainers:date_override_delete": Access(f"{HOURS}dates/1000/delete/", TRAINERS, 403),
    "trainers:time_off_create": Access(f"{HOURS}time-off/new/", TRAINERS, 403),
    "trainers:time_off_delete": Access(f"{HOURS}time-off/1000/delete/", TRAINERS, 403),
    "trainers:session_type_create": Access(f"{HOURS}sessions/new/", TRAINERS, 403),
    "trainers:session_type_update": Access(f"{HOURS}sessions/1000/edit/", TRAINERS, 403),
    "trainers:calendar": Access("/coach/calendar/", TRAINERS),
    "trainers:coach_booking_create": Access("/coach/bookings/new/", TRAINERS, 403),
    "trainers:coach_booking_series": Access(
        f"/coach/bookings/series/{UUID(int=7)}/", (302, 404, 404, 404)
    ),
    "trainers:coach_booking_detail": Access(COACH_BOOKING, TRAINERS),
    "trainers:coach_booking_move": Access(f"{COACH_BOOKING}move/", TRAINERS, 403),
    "trainers:coach_booking_cancel": Access(f"{COACH_BOOKING}cancel/", TRAINERS, 403),
    **{
        f"trainers:booking_{act}": Access(f"{COACH_BOOKING}{act.replace('_', '-')}/", NOT_READ, 403)
        for act in ("mark", "waive", "ask_to_follow")
    },
    "trainers:coach": Access("/coach/", TRAINERS),
    "trainers:inbox_list": Access("/coach/questions/", TRAINERS),
    "trainers:inbox_detail": Access(INBOX_QUESTION, TRAINERS),
    "trainers:question_claim": Access(f"{INBOX_QUESTION}claim/", NOT_READ, 403),
    "trainers:question_answer": Access(f"{INBOX_QUESTION}answer/", NOT_READ, 403),
    "trainers:question_hand_back": Access(f"{INBOX_QUESTION}hand-back/", NOT_READ, 403),
    "trainers:published_answer_propose": Access(f"{INBOX_QUESTION}propose/", TRAINERS, 403),
    "trainers:assignment_set_list": Access("/coach/assign/", TRAINERS),
    "trainers:assignment_set_create": Access("/coach/assign/new/", NOT_READ, 403),
    "trainers:assignment_set_detail": Access(SET, TRAINERS, 403),
    "trainers:assignment_set_search": Access(f"{SET}search/", TRAINERS),
    "trainers:assignment_set_item_create": Access(f"{SET}items/add/", NOT_READ, 403),
    "trainers:assignment_set_send": Access(f"{SET}send/", NOT_READ, 403),
    "trainers:assignment_set_delete": Access(f"{SET}delete/", TRAINERS, 403),
    "trainers:assignment_set_item_update": Access("/coach/assign/items/1000/edit/", TRAINERS, 403),
    "trainers:assignment_set_item_move": Access("/coach/assign/items/1000/move/", NOT_READ, 403),
    "trainers:assignment_set_item_delete": Access(
        "/coach/assign/items/1000/delete/", NOT_READ, 403
    ),
    "trainers:assignment_update": Access(f"/coach/{ASSIGNMENT}edit/", TRAINERS, 403),
    "trainers:assignment_withdraw": Access(f"/coach/{ASSIGNMENT}withdraw/", NOT_READ, 403),
    "trainers:assignment_list": Access("/me/assignments/", MEMBERS),
    "trainers:assignment_take": Access(f"/me/{ASSIGNMENT}take/", OWN, 403),
    "trainers:assignment_decline": Access(f"/me/{ASSIGNMENT}decline/", NOT_READ, 403),
    "trainers:my_trainers": Access("/me/trainers/", MEMBERS),
    "trainers:client_invite": Access("/me/trainers/invite/tom/", MEMBERS, 403),
    "trainers:client_rights": Access(f"/me/trainers/{CLIENT}/rights/", NOT_READ, 403),
    "trainers:client_end": Access(f"/me/trainers/{CLIENT}/end/", OWN, 403),
    **{
        f"trainers:client_request_{act}": Access(
            f"/me/trainers/requests/{ASKED}/{act}/", NOT_READ, 403
        )
        for act in ("accept", "decline", "withdraw")
    },
    **{
        f"trainers:coach_request_{act}": Access(f"/coach/requests/{ASKED}/{act}/", NOT_READ, 403)
        for act in ("accept", "decline", "withdraw")
    },
    "trainers:client_ask": Access(f"/coach/questions/{ASKED}/ask-to-follow/", NOT_READ, 403),
    "trainers:client_list": Access("/coach/clients/", TRAINERS),
    "trainers:client_detail": Access(f"/coach/clients/{CLIENT}/", TRAINERS),
    "trainers:client_workouts": Access(f"/coach/clients/{CLIENT}/workouts/", TRAINERS),
    "trainers:client_workout": Access(f"/coach/clients/{CLIENT}/workouts/{FOLLOWED}/", TRAINERS),
    "trainers:client_progress": Access(f"/coach/clients/{CLIENT}/progress/", TRAINERS),
    "trainers:client_progress_variation": Access(
        f"/coach/clients/{CLIENT}/progress/1000/", TRAINERS
    ),
    "trainers:client_note_create": Access(f"/coach/clients/{CLIENT}/notes/", NOT_READ, 403),
    "trainers:client_note_update": Access("/coach/notes/1000/edit/", TRAINERS, 403),
    "trainers:waitlist_join": Access("/trainers/tom/waitlist/", MEMBERS, 403),
    "trainers:waitlist_leave": Access(f"/me/waitlist/{UUID(int=1)}/leave/", NOT_READ, 403),
    "trainers:client_note_delete": Access("/coach/notes/1000/delete/", TRAINERS, 403),
    "trainers:booking_calendar": Access(f"/me/{IN_A_CALENDAR}", OWN),
    "trainers:coach_booking_calendar": Access(f"/coach/{IN_A_CALENDAR}", TRAINERS),
    "trainers:calendar_feed": Access(f"/calendar/{TOKEN}.ics", EVERYONE),
    "trainers:calendar_feed_create": Access("/me/calendar/", NOT_READ, 403),
    "trainers:calendar_feed_delete": Access("/me/calendar/delete/", NOT_READ, 403),
    "exercise_preview": Access("/admin/exercises/exercise/1000/preview/", STAFF_BY_SIGN_IN),
    "admin": Access("/admin/", STAFF_BY_SIGN_IN, 403),
    "media/<path:name>": Access("/media/not-there.jpg", (404, 404, 404, 404)),
}
