"""`python -m carteira`: the commands."""

from carteira.cli.main import main

if __name__ == "__main__":
    main()
