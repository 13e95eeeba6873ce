"""Documents that leave the house about one person."""
