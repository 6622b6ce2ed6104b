"""What a user does, from start to end."""
