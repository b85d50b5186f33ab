"""Short files, short functions, and one writer of statuses."""

import ast
from functools import cache

from tests.repository.files import code_files, files, short

LONGEST_FILE, USUAL_FILE = 400, 200
LONGEST_FUNCTION, USUAL_FUNCTION = 50, 25
USUAL_TEMPLATE = 80
TASK_LINES = 8
ONE_WRITER = "journal/moves.py"


def p90(numbers) -> int:
    numbers = sorted(numbers)
    return numbers[int(len(numbers) * 0.9)]


def lengths(paths) -> dict[str, int]:
    return {short(path): len(path.read_text().splitlines()) for path in paths}


@cache
def trees():
    return {short(path): ast.parse(path.read_text()) for path in code_files()}


def functions():
    """(file, node) of every function of the project."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [(name, node) for name, tree in trees().items() for node in ast.walk(tree) if isinstance(node, kinds)]


def test_code_files_are_short():
    found = lengths(code_files())
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FILE} == {}
    assert p90(found.values()) <= USUAL_FILE


def test_functions_are_short():
    found = {f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1 for name, node in functions()}
    assert {name: lines for name, lines in found.items() if lines > LONGEST_FUNCTION} == {}
    assert p90(found.values()) <= USUAL_FUNCTION


def test_templates_are_short():
    assert p90(lengths(files(".html", under="templates")).values()) <= USUAL_TEMPLATE


def test_tasks_only_delegate():
    long = [
        f"{name}:{node.name}"
        for name, node in functions()
        if name.endswith("tasks.py") and node.end_lineno - node.body[0].lineno > TASK_LINES
    ]
    assert long == []


def test_one_line_of_the_project_writes_a_status():
    app_code = {name: tree for name, tree in trees().items() if not name.startswith(("tests/", "bench/"))}
    found = [
        f"{name}:{node.lineno}" for name, tree in app_code.items() for node in ast.walk(tree) if writes_a_status(node)
    ]
    assert [place for place in found if not place.startswith(ONE_WRITER)] == []


def writes_a_status(node) -> bool:
    """`x.status = …`, `.update(status=…)`, `setattr(x, "status", …)` or `bulk_update(…, ["status"])`."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        return any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets)
    if not isinstance(node, ast.Call):
        return False
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    if name == "update":
        return any(keyword.arg == "status" for keyword in node.keywords)
    words = {item.value for item in ast.walk(node) if isinstance(item, ast.Constant)}
    return name in ("setattr", "bulk_update") and "status" in words


def test_the_watch_over_statuses_sees_each_way_of_writing_one():
    ways = ["a.status = 1", "q.update(status=1)", "setattr(a, 'status', 1)", "q.bulk_update(a, ['status'])"]
    for way in ways:
        assert any(writes_a_status(node) for node in ast.walk(ast.parse(way))), way
    assert not any(writes_a_status(node) for node in ast.walk(ast.parse("a.filter(status=1); b = a.status")))


def test_there_is_no_drawer_for_everything():
    drawers = {"common", "core", "utils", "helpers", "misc", "signals"}
    assert [name for name in trees() if drawers & {part.removesuffix(".py") for part in name.split("/")}] == []


def test_no_model_overrides_save_and_nothing_listens_to_signals():
    forbidden = {"post_save", "pre_save", "post_delete", "pre_delete", "m2m_changed"}
    saves = [
        f"{name}:{node.lineno}" for name, node in functions() if name.endswith("models.py") and node.name == "save"
    ]
    heard = [
        name
        for name, tree in trees().items()
        if any(isinstance(node, ast.alias) and node.name in forbidden for node in ast.walk(tree))
    ]
    assert saves + heard == []
