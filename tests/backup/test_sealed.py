"""The outside of a bundle: what was changed, moved, cut or added is noticed."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guides.backup.domain import BackupWrong
from guides.backup.keys import BackupKey
from guides.backup.sealed import CHUNK, SUM, TAG, Opened, Sealing

KEY, OTHER = BackupKey("0a1b2c3d", b"k" * 32), BackupKey("4e5f6a7b", b"o" * 32)
SIZES = [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7]


def sealed(data: bytes, key: BackupKey | None, step: int = 50_000) -> bytes:
    out = io.BytesIO()
    sealing = Sealing(out, key)
    for at in range(0, len(data), step):
        sealing.write(data[at : at + step])
    sealing.seal()
    return out.getvalue()


def opened(bundle: bytes, key: BackupKey | None) -> bytes:
    return Opened(io.BytesIO(bundle), key).readall()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
def test_what_goes_in_comes_out(size: int, key: BackupKey | None):
    data = bytes(n % 251 for n in range(size))
    assert opened(sealed(data, key), key) == data


@given(data=st.binary(max_size=300), step=st.integers(1, 40))
def test_it_does_not_matter_in_what_pieces_it_is_written(data: bytes, step: int):
    assert opened(sealed(data, KEY, step), KEY) == data


@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
@pytest.mark.parametrize("size", [0, 10, CHUNK, 2 * CHUNK])
def test_a_bundle_that_was_cut_anywhere_is_refused(size: int, key: BackupKey | None):
    bundle = sealed(b"x" * size, key)
    head = bundle.index(b"\n") + 1
    whole = {head + n * (CHUNK + TAG) for n in range(3)}  # where a chunk ends
    for length in {0, 5, head - 1, head, *whole, len(bundle) - SUM, len(bundle) - 1}:
        if length < len(bundle):
            with pytest.raises(BackupWrong):
                opened(bundle[:length], key)


@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
def test_a_bundle_with_something_behind_it_is_refused(key: BackupKey | None):
    with pytest.raises(BackupWrong):
        opened(sealed(b"x" * 100, key) + b"y", key)


@pytest.mark.parametrize("key", [KEY, None], ids=["encrypted", "plain"])
def test_one_bit_anywhere_is_noticed(key: BackupKey | None):
    bundle = sealed(b"some words" * 3, key)
    for at in range(len(bundle)):
        changed = bytearray(bundle)
        changed[at] ^= 1
        with pytest.raises(BackupWrong):
            opened(bytes(changed), key)


def test_chunks_cannot_be_swapped_left_out_or_moved_to_another_bundle():
    one, two = (sealed(letter * 3 * CHUNK, KEY) for letter in (b"a", b"b"))
    head, size = one.index(b"\n") + 1, CHUNK + TAG
    first, second, last = (one[head + n * size : head + (n + 1) * size] for n in range(3))
    for wrong in (
        one[:head] + second + first + last,
        one[:head] + first + last,
        one[:head] + first + second,
        one[:head] + first + second + two[head + 2 * size :],
        two[:head] + first + second + last,
    ):
        with pytest.raises(BackupWrong, match="not whole"):
            opened(wrong, KEY)


def test_the_same_words_never_look_the_same():
    bundles = {sealed(b"the same", KEY)[-24:] for _ in range(20)}
    assert len(bundles) == 20


def test_another_key_and_no_key_are_refused_in_words():
    bundle = sealed(b"words", KEY)
    with pytest.raises(BackupWrong, match="0a1b2c3d; the one here is 4e5f6a7b"):
        opened(bundle, OTHER)
    with pytest.raises(BackupWrong, match="here is none"):
        opened(bundle, None)


def test_a_key_that_has_the_name_of_another_opens_nothing():
    with pytest.raises(BackupWrong, match="not whole"):
        opened(sealed(b"words", KEY), BackupKey(KEY.id, OTHER._secret))


def test_a_key_never_shows():
    assert "kkk" not in repr(KEY)


@pytest.mark.parametrize("data", [b"", b"PK\3\4", b"asylum-guides-backup 2 {}\n", b"x" * 5000])
def test_what_is_no_bundle_is_refused_in_words(data: bytes):
    with pytest.raises(BackupWrong, match="no backup that this release can read"):
        opened(data, KEY)
