"""The tables of this room."""

from codesign.storage import Migrations

migrations = Migrations("scenarios")
