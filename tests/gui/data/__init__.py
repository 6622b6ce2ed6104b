"""The data panel, by mouse and keyboard."""
