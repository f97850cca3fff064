"""Sectors and reference figures of Montréal-Nord."""
