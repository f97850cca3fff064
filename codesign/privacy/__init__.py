"""The ground rules: participants, consent, pseudonyms, identifiers found in text, small-number masking."""

from codesign.privacy.migrations import migrations

__all__ = ["migrations"]
