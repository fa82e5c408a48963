"""`python -m bot`: the command, without its script."""

from bot.cli import main

if __name__ == "__main__":
    main()
