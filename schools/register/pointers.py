"""The authorities and trusts that a file names, known by code."""

from collections.abc import Sequence

from django.core.management.color import no_style
from django.db import connection
from django.db.models import Model

from schools.register.values import NOTHING


class Pointers:
    """Keys of one table by code. What is new has its key before it has its row, so that schools can be loaded with
    it; `store` makes the rows in the same transaction, at whose end the foreign keys are checked.
    """

    def __init__(self, model: type[Model]):
        self.model = model
        rows = list(model.objects.values_list("code", "name", "pk"))
        self.stored = {code: name for code, name, _ in rows}
        self.keys = {"": NOTHING, **{code: str(pk) for code, _, pk in rows}}
        self.last = max((pk for *_, pk in rows), default=0)
        self.told: dict[str, str] = {}

    def point(self, codes: Sequence[str], names: Sequence[str] | None) -> list[str]:
        """The key for each code, nothing for no code; remembers what the codes are called."""
        self.told.update(zip(codes, names or [""] * len(codes), strict=True))
        for code in self.told.keys() - self.keys.keys():
            self.last += 1
            self.keys[code] = str(self.last)
        return list(map(self.keys.__getitem__, codes))

    def store(self) -> None:
        """Make the rows that are new, and rename those that the file names otherwise."""
        self.told.pop("", None)
        new = [
            self.model(pk=int(self.keys[code]), code=code, name=name or code)
            for code, name in self.told.items()
            if code not in self.stored
        ]
        self.model.objects.bulk_create(new)
        if new:
            with connection.cursor() as cursor:
                for statement in connection.ops.sequence_reset_sql(no_style(), [self.model]):
                    cursor.execute(statement)
        for code, name in self.told.items():
            if name and self.stored.get(code, name) != name:
                self.model.objects.filter(code=code).update(name=name)
