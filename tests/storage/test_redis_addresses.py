"""What stands in the address of several servers, and that nothing of it is guessed."""

import pytest

from storage.redis_addresses import CLUSTER, SENTINEL, addresses, kind_of
from storage.redis_client import open_client

WAIT = 0.1


def test_an_address_of_sentinels_has_their_hosts_the_service_and_both_passwords() -> None:
    found = addresses(
        "redis+sentinel://line:p%40ss@one:1,[::1]:2,three/primary/4?sentinel_password=s%20&health_check_interval=5"
    )
    assert found.hosts == (("one", 1), ("::1", 2), ("three", 26379))
    assert found.path == ("primary", "4")
    assert found.options == {"username": "line", "password": "p@ss", "health_check_interval": 5}
    assert found.sentinel_options == {"password": "s "}
    assert not found.has_tls


def test_an_address_of_a_cluster_has_its_hosts_and_how_they_are_spoken_to() -> None:
    found = addresses("rediss+cluster://:secret@one,two:7000?ssl_ca_certs=/etc/ca.pem")
    assert found.hosts == (("one", 6379), ("two", 7000))
    assert found.options == {"password": "secret", "ssl_ca_certs": "/etc/ca.pem"}
    assert found.has_tls


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("redis://one/0", None),
        ("unix:///a+sentinel", None),
        ("redis+sentinel://one", SENTINEL),
        ("rediss+cluster://one", CLUSTER),
    ],
)
def test_the_scheme_says_what_stands_behind_it(address: str, kind: str | None) -> None:
    assert kind_of(address) == kind


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("redis+sentinel:///line", "a host is missing"),
        ("redis+sentinel://one,,two", "a host is missing"),
        ("redis+sentinel://one:port", "Port could not be cast"),
        ("redis+sentinel://one/a/b/c", "a service and a database"),
        ("redis+sentinel://one/a/b", "invalid literal"),
    ],
)
def test_what_cannot_be_read_is_refused(address: str, fault: str) -> None:
    with pytest.raises(ValueError, match=fault):
        open_client(address, WAIT)


def test_no_password_is_in_what_is_printed() -> None:
    assert "secret" not in repr(addresses("redis+sentinel://:secret@one?sentinel_password=secret"))
