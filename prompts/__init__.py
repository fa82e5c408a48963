"""In which words? Prompt templates and the bot's own wording, as text files."""
