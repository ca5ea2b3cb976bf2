"""Write aside, then rename."""

import pytest

from tedung.errors import TedungError
from tedung.files import OURS, file_aside, folder_aside


def full_disk(path):
    path.write_text("half")
    raise OSError("full")


def test_a_file_takes_its_name_only_when_it_is_whole(tmp_path):
    target = tmp_path / "new" / "bill.csv"
    with file_aside(target) as aside:
        aside.write_text("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert list(target.parent.iterdir()) == [target]


def test_a_fault_leaves_what_was_there(tmp_path):
    target = tmp_path / "bill.csv"
    target.write_text("old")
    with pytest.raises(OSError, match="full"), file_aside(target) as aside:
        full_disk(aside)
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_replaces_an_earlier_one_of_ours(tmp_path):
    target = tmp_path / "result"
    for words in ("first", "second"):
        with folder_aside(target) as aside:
            (aside / words).write_text(words)
    assert {path.name for path in target.iterdir()} == {"second", OURS}
    assert list(tmp_path.iterdir()) == [target]


def test_a_folder_of_somebody_else_is_left_alone(tmp_path):
    target = tmp_path / "photos"
    target.mkdir()
    (target / "wedding.jpg").write_text("dear")
    with pytest.raises(TedungError, match="bukan hasil Tedung"), folder_aside(target):
        pass
    assert (target / "wedding.jpg").read_text() == "dear"


def test_a_fault_leaves_no_half_folder(tmp_path):
    with pytest.raises(OSError, match="full"), folder_aside(tmp_path / "result") as aside:
        full_disk(aside / "half")
    assert list(tmp_path.iterdir()) == []
