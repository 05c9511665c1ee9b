"""Recordings made to harm a listener: what is heard, or the error; and nobody else is asked."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from williams_recording.about import recording_of
from williams_recording.sound import decode

from tests.security.bad_recordings import ATTACKS, Hostile, sound
from williams.domain.errors import UnsupportedContent

MOST_SECONDS = 60.0


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_it_is_heard_or_refused_and_leads_nowhere(tmp_path: Path, attack: Hostile) -> None:
    secret = tmp_path / "secret.wav"
    secret.write_bytes(sound())
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        nobody.setblocking(False)
        port = str(nobody.getsockname()[1]).encode()
        source = tmp_path / attack.file
        source.write_bytes(attack.data().replace(b"{secret}", str(secret).encode()).replace(b"{port}", port))
        if attack.fails is None:
            recording_of(source, timeout_seconds=MOST_SECONDS)
            found = decode(source, tmp_path / "sound.wav", timeout_seconds=MOST_SECONDS)
            assert found.seconds == pytest.approx(attack.seconds, abs=0.1)
        else:
            with pytest.raises(attack.fails):
                decode_if_it_has_sound(source, tmp_path)
        with pytest.raises(BlockingIOError):
            nobody.accept()


def decode_if_it_has_sound(source: Path, folder: Path) -> None:
    """Do as the importer does, which asks for the sound only of what has some."""
    if not recording_of(source, timeout_seconds=MOST_SECONDS).has_sound:
        raise UnsupportedContent("It has no track of sound.")
    decode(source, folder / "sound.wav", timeout_seconds=MOST_SECONDS)
