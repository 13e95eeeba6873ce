// One tap per person: each answer leaves at once, and again when the network comes back.
// Without this module the same form is sent whole by its buttons.
const formulaire = document.querySelector("[data-feuille]:not([data-fermee])");
const reseau = document.querySelector("[data-reseau]");
const REESSAI = 5000;
const DECONNECTEE = "Cette réponse n’est pas enregistrée : rechargez la page et connectez-vous de nouveau.";
const enAttente = new Set();

const champ = (ligne, nom) => ligne.querySelector(`[name$="-${nom}"]`);
const choisi = (ligne) => ligne.querySelector('input[type="radio"]:checked');

function corps(ligne) {
  const donnees = new URLSearchParams();
  for (const entree of ligne.querySelectorAll("input, select")) {
    if (entree.type !== "radio" || entree.checked) donnees.set(entree.name, entree.value);
  }
  return donnees;
}

function dire(ligne, erreur) {
  const place = ligne.querySelector("[data-erreur]");
  place.textContent = erreur;
  place.hidden = !erreur;
}

function compter(comptes) {
  for (const nombre of document.querySelectorAll("[data-compte]")) {
    nombre.textContent = comptes[nombre.dataset.compte];
  }
  const manque = document.querySelector("[data-manque]");
  const n = comptes.a_remplir;
  if (manque) manque.textContent = n === 0 ? "Tout est rempli" : n === 1 ? "1 réponse manque" : `${n} réponses manquent`;
}

// Shows what the service holds now; an hour still to be written keeps the tapped answer on screen.
function montrer(ligne, etat, refusee) {
  champ(ligne, "avant").value = etat.statut;
  ligne.dataset.statut = etat.statut;
  ligne.classList.toggle("appel__ligne--vide", !etat.statut);
  const vide = ligne.querySelector("[data-vide]");
  if (vide) vide.hidden = Boolean(etat.statut);
  if (!refusee) {
    for (const radio of ligne.querySelectorAll('input[type="radio"]')) radio.checked = radio.value === etat.statut;
    champ(ligne, "arrivee").value = etat.arrivee;
    champ(ligne, "depart").value = etat.depart;
    if (etat.motif) champ(ligne, "motif").value = etat.motif;
  }
  compter(etat.comptes);
}

async function envoyer(ligne) {
  if (!choisi(ligne)) return;
  ligne.classList.add("appel__ligne--envoi");
  const jeton = formulaire.querySelector('[name="csrfmiddlewaretoken"]').value;
  try {
    const reponse = await fetch(ligne.dataset.ligne, {
      method: "POST",
      headers: { "X-CSRFToken": jeton, Accept: "application/json" },
      body: corps(ligne),
    });
    if (!reponse.headers.get("Content-Type")?.includes("json")) {
      dire(ligne, DECONNECTEE);
      ligne.classList.remove("appel__ligne--envoi");
      return;
    }
    const etat = await reponse.json();
    enAttente.delete(ligne);
    dire(ligne, etat.erreur);
    montrer(ligne, etat, reponse.status === 422);
  } catch {
    enAttente.add(ligne);
  }
  ligne.classList.remove("appel__ligne--envoi");
  reseau.hidden = enAttente.size === 0;
}

// One request at a time for one line: the last answer tapped is the one that stays.
const files = new Map();
function mettreEnFile(ligne) {
  const suite = (files.get(ligne) ?? Promise.resolve()).then(() => envoyer(ligne));
  files.set(ligne, suite);
}

if (formulaire) {
  document.documentElement.classList.add("avec-javascript");
  formulaire.addEventListener("change", (evenement) => {
    const ligne = evenement.target.closest("[data-ligne]");
    if (ligne) mettreEnFile(ligne);
  });
  const reprendre = () => { for (const ligne of enAttente) mettreEnFile(ligne); };
  window.addEventListener("online", reprendre);
  setInterval(reprendre, REESSAI);
  // Leaving with answers that have not left yet: the browser asks first.
  window.addEventListener("beforeunload", (evenement) => { if (enAttente.size) evenement.preventDefault(); });
}
