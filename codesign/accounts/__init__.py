"""Members, roles, permissions, sign-ins: who acts."""

from codesign.accounts.migrations import migrations
from codesign.accounts.model import MACHINE, PERMISSIONS, Actor, Member, Permission, Role

__all__ = ["MACHINE", "PERMISSIONS", "Actor", "Member", "Permission", "Role", "migrations"]
