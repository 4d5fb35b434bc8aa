"""The member's start page: what is next, from all apps."""

from django.http import HttpResponse
from django.shortcuts import render

from exercises.decorators import read_only
from members.access import MemberRequest, member_page
from members.models import Workout


@read_only
@member_page
def today(request: MemberRequest) -> HttpResponse:
    unfinished = Workout.objects.unfinished().filter(member=request.member).first()
    return render(request, "gymsite/today.html", {"unfinished": unfinished})
