"""The training panel, by mouse and keyboard."""
