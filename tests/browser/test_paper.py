"""The consent form on paper, as a real browser prints it."""

from __future__ import annotations

from io import BytesIO

import pytest
from playwright.sync_api import Browser
from pypdf import PdfReader

from codesign import privacy
from codesign.privacy import ConsentText
from codesign.ui.aloud import paper

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("text", privacy.consent_texts().values(), ids=lambda text: str(text.language))
def test_a_consent_form_is_one_sheet_of_paper(text: ConsentText, chromium: Browser) -> None:
    """The boxes, the signature and the slip to keep stand together, on letter."""
    page = chromium.new_page()
    page.set_content(paper(text))
    printed = page.pdf(prefer_css_page_size=True)
    page.close()
    (sheet,) = PdfReader(BytesIO(printed)).pages
    assert [round(float(each)) for each in sheet.mediabox[2:]] == [612, 792]
    assert text.right_to_left or text.form["keep"][:9] in sheet.extract_text()


def test_that_a_text_is_to_be_validated_is_said_once_in_each_language() -> None:
    """In that of the person, and in that of who reads the screen where it is another."""
    told = {each.language: paper(each).count("faire valider") for each in privacy.consent_texts().values()}
    assert told == dict.fromkeys(told, 1)
