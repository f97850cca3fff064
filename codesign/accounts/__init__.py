"""Members, roles, permissions, sign-ins: who acts."""

from codesign.accounts.actions import (
    add_member,
    change_password,
    check_first,
    create_coordinator,
    deactivate_member,
    edit_member,
    invite_member,
    make_code,
    plain_login,
    reactivate_member,
    sign_everyone_out,
    sign_out_everywhere,
)
from codesign.accounts.carried import KnownMember, carry_members, known_members
from codesign.accounts.joining import keep_coordination, settle_logins
from codesign.accounts.migrations import migrations
from codesign.accounts.model import MACHINE, PERMISSIONS, Actor, Member, Permission, Role
from codesign.accounts.passwords import MIN_LENGTH
from codesign.accounts.reads import has_members, member, member_names, members, open_sessions
from codesign.accounts.signin import (
    SESSION_HOURS,
    Session,
    lock,
    session_of,
    session_of_token,
    sign_in,
    sign_out,
    unlock,
    use_code,
)

__all__ = [
    "MACHINE",
    "MIN_LENGTH",
    "PERMISSIONS",
    "SESSION_HOURS",
    "Actor",
    "KnownMember",
    "Member",
    "Permission",
    "Role",
    "Session",
    "add_member",
    "carry_members",
    "change_password",
    "check_first",
    "create_coordinator",
    "deactivate_member",
    "edit_member",
    "has_members",
    "invite_member",
    "keep_coordination",
    "known_members",
    "lock",
    "make_code",
    "member",
    "member_names",
    "members",
    "migrations",
    "open_sessions",
    "plain_login",
    "reactivate_member",
    "session_of",
    "session_of_token",
    "settle_logins",
    "sign_everyone_out",
    "sign_in",
    "sign_out",
    "sign_out_everywhere",
    "unlock",
    "use_code",
]
