"""The playbook that the tests stand on is right in every way, so that what a test sees is the code's doing."""

from pathlib import Path

from macros.validation.check import check
from tests.copies import PLAYBOOK


def test_nothing_is_wrong_with_it_and_nothing_worth_a_look(playbook_root: Path) -> None:
    result = check(playbook_root)
    assert [str(problem) for problem in result.problems] == []
    assert result.playbook is not None


def test_the_copy_to_build_from_has_its_data_and_pages_alone(playbook_root: Path) -> None:
    for folder, pattern in (("data", "*.yml"), ("docs", "*.md"), ("ledger", "*.txt")):
        own, copied = (
            {path.relative_to(root) for path in (root / folder).rglob(pattern)} for root in (PLAYBOOK, playbook_root)
        )
        assert own == copied, folder
