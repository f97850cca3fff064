#!/bin/sh
# Make sure that a Chromium or Chrome is there for the browser tests, and certutil, with which one of them trusts the
# certificate authority that a test makes; never skip them in silence.
set -eu
missing=""
found=no
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  if command -v "$name" >/dev/null 2>&1; then found=yes; fi
done
[ "$found" = yes ] || missing="chromium"
command -v certutil >/dev/null 2>&1 || missing="$missing libnss3-tools"
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Not found: $missing. Installing Debian's packages."
  apt-get update -qq
  # shellcheck disable=SC2086 # names of packages, one or two words
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
  exit 0
fi
echo "The browser tests need Chromium or Google Chrome, and certutil, on the PATH. Install them (Debian, Ubuntu: sudo apt install $missing), then run make test again." >&2
exit 1
