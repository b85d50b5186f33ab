"""The parts of an edition: criteria, clauses, named roles and questions of its own (R4, R5, R3, Y6)."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q


class Criterion(models.Model):
    """One of the circumstances a school may say it is in (R4)."""

    project = models.ForeignKey("workgroups.Project", on_delete=models.CASCADE, related_name="criteria")
    code = models.SlugField(max_length=30)
    text = models.CharField(max_length=300)
    evidence_hint = models.CharField(max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="criterion_once")]

    def __str__(self):
        return self.text


class Clause(models.Model):
    """One commitment of the school, agreed to one by one (R5, D2 to D7, Y4)."""

    project = models.ForeignKey("workgroups.Project", on_delete=models.CASCADE, related_name="clauses")
    code = models.SlugField(max_length=30)
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="clause_once")]

    def __str__(self):
        return self.text


class NamedRole(models.Model):
    """A person the school names on the form, signs the commitments, or both (R3, D2, S2, Y3, Y7)."""

    project = models.ForeignKey("workgroups.Project", on_delete=models.CASCADE, related_name="named_roles")
    code = models.SlugField(max_length=30)
    title = models.CharField(max_length=100)
    hint = models.CharField(max_length=300, blank=True)
    named = models.BooleanField(default=True, help_text="Named on the form.")
    signs = models.BooleanField(default=False, help_text="Signs the commitments, and so is named on the form too.")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [models.UniqueConstraint(fields=["project", "code"], name="named_role_once")]

    def __str__(self):
        return self.title


class Question(models.Model):
    """A question of its own that one edition's form asks, beside those every year has."""

    class Kind(models.TextChoices):
        LINE = "line", "One line"
        WORDS = "words", "Several lines"
        YES_NO = "yes_no", "Yes or no"
        CHOICE = "choice", "One of several answers"
        CHOICES = "choices", "Any of several answers"

    class Section(models.TextChoices):
        """The sections that every form has (`applications/spec`)."""

        SCHOOL = "school", "Your school"
        PEOPLE = "people", "People"
        WHY = "why", "Why your school"
        AGREE = "agree", "What you agree to"

    WITH_ANSWERS = (Kind.CHOICE, Kind.CHOICES)

    project = models.ForeignKey("workgroups.Project", on_delete=models.CASCADE, related_name="questions")
    code = models.SlugField(max_length=30, help_text="Short and lasting, like “ict”: answers are kept under it.")
    label = models.CharField("question", max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.LINE)
    choices = models.TextField(
        "answers to choose from", blank=True, help_text="One on each line, where there is something to choose."
    )
    section = models.CharField(max_length=10, choices=Section.choices, default=Section.WHY)
    needed = models.BooleanField(default=False, help_text="It cannot be sent without an answer.")
    most_words = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1)], help_text="Of several lines. Empty: no limit."
    )
    personal = models.BooleanField(
        default=False, help_text="About a person by name: left out of exports without personal data."
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="question_once"),
            models.CheckConstraint(
                condition=~Q(kind__in=["choice", "choices"]) | ~Q(choices=""), name="question_has_answers_to_choose"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def answers(self) -> list[str]:
        """The lines of `choices`, without empty ones."""
        return [line.strip() for line in self.choices.splitlines() if line.strip()]

    def clean(self):
        if self.kind in self.WITH_ANSWERS:
            if len(self.answers) < 2:
                raise ValidationError({"choices": "Write at least two answers to choose from, one on each line."})
            if len(set(self.answers)) < len(self.answers):
                raise ValidationError({"choices": "Two of the answers are the same. Take one out."})
            if any(len(answer) > 150 for answer in self.answers):
                raise ValidationError({"choices": "Use at most 150 characters for each answer."})
        elif self.answers:
            raise ValidationError(
                {"choices": "Nothing is chosen here. Take the answers out, or choose a kind that has them."}
            )
        if self.most_words and self.kind != self.Kind.WORDS:
            raise ValidationError({"most_words": "Only several lines have a number of words. Leave this empty."})
