"""The hub's queue beside a bare list: its first page, filters, words, its thousandth page, a million rows."""

import re
from contextlib import ExitStack, contextmanager

from bench.database import database, signed_in
from bench.harness import Server, Side, compare, report

LEAD = "lead0@example.org"
QUEUE = "/desk/hub-0/queue/"
EVERYTHING = QUEUE + "?status=all"
FILTERED = QUEUE + "?status=all&outcome=judge"
PROJECT = QUEUE + "?project={project}"
WORDS = QUEUE + "?status=all&words=riverside+exeter"
ONE_SCHOOL = QUEUE + "?status=all&words=40020"
BARE = "/bare/list/"
LARGEST = 40 * 1024


@contextmanager
def served(name: str, applications: int, hubs: int):
    """A server over so many applications, its visitor signed in as the lead of the first hub."""
    with database(name, "fill_queue", applications, hubs) as url, Server(url, signed_in(url, LEAD)) as server:
        yield server


def side(server: Server, path: str) -> Side:
    return Side(lambda: server.get(path), server)


def page_link(server: Server, number: int, start: str = EVERYTHING) -> str:
    """The address of page `number`, reached as a reader does: by the link to the next page, again and again."""
    link = start
    for _ in range(number - 1):
        found = re.search(rb'href="(\?[^"]*)" rel="next"', server.get(link))
        link = QUEUE + found[1].decode().replace("&amp;", "&")
    return link


def beside_a_bare_list(server: Server, where: str) -> None:
    bare = side(server, BARE)
    size = len(server.get(QUEUE))
    report(f"queue page 1, 100,000 applications {where}", compare(side(server, QUEUE), bare), "1.5")
    print(f"queue page 1, HTML in KiB of {LARGEST // 1024} {where}\t{size / LARGEST:.2f}\t1", flush=True)
    report(f"queue page 1, all statuses, {where}", compare(side(server, EVERYTHING), bare), "1.5")
    report(f"queue with a verdict chosen, {where}", compare(side(server, FILTERED), bare), "2")
    project = re.search(rb'<option value="(\d+)"', server.get(QUEUE))[1].decode()
    report(f"queue with a project chosen, {where}", compare(side(server, PROJECT.format(project=project)), bare), "2")
    report(f"queue with words that many have, {where}", compare(side(server, WORDS), bare), "2")
    report(f"queue with words of one school, {where}", compare(side(server, ONE_SCHOOL), bare), "2")


def main() -> None:
    with served("queue_100k_40", 100_000, 40) as spread:
        beside_a_bare_list(spread, "spread over 40 hubs")
    with ExitStack() as stack:
        many = stack.enter_context(served("queue_100k", 100_000, 1))
        beside_a_bare_list(many, "in one hub")
        first, deep = side(many, EVERYTHING), side(many, page_link(many, 1000))
        report("queue page 1,000 beside page 1", compare(deep, first), "1.1")
        for name, number in (("queue_1k", 1_000), ("queue_1m", 1_000_000)):
            other = stack.enter_context(served(name, number, 1))
            report(f"queue page 1, {number:,} beside 100,000", compare(side(other, QUEUE), side(many, QUEUE)), "1.1")


if __name__ == "__main__":
    main()
