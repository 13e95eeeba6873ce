"""Every write of the people, orientations, parcours and interviews; imported by module."""
