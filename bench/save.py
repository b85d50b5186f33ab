"""A page of the form saved, and the submission, beside bare forms that insert one row and three."""

from itertools import count, cycle

from bench.database import database, signed_in
from bench.harness import BLOCKS, Server, Side, compare, report

ASKED = 20
DRAFTS = 2 * ASKED * (BLOCKS + 1)
PAGE = "/apply/{reference}/people/you/"
ANSWERS = {
    "first_name": "Ann",
    "last_name": "Bright",
    "job": "Maths lead",
    "email": "ann@example.org",
    "telephone": "01632 960 001",
}
BARE = {
    "subject": "bare.row",
    "subject_key": "1",
    "kind": "saved",
    "from_status": "",
    "note": "Five fields, as on the page beside.",
}


def main() -> None:
    references = [f"EOI-{number:05d}" for number in range(DRAFTS)]
    with database("save", "fill_save", DRAFTS) as url, Server(url, signed_in(url, "office@example.org")) as server:
        pages, telephone = cycle(references), count()

        def save_page():
            answers = {**ANSWERS, "telephone": f"01632 960 {next(telephone) % 1000:03d}"}
            server.post(PAGE.format(reference=next(pages)), answers)

        to_send = iter(references)
        page = Side(save_page, server)
        submit = Side(lambda: server.post(f"/apply/{next(to_send)}/submit/", {}), server)
        for path, whose in (("", ""), ("signed-in/", ", beside somebody signed in")):
            one = Side(lambda path=path: server.post(f"/bare/save/1/{path}", BARE), server)
            report(f"one page of the form saved{whose}", compare(page, one, asked=ASKED), "2")
            three = Side(lambda path=path: server.post(f"/bare/save/3/{path}", BARE), server)
            report(f"the application sent{whose}", compare(submit, three, asked=ASKED), "2")


if __name__ == "__main__":
    main()
