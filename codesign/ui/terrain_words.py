"""What the offline page says, in the reader's language. `{n}`, `{name}`… are filled by the page itself."""

from __future__ import annotations

from codesign.i18n import _


def page_words() -> dict[str, str]:
    """Return every sentence of the page by its short name."""
    return {**_link_words(), **_list_words(), **_leaving_words(), **_form_words(), **_consent_words()}


def _link_words() -> dict[str, str]:
    return {
        "title": _("Field notes, offline"),
        "purpose": _("Write without a network. A note leaves by itself when the server is back and this page open."),
        "app": _("Back to the app"),
        "online": _("The server answers."),
        "offline": _("No link with the server. Go on writing: everything is kept on this device."),
        "ended": _("Your session has ended. What you wrote is kept here; sign in to send it."),
        "nobody": _("Nobody is signed in on this device. What waits here is kept for whoever wrote it."),
        "sign_in": _("Sign in"),
        "may_not": _("Your role does not record notes: nothing can be sent from here."),
        "as": _("Signed in: {name}"),
        "last_as": _("Last signed in here: {name}"),
        "plain": _("This address is not secured (http). Here the page cannot be installed, and does not open while the"
                   " server is down. What you write is still kept on this device, and leaves when the server is back."
                   " Leave this page open, and ask the coordination for the secured address (https)."),
        "no_disk": _("This browser keeps nothing on this device. Write only with the server, in the app."),
        "ready": _("Ready to be opened without a network."),
        "install": _("To install it: in the browser’s menu, “Add to home screen”."),
        "certificate": _("Trust the server on this phone"),
        "later": _("The server could not take it yet: {reason}"),
        "trouble": _("The server met a problem. The note is kept here and will be sent again."),
        "foreign": _("The server did not recognise this page. Open it again with the network."),
    }  # fmt: skip


def _list_words() -> dict[str, str]:
    return {
        "new": _("New note"),
        "drafts": _("Being written"),
        "waiting": _("Waiting to leave"),
        "refused": _("Refused, to be mended"),
        "clock": _(
            "The clock of this device says {day}: it seems wrong. Nothing is lost by it. Write the day of what"
            " you tell yourself."
        ),
        "sent": _("Sent"),
        "resume": _("Resume"),
        "mend": _("Mend"),
        "delete": _("Delete"),
        "take_back": _("Take back"),
        "send": _("Send now"),
        "sending": _("Sending…"),
        "old": _("Here for more than {n} days by the clock of this device: send it, or erase it."),
        "words": _("{n} words"),
        "word": _("1 word"),
        "tried": _("already left once, without an answer: it cannot be changed here any more"),
        "code": _("number {code}"),
        "open": _("Open the note"),
        "checks": _("{n} passages may identify someone: settle them on the note."),
        "check": _("1 passage may identify someone: settle it on the note."),
        "kept_head": _("Changed by someone else meanwhile, and left as it is on the server: {fields}."),
        "person": _("{person} is the new pseudonym: write it on the person’s slip."),
        "others": _("{n} texts of other members are on this device. Each is seen and sent by its author alone."),
        "other": _("1 text of another member is on this device. It is seen and sent by its author alone."),
        "hidden": _("Sign in to open what is here."),
    }


def _leaving_words() -> dict[str, str]:
    return {
        "erase_all": _("Erase everything from this device"),
        "erase_ask": _("Erase everything from this device?"),
        "erase_text": _("Notes not sent yet, of which nothing will be left: {n}. What the server has stays there."),
        "erase_others": _("What other members wrote here stays until they send or erase it."),
        "erased": _("Everything of yours is erased from this device."),
        "delete_ask": _("Delete this note from this device?"),
        "delete_text": _("The server does not have it: its text cannot be brought back."),
        "delete_left": _("It already left once: the server may have it. Look in “My notes”."),
        "forget_text": _("Only this line goes; the note stays on the server."),
        "keep": _("Keep it"),
        "queued": _("The note is in the queue: it leaves as soon as the server answers."),
        "gone": _("The note is sent."),
        "not_gone": _("The note was refused: see why below, and mend it."),
        "next": _("Another note of the same occasion"),
        "privacy": _("On this device texts are in clear. They go as soon as the server has them, or when you erase"
                     " them. What was never sent does not go by itself: send it or erase it before lending the phone."),
    }  # fmt: skip


def _form_words() -> dict[str, str]:
    return {
        "back": _("All my notes on this device"),
        "here": _("Kept on this device"),
        "nowhere": _("Not kept yet: this browser refuses. Do not close this page."),
        "elsewhere": _("This note was changed in another window: what you write here is not kept. Open it again."),
        "save": _("Save the note"),
        "problem": _("There is a problem"),
        "why_refused": _("The server refused this note: {reason}"),
        "choose": _("Choose…"),
        "yes": _("Yes"),
        "no": _("No"),
        "details": _("More details"),
        "occasion": _("More about the occasion"),
        "moments": _("Moments"),
        "add_moment": _("Add a moment"),
        "moment": _("Moment {n}"),
        "remove_moment": _("Remove this moment"),
        "old_field": _("From an older form, to be copied elsewhere: {name}"),
        "remove": _("Remove"),
        "need_text": _("A note needs some text. Write what happened, even in one sentence."),
        "future": _("The occasion is dated in the future. Check the date."),
        "future_here": _("This day comes after the one on the clock of this device. If the day is right, save again:"
                         " the note is kept as you wrote it."),
        "guard": _("Names, phones and addresses are looked for when the note arrives: what is found is marked on the"
                   " note and keeps it from being approved. Here, read it again yourself."),
        "media": _("Photos and sounds are added in the app, on the note."),
    }  # fmt: skip


def _consent_words() -> dict[str, str]:
    return {
        "who": _("Who is this note about?"),
        "who_new": _("Someone met for the first time"),
        "who_code": _("Someone who has a pseudonym"),
        "who_without": _("Someone, without a pseudonym"),
        "who_nobody": _("Nobody in particular (public place)"),
        "code_label": _("Pseudonym on the slip"),
        "code_hint": _("Such as P-0042."),
        "facts": _("A few facts, if they were said"),
        "later_code": _("The pseudonym is given when the note arrives."),
        "consent": _("Consent"),
        "again": _("Without a network the register cannot be read: ask again, even someone who agreed before."),
        "mode": _("How consent was given"),
        "purposes": _("What does the person allow?"),
        "language": _("Language of the explanation"),
        "ends": _("Valid until"),
        "ends_hint": _("Left empty, it holds until the person withdraws it."),
        "text": _("Text to read aloud"),
        "text_language": _("Language of the text"),
        "unvalidated": _("To be validated by the team"),
        "read": _("The text was read aloud, and understood"),
        "reason": _("Why no consent is needed"),
        "reason_hint": _("For instance: waiting room, nobody followed"),
        "need_who": _("A note needs a consent: choose whom it is about."),
        "need_mode": _("Say how consent was given: choose one of the answers."),
        "need_note": _("Tick “Take notes” if the person agreed to it: without it, nothing may be written about them."),
        "need_code": _("Write the pseudonym that stands on the person’s slip."),
        "need_reason": _("Say why no consent is needed, for instance: a waiting room, nobody followed."),
    }  # fmt: skip
