"""Certificates for servers of tests: a root, what it signs, and every way to be wrong."""

import ssl
import warnings
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

Key = ec.EllipticCurvePrivateKey
Issued = tuple[x509.Certificate, Key]
_NOW = datetime.now(UTC)


@cache
def root() -> Issued:
    return _issue("Test Root", None, authority=True)


@cache
def intermediate() -> Issued:
    return _issue("Test Intermediate", root(), authority=True)


def _issue(name: str, issuer: Issued | None, *, authority: bool, address: str = "127.0.0.1", days: int = 1) -> Issued:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer[0].subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(_NOW - timedelta(days=10))
        .not_valid_after(_NOW + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(address))]), critical=False)
        .sign(issuer[1] if issuer else key, hashes.SHA256())
    )
    return certificate, key


def server_context(folder: Path, kind: str) -> ssl.SSLContext:
    """`kind`: good, self-signed, expired, other-host, no-intermediate, old-tls."""
    signer = None if kind == "self-signed" else intermediate() if kind == "no-intermediate" else root()
    address, days = "127.0.0.2" if kind == "other-host" else "127.0.0.1", -1 if kind == "expired" else 1
    certificate, key = _issue("server", signer, authority=False, address=address, days=days)
    path = folder / "server.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + _pem(certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if kind == "old-tls":
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(path)
    return context


def trusted(folder: Path, *issued: Issued) -> str:
    path = folder / "trusted.pem"
    path.write_bytes(b"".join(_pem(certificate) for certificate, _ in issued))
    return str(path)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
