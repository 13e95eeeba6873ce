// The check-in desk: the camera where the browser reads QR codes; a scanner types and ends its line.
// The sentence goes after some seconds, so that the next person reads nobody else's name.
import { saitLire, viser } from "./tablette_carte.js";

const DUREE = 6000;
const formulaire = document.querySelector("[data-carte]");

async function preparer() {
  const champ = formulaire.querySelector('[name="carte"]');
  const phrase = document.querySelector("[data-phrase]");
  const camera = document.querySelector("[data-camera]");
  const attente = "Montrez votre carte.";
  if (phrase.textContent !== attente) setTimeout(() => { phrase.textContent = attente; }, DUREE);
  document.addEventListener("pointerup", () => setTimeout(() => champ.focus(), 0));
  camera.hidden = !(await saitLire());
  camera.addEventListener("click", () => {
    viser(document.querySelector("[data-video]"), (lu) => {
      champ.value = lu;
      formulaire.requestSubmit();
      return true;
    }).catch(() => { phrase.textContent = "La caméra ne s’ouvre pas."; });
  });
}

if (formulaire) preparer();
