"""Imports and exports: what enters and leaves the house."""
