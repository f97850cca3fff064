"""One script per screen, run by the navigation of codesign/ui/main.py."""
