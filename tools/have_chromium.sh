#!/bin/sh
# Find a Chromium for the tests of the pages; install Debian's where we are root; else say what is not tested.

for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null 2>&1 && exit 0
done

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Memasang Chromium untuk uji halaman (installing Chromium for the tests of the pages) ..."
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq -y --no-install-recommends install chromium; } >/dev/null 2>&1
    command -v chromium >/dev/null 2>&1 && exit 0
fi

printf '%s\n%s\n' \
    "Chromium tidak ditemukan, jadi halaman tidak diuji di peramban. Pasang dengan: sudo apt install chromium" \
    "Chromium was not found, so the pages are not tested in a browser. Install it: sudo apt install chromium" >&2
