"""The files of the project as a commit would hold them: what is tracked, and what is new and not ignored."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
LEFT_BY_TOOLS = {".git", ".venv", "var", "staticfiles", "__pycache__", ".ruff_cache", ".pytest_cache", ".hypothesis"}


@cache
def project_files() -> tuple[Path, ...]:
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        names = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout.split("\0")
    except (OSError, subprocess.CalledProcessError):  # no git, or the files came without their history
        names = [str(path) for path in ROOT.rglob("*") if not LEFT_BY_TOOLS & set(path.relative_to(ROOT).parts)]
    return tuple(path for path in sorted(ROOT / name for name in names if name) if path.is_file())


def files(*suffixes: str, under: str = "") -> list[Path]:
    """Files whose names end with one of `suffixes`, below the folder `under`."""
    return [path for path in project_files() if path.name.endswith(suffixes) and path.is_relative_to(ROOT / under)]


def code_files() -> list[Path]:
    """Python written by people: no migrations."""
    return [path for path in files(".py") if "migrations" not in path.parts]


def short(path: Path) -> str:
    return str(path.relative_to(ROOT))


def lines_that_match(paths, pattern) -> list[str]:
    """`file:line: text` of every line where the compiled `pattern` is found."""
    return [
        f"{short(path)}:{number}: {line.strip()[:120]}"
        for path in paths
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]
