"""An authority of the tests, and what it vouches for: the certificates of a server and of the phone line."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

SIGNS = x509.KeyUsage(
    key_cert_sign=True,
    crl_sign=True,
    **dict.fromkeys(
        ("digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement"), False
    ),
    encipher_only=False,
    decipher_only=False,
)
"""What an authority's key is for; Python 3.13 trusts none that does not say so."""

HOSTS = (x509.IPAddress(IPv4Address("127.0.0.1")), x509.DNSName("api.twilio.com"))
"""Where a certificate is shown: on this machine, and by whoever plays the carrier behind a proxy."""


@dataclass(frozen=True)
class Pair:
    certificate: Path
    key: Path


@dataclass(frozen=True)
class Certificates:
    ca: Path
    ledger: Pair
    line: Pair


def make_certificates(folder: Path) -> Certificates:
    key, name = ec.generate_private_key(ec.SECP256R1()), _name("authority")
    ca = folder / "ca.pem"
    ca.write_bytes(_certificate(name, key, name, key).public_bytes(Encoding.PEM))

    def pair(of: str) -> Pair:
        own = ec.generate_private_key(ec.SECP256R1())
        found = Pair(folder / f"{of}.pem", folder / f"{of}.key")
        found.certificate.write_bytes(_certificate(_name(of), own, name, key).public_bytes(Encoding.PEM))
        found.key.write_bytes(own.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return found

    return Certificates(ca, pair("ledger"), pair("line"))


def _name(of: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, of)])


def _certificate(
    subject: x509.Name, key: ec.EllipticCurvePrivateKey, issuer: x509.Name, by: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    now, is_ca = datetime.now(UTC), subject == issuer
    builder = x509.CertificateBuilder(issuer, subject, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=1))
    builder = builder.add_extension(x509.BasicConstraints(is_ca, None), critical=True)
    builder = builder.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    builder = builder.add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    if is_ca:
        builder = builder.add_extension(SIGNS, critical=True)
    else:
        builder = builder.add_extension(x509.SubjectAlternativeName(HOSTS), critical=False)
    return builder.sign(by, hashes.SHA256())
