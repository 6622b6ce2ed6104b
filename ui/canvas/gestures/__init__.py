"""Mouse gestures, one a file: each begins with a press, moves, and is finished by the release or cancelled by Esc."""
