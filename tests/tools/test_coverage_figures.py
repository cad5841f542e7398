from __future__ import annotations

from tools.coverage_figures import figures
from tools.layout import PACKAGES

MODULE = {"num_statements": 10, "covered_lines": 9, "num_branches": 4, "covered_branches": 1}


def test_modules_are_added_up_by_package() -> None:
    archive = next(package for package in PACKAGES if package.name == "archive")
    branchless = {"num_statements": 10, "covered_lines": 10, "num_branches": 0, "covered_branches": 0}
    files = {
        f"{archive.sources[0]}/a.py": MODULE,
        f"{archive.sources[0]}/b.py": MODULE,
        "elsewhere.py": branchless,
    }
    assert figures(files).splitlines()[2:] == [
        "| archive | 20 | 90.0 % | 8 | 25.0 % |",
        "| the rest | 10 | 100.0 % | 0 | – |",
        "| all | 30 | 93.3 % | 8 | 25.0 % |",
    ]
