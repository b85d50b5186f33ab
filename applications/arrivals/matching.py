"""Which school of the register a response means: by URN, then name and postcode, then name and town (U1, U3).

A match is certain only where what was typed leaves no other school; the rest goes to a person's eye, with candidates.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from applications.arrivals.models import ArrivalRow
from applications.arrivals.values import Typed
from schools.find import find, fold
from schools.lineage import schools_of_today
from schools.models import School

Match = ArrivalRow.Match
MOST_CANDIDATES = 8
HITS = 20
ALIKE = 0.86
SLIP = 0.8
SOMEWHAT_ALIKE = 0.5
WORDS_TRIED = 6
CARRIED_ON = "{} has closed. This one carries it on."
URN = re.compile(r"\d{6}")
# Words that tell one school from the other on the same site.
TELLING = {"infant", "junior", "primary", "nursery", "first", "middle", "secondary", "high", "lower", "upper"}
TELLING |= {"boys", "girls", "college", "special", "catholic", "churchofengland", "hospital", "preparatory", "sixth"}
# Common words, whose slips say nothing of which school is meant.
COMMON = ("primary", "school", "infant", "junior", "academy", "catholic", "nursery", "community", "churchofengland")
RUN_TOGETHER = re.compile(r"(?i)([a-z]{3})(primary|school|infant|junior|academy|community)")
LOOKS_LIKE = str.maketrans("OI", "01")
FAITHS = {"catholic", "churchofengland"}
# Words of these that stand in a name wherever they are true of the school.
LOUD = {"infant", "junior", "nursery", "special", "hospital", "preparatory", "boys", "girls"}
# Words that may be there or not, and the school is the same.
EMPTY = {
    "school",
    "academy",
    "the",
    "of",
    "and",
    "a",
    "at",
    "community",
    "va",
    "vc",
    "voluntary",
    "aided",
    "controlled",
}
EMPTY |= {"foundation", "trust", "free", "federation"}


@dataclass(frozen=True)
class Found:
    """`school` where it is certain; else the likeliest `candidates` first, and `why` a person has to look."""

    match: str
    school: School | None = None
    candidates: list[School] = field(default_factory=list)
    why: str = ""


def match(typed: Typed) -> Found:
    """The school meant; a handful of queries. Any text is safe to give."""
    typed = replace(typed, name=RUN_TOGETHER.sub(r"\1 \2", typed.name))
    by_urn = _by_urn(typed)
    if by_urn and by_urn.match == Match.CERTAIN:
        return by_urn
    if not fold(typed.name):
        return by_urn or Found(Match.NONE, why=_nothing(typed))
    by_place = _by_place(typed)
    if by_place and by_place.match == Match.CERTAIN and not by_urn:
        return by_place
    return _together(typed, by_urn, by_place)


# --- By URN ---------------------------------------------------------------------------------------


def _by_urn(typed: Typed) -> Found | None:
    number = re.sub(r"(?i)urn|[\s:.#]|\.0$", "", typed.urn)
    if not URN.fullmatch(number) or not number.isascii():
        return None
    school = _full().filter(urn=int(number)).first()
    if school is None:
        return None
    same = not fold(typed.name) or _core(typed.name) == _core(school.name)
    if not same and not (_names_alike(typed.name, school.name) and _agrees(typed, school)):
        return Found(Match.DOUBTFUL, candidates=_today(school), why=f"The URN is that of {school.name}.")
    return _of_today(school)


def _of_today(school: School) -> Found:
    """The school itself where it is open; of one that closed, the school of today, to be confirmed."""
    if school.is_open:
        return Found(Match.CERTAIN, school)
    heirs = _today(school)
    if heirs == [school]:
        closed = school.get_register_status_display().lower()
        return Found(Match.DOUBTFUL, candidates=heirs, why=f"{school.name} is not open: the register says {closed}.")
    same = [heir for heir in heirs if fold(heir.name) == fold(school.name) and heir.postcode == school.postcode]
    if len(heirs) == 1 and same:
        return Found(Match.CERTAIN, heirs[0])
    several = "These carry" if len(heirs) > 1 else "This one carries"
    return Found(Match.DOUBTFUL, candidates=heirs, why=f"{school.name} (URN {school.urn}) has closed. {several} it on.")


def _today(school: School) -> list[School]:
    return schools_of_today(school)[:MOST_CANDIDATES]


def _together(typed: Typed, by_urn: Found | None, by_place: Found | None) -> Found:
    """To be confirmed: what the URN gave, what has the place, what has the name, each the likeliest first."""
    found = [each for each in (by_urn, by_place) if each]
    if not by_place or not any(_names_alike(typed.name, school.name) for school in _of(by_place)):
        found.append(_by_name(typed))
    schools: dict[int, School] = {}
    for school in (school for each in found for school in _of(each)):
        if school.pk not in schools or _was_called(typed.name, school):
            schools[school.pk] = school
    if not schools:
        return found[-1]
    ranked = list(schools.values()) if by_urn else _ranked(typed, schools.values()) or list(schools.values())
    ranked.sort(key=lambda school: not _was_called(typed.name, school))
    why = CARRIED_ON.format(typed.name) if _was_called(typed.name, ranked[0]) and not by_urn else found[0].why
    return Found(Match.DOUBTFUL, candidates=ranked[:MOST_CANDIDATES], why=why[:300])


def _of(found: Found) -> list[School]:
    return [found.school] if found.school else found.candidates


# --- By name and place ----------------------------------------------------------------------------


def _by_place(typed: Typed) -> Found | None:
    """By postcode, else by town or authority; None where there is no school of that name."""
    if _postcode(typed.postcode):
        found = _likeliest(typed, _at_postcode(typed.postcode))
        if found:
            return found
    if typed.town:
        return _likeliest(typed, _in_town(typed))
    if said := _postcode(typed.postcode):
        hits = _filled(find(typed.name, limit=HITS))
        return _likeliest(typed, [school for school in hits if _nearly(said, _postcode(school.postcode))])
    return None


def _likeliest(typed: Typed, schools: list[School]) -> Found | None:
    """Certain where one school has the name, and no other one there could be meant as well."""
    ranked = _ranked(typed, schools)
    alike = [school for school in ranked if _names_alike(typed.name, school.name) or _was_called(typed.name, school)]
    exact = [school for school in alike if _core(school.name) == _core(typed.name)]
    exact = [school for school in exact if school.is_open] or exact
    chosen = exact if len(exact) == 1 else alike
    if len(chosen) == 1 and chosen[0].is_open and _agrees(typed, chosen[0]):
        if fold(chosen[0].name) != fold(typed.name) and _was_called(typed.name, chosen[0]):
            return Found(Match.DOUBTFUL, candidates=chosen, why=CARRIED_ON.format(typed.name)[:300])
        return Found(Match.CERTAIN, chosen[0])
    if len(chosen) == 1 and not chosen[0].is_open:
        return _of_today(chosen[0])
    if not ranked:
        return None
    why = "More than one school fits." if len(alike) > 1 else "The name and the place do not fit together."
    return Found(Match.DOUBTFUL, candidates=ranked[:MOST_CANDIDATES], why=why)


def _agrees(typed: Typed, school: School) -> bool:
    """Whether the postcode, where one was typed, is the school's; one sign may be wrong where the name is right."""
    said, own = _postcode(typed.postcode), _postcode(school.postcode)
    return not said or said == own or (_nearly(said, own) and _core(typed.name) == _core(school.name))


