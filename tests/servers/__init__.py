"""Servers on loopback that stand for Telegram and for a model, for the end-to-end tests."""
