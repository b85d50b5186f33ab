"""What an import did, or would do."""

from dataclasses import asdict, dataclass, field

SHOWN = 20


@dataclass
class LinkCounts:
    rows: int = 0
    created: int = 0
    unchanged: int = 0
    # Links between schools of which the register does not have both.
    unknown: int = 0
    # Other ties than one school carrying on another: a shared sixth form, a closure ...
    other: int = 0
    # Each said to follow the other, or themselves, and nothing to tell which is right.
    unclear: int = 0
    # Stored, and not in this file: left alone.
    missing: int = 0


@dataclass
class Report:
    """Counts of schools by what happened to them; `changed` includes those that closed or reopened."""

    file: str = ""
    rows: int = 0
    created: int = 0
    changed: int = 0
    closed: int = 0
    reopened: int = 0
    unchanged: int = 0
    refused: int = 0
    # Stored, and not in this file: left alone, because the register never takes a school out.
    missing: int = 0
    missing_open: int = 0
    open_before: int = 0
    # How many schools changed in each field.
    fields: dict[str, int] = field(default_factory=dict)
    # The first refused rows: line and reason.
    refusals: list[tuple[int, str]] = field(default_factory=list)
    # The first schools created, closed and changed, in words.
    examples: dict[str, list[str]] = field(default_factory=dict)
    links: LinkCounts | None = None
    warning: str = ""

    @property
    def counts(self) -> dict:
        """The numbers alone, as they are kept with the load."""
        facts = asdict(self)
        return {name: facts[name] for name in facts if name not in ("file", "refusals", "examples", "warning")}

    def lines(self) -> list[str]:
        """The report in words, a line each."""
        lines = [f"{self.rows:,} schools read from {self.file}"]
        lines += [f"{label.lower():<10}{count:>9}" for label, count in self.totals()]
        for title, words in self.details():
            lines += ["", title, *(f"  {line}" for line in words)]
        return lines

    def totals(self) -> list[tuple[str, str]]:
        """What happened and to how many schools."""
        names = ("created", "changed", "closed", "reopened", "unchanged", "refused", "missing")
        totals = [(name.capitalize(), f"{getattr(self, name):,}") for name in names]
        return totals + ([("New links", f"{self.links.created:,}")] if self.links else [])

    def details(self) -> list[tuple[str, list[str]]]:
        """Title and lines of everything there is more to say about; of long lists the first SHOWN."""
        fields = sorted(self.fields.items(), key=lambda field: -field[1])
        parts = [
            ("Changed by field", [f"{name}: {count:,}" for name, count in fields]),
            (self._first("Refused", self.refused), [f"line {line:,}: {reason}" for line, reason in self.refusals]),
        ]
        for kind, words in self.examples.items():
            parts.append((self._first(kind.capitalize(), getattr(self, kind)), words))
        if self.missing:
            words = f"{self.missing:,} stored and not in this file, {self.missing_open:,} of them open"
            parts.append(("Missing", [f"{words}; they stay as they are"]))
        if self.links:
            parts.append(("Links", self._about_links()))
        return [(title, words) for title, words in parts if words]

    def _first(self, title: str, count: int) -> str:
        return f"{title} (the first {SHOWN} of {count:,})" if count > SHOWN else title

    def _about_links(self) -> list[str]:
        links = self.links
        return [
            f"{links.rows:,} read; {links.created:,} new, {links.unchanged:,} known already",
            f"{links.unknown:,} to schools that the register does not have",
            f"{links.other:,} of another kind than carrying on",
            f"{links.unclear:,} that contradict each other",
            f"{links.missing:,} stored and not in this file; they stay",
        ]
