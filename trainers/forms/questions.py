from django import forms

from trainers.models.people import LONGEST_TEXT


class AnswerForm(forms.Form):
    text = forms.CharField(
        label="Your answer",
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={
            "required": "Write the answer first.",
            "max_length": f"Keep it under {LONGEST_TEXT:,} characters.",
        },
        help_text="Plain text. The member and the trainers of this gym read it.",
    )
