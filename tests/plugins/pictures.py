"""Pictures of pages for the documentation, kept where somebody asks for them."""

import os
import struct
import zlib
from pathlib import Path

import numpy as np

PLACE = Path(__file__).parents[2] / "docs/images"
SHOWN = {
    *("usulan-berkas-1280", "periksa-usulan-360", "seleksi-1280", "tetapkan-1280"),
    *("tahun-wadah-1280", "tahun-selisih-1280", "tahun-lapor-360", "tahun-mutasi-1280"),
    *("tahun-anggaran-1280", "tahun-rekonsiliasi-360", "tahun-kepesertaan-1280", "tahun-buku-1280"),
}
"""The pictures that the documentation shows, by name and width."""
SIGN, HEAD, DEPTH = b"\x89PNG\r\n\x1a\n", ">IIBBBBB", 8


def keep(page, name):
    """Keep a page's picture: `TEDUNG_PICTURES=1` what the documentation shows, a folder's name all, in there."""
    asked = os.environ.get("TEDUNG_PICTURES", "")
    if asked == "1" and name in SHOWN:
        (PLACE / f"{name}.png").write_bytes(small(page.screenshot(full_page=True)))
    elif asked not in {"", "1"}:
        page.screenshot(path=Path(asked) / f"{name}.png", full_page=True)


def small(png):
    """Return a picture with at most 256 colours: a page has few, and its letters stay as sharp."""
    width, height, pixels = _read(png)
    packed = pixels.astype(np.uint32) @ np.array([1 << 16, 1 << 8, 1], np.uint32)
    exact, index, many = np.unique(packed, return_inverse=True, return_counts=True)
    colours, place = _few(exact, many)
    index = place[index]
    lines = np.zeros((height, width + 1), np.uint8)  # each line begins with its filter: none
    lines[:, 1:] = index.reshape(height, width)
    palette = np.stack([colours >> 16, colours >> 8, colours], axis=1).astype(np.uint8).tobytes()
    head = struct.pack(HEAD, width, height, DEPTH, 3, 0, 0, 0)
    data = zlib.compress(lines.tobytes(), 9)
    parts = ((b"IHDR", head), (b"PLTE", palette), (b"IDAT", data), (b"IEND", b""))
    return SIGN + b"".join(_part(kind, content) for kind, content in parts)


def _few(exact, many):
    """Return at most 256 colours, and for each of `exact` its place in them: the commonest of those alike."""
    for bits in range(8):
        mask = 0xFF >> bits << bits
        alike = exact & (mask << 16 | mask << 8 | mask)
        groups, place = np.unique(alike, return_inverse=True)
        if len(groups) <= 256:
            break
    colours = np.zeros(len(groups), np.uint32)
    order = np.argsort(many, kind="stable")
    colours[place[order]] = exact[order]  # the commonest is written last
    return colours, place


def _part(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _read(png):
    """Return width, height and the pixels (height * width, 3) of what Chromium wrote."""
    place, data = len(SIGN), b""
    while place < len(png):
        (size,) = struct.unpack_from(">I", png, place)
        kind, content = png[place + 4 : place + 8], png[place + 8 : place + 8 + size]
        if kind == b"IHDR":
            width, height, _depth, colour, *_rest = struct.unpack(HEAD, content)
        data += content if kind == b"IDAT" else b""
        place += 12 + size
    channels = {2: 3, 6: 4}[colour]
    lines = np.frombuffer(zlib.decompress(data), np.uint8).reshape(height, 1 + width * channels)
    return width, height, _unfiltered(lines, channels)[:, :, :3].reshape(-1, 3)


def _unfiltered(lines, channels):
    """Take the filter of each line back (PNG, section 9)."""
    found = np.zeros((len(lines), lines.shape[1] // channels, channels), np.uint8)
    before = np.zeros_like(found[0])
    for number, line in enumerate(lines):
        kind, row = int(line[0]), line[1:].reshape(-1, channels)
        if kind in {0, 2}:
            found[number] = row + (before if kind else 0)
        else:
            found[number] = _by_the_left(kind, row.astype(int), before.astype(int))
        before = found[number]
    return found


def _by_the_left(kind, row, above):
    """Take a filter back that looks at the pixel on the left: 1 as it is, 3 the mean, 4 Paeth's."""
    if kind == 1:
        return np.cumsum(row, axis=0) % 256
    made, left, corner = [], [0] * row.shape[1], [0] * row.shape[1]
    for pixel, up in zip(row.tolist(), above.tolist(), strict=True):
        if kind == 3:
            guess = [(a + b) // 2 for a, b in zip(left, up, strict=True)]
        else:
            guess = [_paeth(*one) for one in zip(left, up, corner, strict=True)]
        left = [(a + b) % 256 for a, b in zip(pixel, guess, strict=True)]
        corner = up
        made.append(left)
    return np.array(made)


def _paeth(left, up, corner):
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
