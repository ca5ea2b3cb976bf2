#!/bin/sh
# Say in one sentence what this machine lacks, before Python says it in fifty lines.
# usage: tools/have_python.sh python3.11

python=$1

say() {
    printf '%s\n%s\n' "$1" "$2" >&2
    exit 1
}

command -v "$python" >/dev/null 2>&1 || say \
    "Tedung memerlukan Python 3.11, tetapi $python tidak ditemukan. Pasang dengan: sudo apt install python3.11 python3.11-venv; bila ada di tempat lain: make run PY=/alamat/python3.11" \
    "Tedung needs Python 3.11, and $python was not found. Install it: sudo apt install python3.11 python3.11-venv; if it lies elsewhere: make run PY=/path/to/python3.11"

"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null || say \
    "Tedung memerlukan Python 3.11; $python bukan Python 3.11 atau tidak dapat dijalankan. Tunjukkan yang benar: make run PY=/alamat/python3.11" \
    "Tedung needs Python 3.11; $python is not 3.11 or does not run. Name the right one: make run PY=/path/to/python3.11"

"$python" -c 'import ensurepip, venv' 2>/dev/null || say \
    "$python tidak membawa ensurepip, sehingga lingkungan kerja tidak dapat dibuat. Pasang dengan: sudo apt install python3.11-venv, lalu ulangi." \
    "$python has no ensurepip, so no virtual environment can be made. Install it: sudo apt install python3.11-venv, then try again."