def _nearly(said: str, own: str) -> bool:
    """But for one sign, or for O and I in the place of 0 and 1."""
    pairs = zip(said.translate(LOOKS_LIKE), own.translate(LOOKS_LIKE), strict=False)
    return len(said) == len(own) and sum(mine != theirs for mine, theirs in pairs) <= 1


def _at_postcode(postcode: str) -> list[School]:
    return [school for school in _filled(find(postcode, limit=HITS)) if _has_postcode(school, postcode)]


def _has_postcode(school: School, postcode: str) -> bool:
    return _postcode(school.postcode) == _postcode(postcode) or bool(school.was)


def _in_town(typed: Typed) -> list[School]:
    """Schools of about that name in that town, county or authority."""
    hits = find(f"{typed.name} {typed.town}", limit=HITS) or find(typed.name, limit=10 * HITS)
    return [school for school in _filled(hits) if _is_in(school, typed.town)]


def _is_in(school: School, town: str) -> bool:
    authority = school.authority.name if school.authority else ""
    places = (school.town, school.locality, school.address3, school.county, school.district_name, authority)
    return any(_place(town) == _place(place) for place in places if place)


def _place(text: str) -> str:
    return " ".join(word for word in fold(text).split() if word not in ("city", "of", "county", "council", "borough"))


# --- By name alone --------------------------------------------------------------------------------


def _by_name(typed: Typed) -> Found:
    """Never certain: a name is had by many. Looser and looser until something is found to choose among."""
    hits = _filled(find(typed.name, limit=HITS)) or _filled(_loosely(typed))
    if not hits:
        return Found(Match.NONE, why=_nothing(typed))
    ranked = (_ranked(typed, hits) or hits)[:MOST_CANDIDATES]
    why = "The name fits, the place does not or was not given."
    if not _names_alike(typed.name, ranked[0].name):
        why = "No school has this name; these are the nearest."
    return Found(Match.DOUBTFUL, candidates=ranked, why=why)


