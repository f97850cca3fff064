"""Indicators for the steering group: numbers only, masked."""
