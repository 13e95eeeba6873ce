"""The posters: what paper may say to strangers, as data for the templates of typst (CAL-09)."""
