from django import forms

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
