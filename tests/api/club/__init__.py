"""Clubs, through the command line and through the rooms that every door shares."""
