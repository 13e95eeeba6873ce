"""Pages of the people, the orientations and the parcours; one module per family."""