def _loosely(typed: Typed) -> list[School]:
    """Schools with all but one or two words of the name, in that town first; else those of the postcode's district."""
    words = [word for word in fold(typed.name).split() if word not in EMPTY][:WORDS_TRIED]
    tried = [typed.town, ""] if typed.town else [""]
    for place in tried:
        for left in (1, 2):
            found: dict[int, School] = {}
            for kept in combinations(words, len(words) - left) if len(words) > left else ():
                if set(kept) - TELLING:
                    found |= {school.pk: school for school in find(" ".join([*kept, place]), limit=HITS)}
            if found:
                return list(found.values())
    there = _at_postcode(typed.postcode) if _postcode(typed.postcode) else []
    return there or _in_that_town(typed)


def _in_that_town(typed: Typed) -> list[School]:
    """Every school of the town that is of that kind: one of them is written nearly so."""
    kinds = [word for word in fold(typed.name).split() if word in TELLING]
    return find(" ".join([typed.town, *kinds]), limit=10 * HITS) if fold(typed.town) else []


def _nothing(typed: Typed) -> str:
    if not str(typed):
        return "The response names no school."
    return "We found no school like this. Look for it by its postcode or URN."


# --- Names ----------------------------------------------------------------------------------------


def _names_alike(typed: str, name: str) -> bool:
    """The same but for slips of the fingers: no word is another that tells schools of one site apart."""
    mine, theirs = _core(typed), _core(name)
    if not mine or not theirs:
        return False
    if _differ(mine, theirs):
        return False
    return mine == theirs or _likeness(_own(mine), _own(theirs)) >= ALIKE


def _own(core: str) -> str:
    """The words that no other school's name is likely to have: "ash lane" of "ash lane catholic primary"."""
    words = core.split()
    return " ".join(word for word in words if word not in TELLING and word != "saint") or core


def _differ(mine: str, theirs: str) -> bool:
    """Whether both say of what kind or faith the school is, and say otherwise; or only one says infant, boys ..."""
    mine_tells, theirs_tells = TELLING & set(mine.split()), TELLING & set(theirs.split())
    both = [(mine_tells & kind, theirs_tells & kind) for kind in (FAITHS, TELLING - FAITHS)]
    otherwise = any(mine and theirs and not mine & theirs for mine, theirs in both)
    return otherwise or bool((mine_tells ^ theirs_tells) & LOUD)


def _core(name: str) -> str:
    """The words of a name that tell it from others; "prmary" is primary and "schol" is left out."""
    words = [_put_right(word) for word in fold(name).split()]
    return " ".join(word for word in words if word not in EMPTY)


@lru_cache(maxsize=20_000)
def _put_right(word: str) -> str:
    if len(word) < 5 or word in EMPTY or word in TELLING:
        return word
    return next((common for common in COMMON if SequenceMatcher(None, word, common).ratio() >= SLIP), word)


def _likeness(mine: str, theirs: str) -> float:
    """0 to 1, however the words are ordered."""
    straight = SequenceMatcher(None, mine, theirs).ratio()
    return max(
        straight, SequenceMatcher(None, " ".join(sorted(mine.split())), " ".join(sorted(theirs.split()))).ratio()
    )


def _was_called(name: str, school: School) -> bool:
    """Whether the school carries on one of that name."""
    return any(_core(was.rpartition(" (URN")[0]) == _core(name) for was in getattr(school, "was", ()))


def _ranked(typed: Typed, schools: Iterable[School]) -> list[School]:
    """The likeliest first; none whose own words are nothing like it, unless it is at that postcode."""
    said, mine = _postcode(typed.postcode), _own(_core(typed.name))
    scored = []
    for school in schools:
        alike = _likeness(mine, _own(_core(school.name))) + (0.5 if said and said == _postcode(school.postcode) else 0)
        if alike >= SOMEWHAT_ALIKE or _was_called(typed.name, school):
            there = 0.3 if typed.town and _is_in(school, typed.town) else 0
            scored.append((alike + there + (0.1 if school.is_open else 0), school.urn, school))
    return [school for *_, school in sorted(scored, key=lambda row: (-row[0], row[1]))]


def _postcode(text: str) -> str:
    """Without its space, in capitals; "" for what is none."""
    run_together = re.sub(r"[^A-Za-z0-9]", "", text).upper()
    return run_together if re.fullmatch(r"[A-Z]{1,2}[\dOI][A-Z\d]?[\dOI][A-Z]{2}", run_together) else ""


def _full():
    return School.objects.select_related("authority")


def _filled(hits: list[School]) -> list[School]:
    """The hits in their order with all their columns, and with the names they were found by."""
    rows = _full().in_bulk([school.pk for school in hits])
    for school in hits:
        rows[school.pk].was = getattr(school, "was", [])
    return [rows[school.pk] for school in hits if school.pk in rows]


def candidates_of(urns: list[int]) -> list[School]:
    """The schools of these URNs, in their order; one query."""
    found = {school.urn: school for school in _full().filter(urn__in=urns)}
    return [found[urn] for urn in urns if urn in found]
