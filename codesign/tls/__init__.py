"""The door to `cryptography`: a small certificate authority of the team's own, for the laptop that phones join."""

from codesign.tls.authority import CA_DAYS, SERVER_DAYS, Certificates, certificates, fingerprint, own_names

__all__ = ["CA_DAYS", "SERVER_DAYS", "Certificates", "certificates", "fingerprint", "own_names"]
