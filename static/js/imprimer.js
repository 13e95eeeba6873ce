// « Imprimer » opens the browser's own print sheet; without this script its menu does the same.
export function impression() {
  for (const bouton of document.querySelectorAll("[data-imprime]")) {
    bouton.hidden = false;
    bouton.addEventListener("click", () => window.print());
  }
}
