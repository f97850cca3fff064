#!/bin/sh
# The French catalogue: `update` collects the messages of the code; `check` fails when the catalogue is behind the code
# (tests/test_catalogue.py then looks at the translations themselves).
set -eu
cd "$(dirname "$0")/.."
template=$(mktemp)
trap 'rm -f "$template"' EXIT
options="-d locales -D codesign -l fr --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --omit-header -w 118"
PYTHONPATH=.ci .venv/bin/pybabel --quiet extract -F babel.cfg -k N_ -k _ -k ngettext:1,2 --no-location --sort-output -o "$template" .
case "${1:-check}" in
  update) .venv/bin/pybabel --quiet update -i "$template" $options ;;
  check) .venv/bin/pybabel --quiet update --check -i "$template" $options ;;
esac
