"""An authority that can vouch for machines of a local network alone, and the certificate of this one.

Browsers keep service workers, microphones and cameras for secured addresses, and no public authority signs the name of
a laptop on a hotspot. The authority's name constraints shut out every public name and address: a phone that trusts it
gives nobody the means to pose as a site on the Internet, even if its key is stolen.
"""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CA_DAYS = 397
SERVER_DAYS = 90
_RENEW_BEFORE = timedelta(days=30)
_EARLY = timedelta(hours=1)  # the clock of a phone may be late
_DOMAINS = ("localhost", "local", "home.arpa")
_NETWORKS = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16",
    "::1/128", "fc00::/7", "fe80::/10",
)  # fmt: skip
# No bare name of a machine: a constraint covers what stands under it, so a laptop called "com" would vouch for ".com".
_NAME = re.compile(r"localhost|[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.local|\.home\.arpa)")

Key = ec.EllipticCurvePrivateKey
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


@dataclass(frozen=True, slots=True)
class Certificates:
    """Where the files are, and what the server's certificate is for; `made` says that the authority is new."""

    authority: Path
    server: Path
    key: Path
    names: tuple[str, ...]
    until: datetime
    made: bool


def certificates(folder: Path, names: Sequence[str], *, now: datetime | None = None) -> Certificates:
    """Return the files of an authority and of a server certificate for `names`, made or renewed when needed.

    Names and addresses outside local networks are left out. The authority is made once, and again a month before its
    end or when its files do not fit (another key, wider names): phones must then trust the new one. Keys are readable
    by their owner alone.
    """
    at = now or datetime.now(UTC)
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    paths = {name: folder / name for name in ("authority.crt", "authority.key", "server.crt", "server.key")}
    wanted = tuple(dict.fromkeys(each for each in names if _is_local(each)))
    authority = _pair(paths["authority.crt"], paths["authority.key"], at)
    made = authority is None or not _narrow(authority)
    if authority is None or made:
        authority = _make_authority(paths["authority.crt"], paths["authority.key"], at)
    server = _pair(paths["server.crt"], paths["server.key"], at)
    if server is None or not _issued(server, authority) or _names_of(server) != set(wanted):
        server = _make_server(paths, authority, wanted, at)
    until = server.not_valid_after_utc
    return Certificates(paths["authority.crt"], paths["server.crt"], paths["server.key"], wanted, until, made)


def fingerprint(path: Path) -> str:
    """Return the SHA-256 of a certificate, as phones show it: pairs of digits that people compare."""
    return x509.load_pem_x509_certificate(path.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()


def own_names() -> tuple[str, ...]:
    """Return what this machine is called and its addresses on the local network; nothing is sent to find them."""
    host = socket.gethostname().split(".")[0].lower()
    named = f"{host}.local"
    return ("localhost", "127.0.0.1", *((named,) if _NAME.fullmatch(named) else ()), *_addresses())


def _addresses() -> tuple[str, ...]:
    """Return this machine's address on the way out: a UDP socket that is connected and sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.168.255.255", 9))
        except OSError:
            return ()
        return (str(probe.getsockname()[0]),)


def _is_local(name: str) -> bool:
    address = _address(name)
    if address is None:
        return bool(_NAME.fullmatch(name))
    return any(address in each for each in map(ipaddress.ip_network, _NETWORKS))


def _address(name: str) -> Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


def _narrow(authority: x509.Certificate) -> bool:
    """Say whether an authority speaks for local names alone: earlier ones took the bare name of the machine too."""
    try:
        limits = authority.extensions.get_extension_for_class(x509.NameConstraints).value
    except x509.ExtensionNotFound:
        return False
    return {each.value for each in limits.permitted_subtrees or [] if isinstance(each, x509.DNSName)} == set(_DOMAINS)


def _issued(server: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        server.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True


def _pair(path: Path, key: Path, at: datetime) -> x509.Certificate | None:
    """Return a certificate that is good for a month and more and whose key lies beside it; None asks for another."""
    try:
        found = x509.load_pem_x509_certificate(path.read_bytes())
        beside = serialization.load_pem_private_key(key.read_bytes(), None)
    except (OSError, ValueError, TypeError):
        return None
    if found.public_key() != beside.public_key():
        return None
    return found if found.not_valid_before_utc <= at and at + _RENEW_BEFORE < found.not_valid_after_utc else None


def _names_of(certificate: x509.Certificate) -> set[str]:
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return {str(each.value) for each in names}


def _general(names: Iterable[str]) -> list[x509.GeneralName]:
    found: list[x509.GeneralName] = []
    for each in names:
        address = _address(each)
        found.append(x509.DNSName(each) if address is None else x509.IPAddress(address))
    return found


def _builder(subject: x509.Name, issuer: x509.Name, key: Key, at: datetime, days: int) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _EARLY)
        .not_valid_after(at + timedelta(days=days))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs, key_cert_sign=signs, crl_sign=signs, content_commitment=False,
        key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip


def _make_authority(path: Path, key_path: Path, at: datetime) -> x509.Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Codesign {at:%Y-%m-%d}")])
    permitted: list[x509.GeneralName] = [x509.DNSName(each) for each in _DOMAINS]
    permitted += [x509.IPAddress(ipaddress.ip_network(each)) for each in _NETWORKS]
    made = (
        _builder(name, name, key, at, CA_DAYS)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.NameConstraints(permitted, None), critical=True)
        .sign(key, hashes.SHA256())
    )
    _write_pair(key_path, _pem(key), path, made)
    return made


def _make_server(
    paths: dict[str, Path], authority: x509.Certificate, names: Sequence[str], at: datetime
) -> x509.Certificate:
    signer = serialization.load_pem_private_key(paths["authority.key"].read_bytes(), None)
    assert isinstance(signer, ec.EllipticCurvePrivateKey)  # noqa: S101 - we made it; tells the type checker
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, names[0])])
    days = min(SERVER_DAYS, (authority.not_valid_after_utc - at).days)
    made = (
        _builder(subject, authority.subject, key, at, days)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(_general(names)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key()), critical=False)
        .sign(signer, hashes.SHA256())
    )
    _write_pair(paths["server.key"], _pem(key), paths["server.crt"], made)
    return made


def _pem(key: Key) -> bytes:
    plain = serialization.NoEncryption()  # the server must start without anybody; the file is its owner's alone
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _write_pair(key_path: Path, key: bytes, path: Path, certificate: x509.Certificate) -> None:
    """Write both beside their places, then move them: stopped between the two moves, `_pair` sees it at next start."""
    fresh = [_fresh(key_path, key), _fresh(path, certificate.public_bytes(serialization.Encoding.PEM))]
    for each, place in zip(fresh, (key_path, path), strict=True):
        each.replace(place)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _fresh(path: Path, content: bytes) -> Path:
    """Write a file that its owner alone may read beside its place, on the disk when this returns."""
    fresh = path.with_name(f"{path.name}.new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    return fresh
