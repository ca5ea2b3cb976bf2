"""Plain copies of documents: nobody else reads them, and a killed worker leaves none for long."""

import os
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from jobs_of_test import start_worker

from tedung.office.base.scratch import scratch, sweep


@contextmanager
def killed_in_it():
    """Kill a process while it uses a folder, and yield the folder."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with scratch() as folder:
            (folder / "daftar.csv").write_text("I Wayan Sudarma")
            os.write(writer, str(folder).encode())
            signal.pause()
    os.close(writer)
    folder = settings.HOME / "scratch" / Path(os.read(reader, 4096).decode()).name
    os.close(reader)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    yield folder


def test_a_folder_is_ones_own_and_gone_afterwards():
    with scratch() as folder, scratch() as other:
        assert folder != other
        assert folder.stat().st_mode & 0o777 == 0o700
        (folder / "within").mkdir()
    assert not folder.exists()
    assert not other.exists()


def test_a_folder_is_gone_after_a_fault_too():
    with pytest.raises(ValueError, match="x"), scratch() as folder:
        raise ValueError("x")
    assert not folder.exists()


def test_what_a_killed_process_left_is_swept_and_what_is_used_stays():
    with killed_in_it() as left, scratch() as used:
        assert (left / "daftar.csv").exists()
        (used / "daftar.csv").touch()
        assert sweep() == 1
        assert not left.exists()
        assert (used / "daftar.csv").exists()
        assert sweep() == 0


def test_what_is_no_folder_of_ours_is_left_alone(tmp_path):
    (tmp_path / "dokumen").touch()
    with scratch() as used:
        link, file = used.parent / "tautan", used.parent / "berkas"
        link.symlink_to(tmp_path)
        file.touch()
        assert sweep() == 0
        assert (tmp_path / "dokumen").exists()
        link.unlink()
        file.unlink()


@pytest.mark.django_db(transaction=True)
def test_a_worker_begins_by_sweeping():
    with killed_in_it() as left, scratch() as used:
        assert start_worker("--once").wait(60) == 0
        assert not left.exists()
        assert used.exists()
