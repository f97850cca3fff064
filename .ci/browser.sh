#!/bin/sh
# Make sure that a Chromium or Chrome is there for the browser tests; never skip them in silence.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "No Chromium found: installing Debian's package."
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null
  exit 0
fi
echo "The browser tests need Chromium or Google Chrome on the PATH. Install one (Debian, Ubuntu: sudo apt install chromium), then run make test again." >&2
exit 1
