"""`python -m desktop_nn` is the command `desktop-nn`."""

from desktop_nn.cli import main

raise SystemExit(main())
