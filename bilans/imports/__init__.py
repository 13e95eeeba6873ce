"""Reading a file that somebody sends, row by row, before anything is written."""
