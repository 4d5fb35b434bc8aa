from datetime import date, timedelta
from decimal import Decimal

from django import forms
from django.utils.safestring import SafeString

from members.charts import Point, bar_chart, line_chart

COLOURS = ["ink", "ink-soft", "paper", "surface", "ground", "line", "accent", "good", "bad"]


class StyleguideForm(forms.Form):
    """Fields as every form of the site shows them, with an error or two."""

    email = forms.EmailField(label="E-mail", help_text="Where we write to.")
    goal = forms.CharField(label="Goal", max_length=200)
    level = forms.ChoiceField(
        choices=[("beginner", "Beginner"), ("advanced", "Advanced")], required=False
    )
    note = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agree = forms.BooleanField(label="I have read this", required=False)


START = date(2026, 9, 7)


def styleguide_charts(theme: str) -> list[SafeString]:
    """One chart of each kind."""
    points = [
        Point(
            date(2026, 9, 7) + timedelta(weeks=week), Decimal(number), f"week {week}", f"{number}"
        )
        for week, number in enumerate((2, 3, 0, 4, 3))
    ]
    return [
        line_chart(points, title="Line", unit="kg", best=Decimal(4), ident=f"line-{theme}"),
        bar_chart(
            points,
            title="Bars",
            unit="sessions",
            ident=f"bars-{theme}",
            target=Decimal(3),
            target_words="your plan: 3",
        ),
    ]
