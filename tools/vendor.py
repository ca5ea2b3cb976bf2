"""Copy the few files of others that the pages need: ``python tools/vendor.py``.

Each package is fetched by ``npm pack``, from the registry that the machine is set to use; only the files of
the list are kept, under static/vendor/<name>/<version>/ with the licence.  References to source maps go, for
the maps do not come along.  SHA256SUMS beside them says what was taken; ``--check`` compares without network.
"""

import hashlib
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
VENDOR = ROOT / "src/tedung/office/static/vendor"
SUMS = VENDOR / "SHA256SUMS"
MAP = re.compile(rb"\n?(?:/\*|//)[#@] sourceMappingURL=\S+(?: \*/)?")


class Package(NamedTuple):
    """A package: its name on npm, the folder it lands in, its version and the files that are used."""

    npm: str
    name: str
    version: str
    files: tuple[str, ...]


PACKAGES = (
    Package(
        "bootstrap",
        "bootstrap",
        "5.3.9",
        ("dist/css/bootstrap-reboot.min.css",),
    ),
    Package("htmx.org", "htmx", "4.0.1", ("dist/htmx.min.js",)),
    Package(
        "@fontsource-variable/plus-jakarta-sans",
        "plus-jakarta-sans",
        "5.3.0",
        (
            "files/plus-jakarta-sans-latin-wght-normal.woff2",
            "files/plus-jakarta-sans-latin-ext-wght-normal.woff2",
        ),
    ),
)


def main() -> int:
    """Fetch every package, or compare what lies here with its sums."""
    if "--check" in sys.argv[1:]:
        faults = differences()
        print("\n".join(faults) or "every vendored file is as it was taken")
        return 1 if faults else 0
    for package in PACKAGES:
        take(package)
    SUMS.write_text("".join(f"{digest}  {name}\n" for name, digest in sums().items()), "utf-8")
    return 0


def take(package: Package) -> None:
    """Put the files of a package and its licence in their folder."""
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run(
            ["npm", "pack", "--silent", f"{package.npm}@{package.version}"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()[-1]
        with tarfile.open(Path(folder) / packed) as archive:
            for name in (*package.files, "LICENSE"):
                member = archive.extractfile(f"package/{name}")
                if member is None:
                    raise SystemExit(f"{package.npm} {package.version} has no {name}")
                _put(place(package, name), member.read())


def place(package: Package, name: str) -> Path:
    """Return where a file of a package lies in the repository."""
    return VENDOR / package.name / package.version / Path(name).name


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".woff2":
        content = MAP.sub(b"", content).replace(b"\r\n", b"\n").rstrip() + b"\n"
    path.write_bytes(content)


def sums() -> dict[str, str]:
    """Return the SHA-256 of every vendored file, by its path below the folder."""
    files = sorted(path for path in VENDOR.rglob("*") if path.is_file() and path != SUMS)
    return {str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def differences() -> list[str]:
    """Name each file that is missing, new or other than its sum says."""
    taken = dict(reversed(line.split("  ")) for line in SUMS.read_text("utf-8").splitlines())
    found = sums()
    return [
        f"{name}: not as it was taken"
        for name in sorted({*taken, *found})
        if taken.get(name) != found.get(name)
    ]


if __name__ == "__main__":
    sys.exit(main())
