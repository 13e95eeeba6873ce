// Three buttons: light, dark, as the system does.
const racine = document.documentElement;

function appliquer(valeur) {
  if (valeur) racine.dataset.theme = valeur;
  else delete racine.dataset.theme;
  try {
    if (valeur) localStorage.setItem("theme", valeur);
    else localStorage.removeItem("theme");
  } catch {
    // A browser that keeps nothing: the choice lasts as long as the page.
  }
  for (const bouton of document.querySelectorAll("[data-theme-valeur]")) {
    bouton.setAttribute("aria-pressed", String(bouton.dataset.themeValeur === valeur));
  }
}

export function choixDuTheme() {
  for (const groupe of document.querySelectorAll("[data-theme-choix]")) {
    groupe.hidden = false;
    groupe.addEventListener("click", (evenement) => {
      const bouton = evenement.target.closest("[data-theme-valeur]");
      if (bouton) appliquer(bouton.dataset.themeValeur);
    });
  }
  appliquer(racine.dataset.theme ?? "");
}
