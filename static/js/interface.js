// What every staff page does with JavaScript; all of it has a way without.
import { choixDuTheme } from "./theme_choix.js";
import { dialogues } from "./dialogue.js";
import { impression } from "./imprimer.js";
import { menus } from "./menu.js";
import { messages } from "./messages.js";

choixDuTheme();
dialogues();
impression();
menus();
messages();

// A refused form: the reader starts at the summary of what to correct.
document.querySelector("[data-erreurs]")?.focus();
