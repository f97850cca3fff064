"""One Chromium for the whole run of the browser tests."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Generator, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or whichever is there."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(path for name in names if (path := shutil.which(name)))
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a fixture know that its test failed, to keep what was on the screens."""
    report = yield
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True
    return report


@pytest.fixture
def failed(request: pytest.FixtureRequest) -> Callable[[], bool]:
    """Say, once the test is over, whether it failed."""
    return lambda: request.node.stash.get(FAILED, False)  # type: ignore[no-any-return]
