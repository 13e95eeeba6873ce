// Menus made of <details>: one open at a time, closed by Escape or by a click elsewhere.
const OUVERTS = "details[data-menu][open], details.filtre-menu[open]";

export function menus() {
  document.addEventListener("click", (evenement) => {
    for (const menu of document.querySelectorAll(OUVERTS)) {
      if (!menu.contains(evenement.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (evenement) => {
    if (evenement.key !== "Escape") return;
    for (const menu of document.querySelectorAll(OUVERTS)) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}
