"""`python -m foedera` does what the command `foedera` does."""

from foedera.cli import main

if __name__ == "__main__":
    main()
