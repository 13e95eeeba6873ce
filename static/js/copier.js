// The button beside an address: without it, the field is still there to copy from.
for (const bouton of document.querySelectorAll("[data-copier-bouton]")) {
  const champ = document.getElementById(bouton.dataset.copierBouton);
  const mot = bouton.querySelector("[data-copier-mot]");
  if (!champ || !mot) continue;
  bouton.hidden = false;
  mot.setAttribute("aria-live", "polite");
  bouton.addEventListener("click", async () => {
    champ.select();
    try {
      await navigator.clipboard.writeText(champ.value);
      mot.textContent = "Copiée";
    } catch {
      // Refused, or no clipboard over http: the address stays selected.
      mot.textContent = "Sélectionnée";
    }
  });
}
