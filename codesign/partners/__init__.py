"""Organisations and the services that they offer."""

from codesign.partners.migrations import migrations

__all__ = ["migrations"]
