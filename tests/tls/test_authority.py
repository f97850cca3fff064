"""The team's certificate authority: local names alone, short lives, keys that nobody else reads, made once."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import ExtendedKeyUsageOID

from codesign import tls
from codesign.tls import authority

NAMES = ("localhost", "127.0.0.1", "atelier.local", "192.168.12.1")
NOW = datetime(2026, 3, 3, 12, tzinfo=UTC)


def certificate(path: Path) -> x509.Certificate:
    """Read one certificate."""
    return x509.load_pem_x509_certificate(path.read_bytes())


def test_an_authority_vouches_for_local_names_alone(tmp_path: Path) -> None:
    """Whoever stole its key could not pose as a site of the Internet: browsers refuse what lies outside."""
    made = tls.certificates(tmp_path / "tls", [*NAMES, "example.org", "8.8.8.8", "*.local", "x y", "com"], now=NOW)
    assert made.names == NAMES
    limits = certificate(made.authority).extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    permitted = limits.value.permitted_subtrees or []
    networks = [each.value for each in permitted if isinstance(each, x509.IPAddress)]
    assert all(each.is_private or each.is_link_local or each.is_loopback for each in networks)
    assert not any(ipaddress.ip_address("8.8.8.8") in each for each in networks)
    domains = {each.value for each in permitted if isinstance(each, x509.DNSName)}
    assert domains == {"localhost", "local", "home.arpa"}
    use = certificate(made.authority).extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    assert list(use) == [ExtendedKeyUsageOID.SERVER_AUTH]  # no mail, no program, no other authority


def test_a_browser_takes_the_pair_and_keys_are_their_owners_alone(tmp_path: Path) -> None:
    """The files load as a server loads them; lives are short."""
    made = tls.certificates(tmp_path / "tls", NAMES, now=NOW)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.server, made.key)
    ssl.create_default_context(cafile=str(made.authority))
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in (tmp_path / "tls").iterdir()} == dict.fromkeys(
        ("authority.crt", "authority.key", "server.crt", "server.key"), "0o600"
    )
    certificate(made.server).verify_directly_issued_by(certificate(made.authority))
    assert made.until - NOW == timedelta(days=tls.SERVER_DAYS)
    assert certificate(made.authority).not_valid_after_utc - NOW == timedelta(days=tls.CA_DAYS)
    assert tls.fingerprint(made.authority).count(":") == 31


def test_it_is_made_once_and_the_server_is_renewed_in_time(tmp_path: Path) -> None:
    """Phones trust the authority once; its server's changes a month early, or when the machine's names do."""
    first = tls.certificates(tmp_path, NAMES, now=NOW)
    before = (first.authority.read_bytes(), first.server.read_bytes())
    again = tls.certificates(tmp_path, NAMES, now=NOW + timedelta(days=59))
    assert (first.made, again.made) == (True, False)
    assert (again.authority.read_bytes(), again.server.read_bytes()) == before
    later = tls.certificates(tmp_path, NAMES, now=NOW + timedelta(days=61))
    assert later.authority.read_bytes() == before[0]
    assert later.until > again.until
    moved = tls.certificates(tmp_path, [*NAMES, "10.0.0.7"], now=NOW + timedelta(days=62))
    assert "10.0.0.7" in moved.names
    assert not moved.made


def test_a_laptop_that_was_renamed_keeps_its_authority(tmp_path: Path) -> None:
    """Its new name ends in .local, for which the authority may speak; phones need not trust another."""
    first = tls.certificates(tmp_path, NAMES, now=NOW)
    renamed = tls.certificates(tmp_path, [*NAMES, "nouveau", "nouveau.local"], now=NOW)
    assert renamed.names == (*NAMES, "nouveau.local")
    assert (first.made, renamed.made) == (True, False)


def test_an_authority_that_spoke_for_a_bare_name_is_made_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The constraint "com" of a laptop of that name lets its authority vouch for every site that ends so."""
    with monkeypatch.context() as before:
        before.setattr(authority, "_DOMAINS", ("localhost", "local", "home.arpa", "com"))
        tls.certificates(tmp_path, NAMES, now=NOW)
    assert tls.certificates(tmp_path, NAMES, now=NOW).made
    assert not tls.certificates(tmp_path, NAMES, now=NOW).made


def test_files_left_by_a_stop_between_two_writings_are_made_again(tmp_path: Path) -> None:
    """A key of one writing beside the certificate of another starts no server; every such mix is seen and renewed."""
    whole = {path.name: path.read_bytes() for path in _files(tmp_path / "one")}
    other = {path.name: path.read_bytes() for path in _files(tmp_path / "other")}
    for stopped in (("authority.key",), ("authority.key", "authority.crt"), ("server.key",), ("server.crt",)):
        folder = tmp_path / "-".join(stopped)
        folder.mkdir()
        for name, content in whole.items():
            (folder / name).write_bytes(other[name] if name in stopped else content)
        made = tls.certificates(folder, NAMES, now=NOW)
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(made.server, made.key)
        certificate(made.server).verify_directly_issued_by(certificate(made.authority))
        assert made.made == (stopped == ("authority.key",))


def _files(folder: Path) -> list[Path]:
    tls.certificates(folder, NAMES, now=NOW)
    return list(folder.iterdir())


def test_an_authority_near_its_end_or_damaged_is_made_again(tmp_path: Path) -> None:
    """Said as new, so that people know that phones must trust it."""
    tls.certificates(tmp_path, NAMES, now=NOW)
    assert tls.certificates(tmp_path, NAMES, now=NOW + timedelta(days=370)).made
    (tmp_path / "authority.crt").write_text("not a certificate", encoding="utf-8")
    assert tls.certificates(tmp_path, NAMES, now=NOW + timedelta(days=370)).made


def test_this_machine_has_names() -> None:
    """Without a network too."""
    assert tls.own_names()[:2] == ("localhost", "127.0.0.1")
    assert all(each == "localhost" or "." in each or ":" in each for each in tls.own_names())
