// Typing the signed paper back: Enter goes to the next line, then to the button.
const formulaire = document.querySelector("[data-saisie]");

if (formulaire) {
  const champs = [...formulaire.querySelectorAll('input[name^="c-"]')];
  formulaire.addEventListener("keydown", (evenement) => {
    const rang = champs.indexOf(evenement.target);
    if (rang < 0 || !["Enter", "ArrowDown", "ArrowUp"].includes(evenement.key)) return;
    const suivant = evenement.key === "ArrowUp" ? champs[rang - 1] : champs[rang + 1] ?? formulaire.querySelector("[data-fin]");
    if (!suivant) return;
    evenement.preventDefault();
    suivant.focus();
    suivant.select?.();
  });
}
