// One tap per person: each answer leaves at once, and again when the network comes back.
// Without this module the same form is sent whole by its buttons.
const formulaire = document.querySelector("[data-feuille]:not([data-fermee])");
const reseau = document.querySelector("[data-reseau]");
const REESSAI = 5000;
const DECONNECTEE = "Cette réponse n’est pas enregistrée : rechargez la page et connectez-vous de nouveau.";
// Longer than a page takes, shorter than patience: a request that hangs is sent again.
const PATIENCE = 15000;
const enAttente = new Set();
let reprises = 0;
let vue = 0;

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

// Two answers may come back in the other order: the older one has nothing to say of the whole.
function compter({ comptes, version }) {
  if (version < vue) return;
  vue = version;
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
  const par = ligne.querySelector("[data-par]");
  if (par) par.hidden = true;
  if (!refusee) {
    for (const radio of ligne.querySelectorAll('input[type="radio"]')) radio.checked = radio.value === etat.statut;
    champ(ligne, "arrivee").value = etat.arrivee;
    champ(ligne, "depart").value = etat.depart;
    if (etat.motif) champ(ligne, "motif").value = etat.motif;
  }
  if (etat.comptes) compter(etat);
}

// Says what has left and what has not: on each line, and once for all of them.
function direLeReseau() {
  const n = enAttente.size;
  reseau.hidden = n === 0;
  for (const ligne of formulaire.querySelectorAll("[data-ligne]")) {
    ligne.querySelector("[data-attente]").hidden = !enAttente.has(ligne);
  }
  const phrase = n === 1 ? "1 réponse reste à envoyer." : `${n} réponses restent à envoyer.`;
  document.querySelector("[data-a-envoyer]").textContent = n ? phrase : "";
  const bilan = document.querySelector("[data-envoye]");
  const fini = n === 0 && reprises > 0;
  const envoyees = reprises === 1 ? "1 réponse qui attendait est enregistrée." : `${reprises} réponses qui attendaient sont enregistrées.`;
  if (fini) document.querySelector("[data-envoyees]").textContent = `Le réseau est revenu. ${envoyees}`;
  bilan.hidden = !fini;
  document.querySelector("[data-dit]").textContent = n ? `Pas de réseau. ${phrase}` : fini ? envoyees : "";
}

function poster(adresse, donnees) {
  const jeton = formulaire.querySelector('[name="csrfmiddlewaretoken"]').value;
  return fetch(adresse, {
    method: "POST",
    headers: { "X-CSRFToken": jeton, Accept: "application/json" },
    body: donnees,
    signal: AbortSignal.timeout(PATIENCE),
  });
}

async function envoyer(ligne) {
  if (!choisi(ligne)) return;
  ligne.classList.add("appel__ligne--envoi");
  try {
    const reponse = await poster(ligne.dataset.ligne, corps(ligne));
    if (!reponse.headers.get("Content-Type")?.includes("json")) {
      dire(ligne, DECONNECTEE);
      ligne.classList.remove("appel__ligne--envoi");
      return;
    }
    const etat = await reponse.json();
    if (enAttente.delete(ligne) && reponse.ok) reprises += 1;
    dire(ligne, etat.erreur);
    montrer(ligne, etat, reponse.status === 422);
  } catch {
    if (enAttente.size === 0) reprises = 0;
    enAttente.add(ligne);
  }
  ligne.classList.remove("appel__ligne--envoi");
  direLeReseau();
}

// One request at a time for one line: the last answer tapped is the one that stays.
const files = new Map();
function mettreEnFile(ligne) {
  const suite = (files.get(ligne) ?? Promise.resolve()).then(() => envoyer(ligne));
  files.set(ligne, suite);
}

// « Tout le monde est là sauf… » without leaving the page; if it cannot leave, the form is sent.
async function tous(bouton) {
  bouton.disabled = true;
  try {
    const reponse = await poster(formulaire.action, new URLSearchParams({ tous: "oui" }));
    const etat = await reponse.json();
    for (const ligne of formulaire.querySelectorAll("[data-ligne]")) {
      const recu = etat.lignes[ligne.dataset.ligne.split("/").at(-2)];
      if (recu && !enAttente.has(ligne)) montrer(ligne, recu, false);
    }
    compter(etat);
    if (etat.erreur) document.querySelector("[data-dit]").textContent = etat.erreur;
  } catch {
    reseau.hidden = false;
    document.querySelector("[data-a-envoyer]").textContent = "« Tout le monde est là » n’est pas parti : touchez de nouveau.";
  }
  bouton.disabled = false;
}

if (formulaire) {
  document.documentElement.classList.add("avec-javascript");
  formulaire.addEventListener("change", (evenement) => {
    const ligne = evenement.target.closest("[data-ligne]");
    if (ligne) mettreEnFile(ligne);
  });
  formulaire.addEventListener("submit", (evenement) => {
    if (evenement.submitter?.name !== "tous") return;
    evenement.preventDefault();
    tous(evenement.submitter);
  });
  const reprendre = () => { for (const ligne of enAttente) mettreEnFile(ligne); };
  window.addEventListener("online", reprendre);
  setInterval(reprendre, REESSAI);
  // Leaving with answers that have not left yet: the browser asks first.
  window.addEventListener("beforeunload", (evenement) => { if (enAttente.size) evenement.preventDefault(); });
}
