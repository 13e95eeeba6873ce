// [data-ouvre="id"] opens a <dialog>; [data-ferme], Escape or a click beside it closes it.
export function dialogues() {
  document.addEventListener("click", (evenement) => {
    const ouvreur = evenement.target.closest("[data-ouvre]");
    if (ouvreur) {
      const boite = document.getElementById(ouvreur.dataset.ouvre);
      if (boite?.showModal) {
        evenement.preventDefault();
        boite.showModal();
      }
      return;
    }
    const fermeur = evenement.target.closest("[data-ferme]");
    if (fermeur) {
      evenement.preventDefault();
      fermeur.closest("dialog")?.close();
    } else if (evenement.target instanceof HTMLDialogElement) {
      const bord = evenement.target.getBoundingClientRect();
      const dedans =
        evenement.clientX >= bord.left && evenement.clientX <= bord.right &&
        evenement.clientY >= bord.top && evenement.clientY <= bord.bottom;
      if (!dedans && evenement.detail > 0) evenement.target.close();
    }
  });
}
