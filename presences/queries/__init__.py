"""Reading presences: by séance for the sheet, by parcours for partners, by person for the team."""
