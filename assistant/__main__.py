"""`python -m assistant` is `hangar`."""

from assistant.cli.main import main

if __name__ == "__main__":
    raise SystemExit(main())
