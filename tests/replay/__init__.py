"""Replaying the transcripts that specify what the bot does."""
