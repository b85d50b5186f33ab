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
        lines = [
            f"{self.rows:,} schools read from {self.file}",
            f"created   {self.created:>7,}",
            f"changed   {self.changed:>7,}" + (f"  ({self._by_field()})" if self.fields else ""),
            f"closed    {self.closed:>7,}",
            f"reopened  {self.reopened:>7,}",
            f"unchanged {self.unchanged:>7,}",
            f"refused   {self.refused:>7,}",
        ]
        lines += [f"  line {line:,}: {reason}" for line, reason in self.refusals]
        if self.missing:
            lines.append(
                f"missing   {self.missing:>7,}  (stored, but not in this file; left as they are. "
                f"{self.missing_open:,} of them are open)"
            )
        return lines + (self._about_links() if self.links else [])

    def _by_field(self) -> str:
        return ", ".join(f"{name} {count:,}" for name, count in sorted(self.fields.items(), key=lambda f: -f[1]))

    def _about_links(self) -> list[str]:
        links = self.links
        return [
            f"links     {links.rows:>7,}  (created {links.created:,}, unchanged {links.unchanged:,}, "
            f"to schools not known {links.unknown:,}, of another kind {links.other:,}, unclear {links.unclear:,}, "
            f"no longer in the file {links.missing:,})"
        ]
