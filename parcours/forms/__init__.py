"""Forms of the people, the orientations, the parcours and the interviews."""
