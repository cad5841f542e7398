"""What a trace of the system's calls tells; ``make torture`` traces the commands."""

from __future__ import annotations

from tools.attacks.system_calls import called, unsynced

WRITTEN = "7 pwrite64(3</a/archive.db-wal>, ..., 4096, 0) = 4096"
SYNCED = "7 fdatasync(3</a/archive.db-wal>) = 0"
SAID = '7 write(1<pipe:[1]>, "Tagged 1 article.", 17) = 17'


def test_what_is_said_before_it_is_synced_is_told() -> None:
    assert unsynced([WRITTEN, SYNCED, SAID]) == ""
    assert unsynced([WRITTEN, SAID, SYNCED]).startswith("['/a/archive.db-wal'] was not synced")
    assert unsynced([WRITTEN.replace("-wal", "-shm"), SAID]) == ""
    assert unsynced([SYNCED, WRITTEN, SAID])


def test_only_addresses_of_a_network_are_calls() -> None:
    call = "7 connect(4<socket:[2]>, {sa_family=AF_INET, sin_port=htons(80)}, 16) = 0"
    assert called([WRITTEN, call]).startswith("connect(")
    assert called([WRITTEN, call.replace("AF_INET", "AF_UNIX")]) == ""
