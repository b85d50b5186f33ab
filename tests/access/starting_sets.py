"""Watches the queries of a request: each SELECT on what belongs to a hub, school or person must say whose it wants.

`Application.objects.visible_to(user)` and its like put a hub, a school, a person or a key into the WHERE. A view that
starts from `.all()` or looks up by what stands in the address alone does not, and is told here with its words.
"""

import re
from functools import cache

from django.apps import apps
from django.db import connection

# Tables of one hub's, school's or person's rows. What everybody may read (openings, groups, pieces) is not among them.
ELSEWHERE = ("workgroups.Place", "accounts.Invitation", "hubs.HubRole", "schools.SchoolRole", "schools.TrustRole")
ELSEWHERE += ("schools.Claim", "schools.ClaimLink")
# Columns that say whose a row is, beside every key of another of these rows, of a hub, a school or a person.
OWNERS = ("hub_id", "school_id", "user_id", "email", "started_email", "token_hash", "place")
FROM = re.compile(r'^SELECT .*? FROM "(\w+)"', re.DOTALL)


NOT_WHOSE = {"project", "opening"}  # many hubs' rows have the same


@cache
def tables() -> dict[str, set[str]]:
    """The tables watched, each with the columns that say whose a row of it is."""
    ours = [*apps.get_app_config("applications").get_models(), *map(apps.get_model, ELSEWHERE)]
    return {
        model._meta.db_table: {
            *OWNERS,
            *(field.column for field in model._meta.fields if field.is_relation and field.name not in NOT_WHOSE),
        }
        for model in ours
    }


def says_whose(sql: str, table: str, owners: set[str]) -> bool:
    """Whether the conditions name an owner, or rows that were found before by their own keys."""
    where = sql.partition(f'FROM "{table}"')[2].partition("WHERE")[2]
    by_owner = any(f'."{column}"' in where for column in owners)
    by_key = re.search(rf'"{table}"\."id" (=|IN)', where) or re.search(r'"id" (=|IN)', where)
    return by_owner or bool(by_key) or " LIMIT 0" in sql or "0 = 1" in where


class Watch:
    """`with Watch() as watch:` … `watch.told` are the queries that say nothing of whose rows they want."""

    def __init__(self):
        self.told: list[str] = []
        self.seen = 0
        self.tables = tables()

    def __call__(self, execute, sql, params, many, context):
        found = FROM.match(sql)
        if found and found[1] in self.tables:
            self.seen += 1
            if not says_whose(sql, found[1], self.tables[found[1]]):
                self.told.append(sql)
        return execute(sql, params, many, context)

    def __enter__(self):
        self.wrapped = connection.execute_wrapper(self)
        self.wrapped.__enter__()
        return self

    def __exit__(self, *error):
        self.wrapped.__exit__(*error)
