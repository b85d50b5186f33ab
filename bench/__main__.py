"""`make bench`: one line for each measure: its name, the ratio to a bare equivalent, the goal.

    python -m bench                 all of it
    python -m bench queue save      these alone

Needs PostgreSQL: BENCH_DATABASE_URL, or 127.0.0.1:5432 as postgres. What a ratio is made of goes to stderr.
"""

import importlib
import sys
import traceback

MEASURES = ("queue", "save", "register", "planner")


def main(names: list[str]) -> int:
    unknown = set(names) - set(MEASURES)
    if unknown:
        print(f"No measure {', '.join(sorted(unknown))}. There are: {', '.join(MEASURES)}", file=sys.stderr)
        return 2
    failed = 0
    for name in names or MEASURES:
        try:
            importlib.import_module(f"bench.{name}").main()
        except Exception:  # the other measures are still worth having
            failed += 1
            traceback.print_exc()
            print(f"{name}\tfailed\t-", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
