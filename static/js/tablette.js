// The tablet's page: known device, code, sheet, sending. It works without network once it has been
// opened with the code; every gesture is sealed on the tablet before anything else happens.
import { Coffre } from "./tablette_coffre.js";
import { $, DEMIES, Ecran, pluriel, preparerLesCartes } from "./tablette_ecran.js";
import { demiesDe, Feuilles } from "./tablette_liste.js";
import { Deconnectee, etat, poster } from "./tablette_reseau.js";
import { Cadre } from "./tablette_signature.js";

const ABSENCE = 5 * 60_000;
const REESSAI = 15_000;
const { tablette, ouvrier } = document.body.dataset;
const page = { etat: null, coffre: null, feuilles: null, ecran: null, cadre: null, signe: null, codeLe: "", reseau: "oui", envoi: null, vue: Date.now() };

function montrer(etape) {
  for (const section of document.querySelectorAll("[data-etape]")) section.hidden = section.dataset.etape !== etape;
  document.querySelector(`[data-etape="${etape}"] :is(input, h1[tabindex])`)?.focus();
}

function dire(formulaire, erreur) {
  const place = $("erreur", formulaire);
  place.textContent = erreur;
  place.hidden = !erreur;
}

// --- Beginning -------------------------------------------------------------------------------

async function garderLaPage() {
  await navigator.serviceWorker.register(ouvrier, { scope: tablette });
  await navigator.serviceWorker.ready;
  const coffre = await caches.open("tablette");
  const fichiers = performance.getEntriesByType("resource").map((r) => new URL(r.name)).filter((u) => u.origin === location.origin && u.pathname.includes("/static/")).map((u) => u.pathname);
  const voulus = [...new Set([tablette, ...fichiers])];
  await Promise.allSettled(voulus.map(async (u) => (await coffre.match(u, { ignoreVary: true })) ?? coffre.add(u)));
  document.body.dataset.prete = "oui";
}

async function demanderLEtat() {
  try {
    page.etat = await etat();
    page.reseau = "oui";
    localStorage.setItem("tablette.compte", page.etat.compte);
  } catch (erreur) {
    page.etat = null;
    page.reseau = erreur instanceof Deconnectee ? "connexion" : "non";
  }
}

async function commencer() {
  await demanderLEtat();
  const compte = page.etat?.compte ?? localStorage.getItem("tablette.compte");
  if (!compte) return montrer(page.reseau === "connexion" ? "connexion" : "reseau");
  page.coffre = await Coffre.de(compte);
  await page.coffre.aJour();
  if (page.etat) garderLaPage();
  if (page.etat?.revoquee) return retirer();
  if (page.etat && !page.etat.appareil) return montrer("appareil");
  if (page.etat && !page.etat.code) return montrer("code");
  const attente = await page.coffre.attente();
  $("attente").hidden = !attente;
  $("attente").textContent = `${pluriel(attente, "réponse attend", "réponses attendent")} sur cette tablette.`;
  if (page.etat || (await page.coffre.peutSOuvrir())) return montrer("ouvrir");
  $("scelle").hidden = !attente;
  return montrer(page.reseau === "connexion" ? "connexion" : "reseau");
}

async function retirer() {
  await page.coffre?.toutEffacer();
  montrer("retiree");
}

function formulaire(etape, agir) {
  const element = document.querySelector(`form[data-etape="${etape}"]`);
  element.addEventListener("submit", async (e) => {
    e.preventDefault();
    const bouton = element.querySelector("button");
    bouton.disabled = true;
    try {
      dire(element, (await agir(element)) ?? "");
    } catch (erreur) {
      dire(element, erreur instanceof Deconnectee ? "Connectez-vous de nouveau." : "Pas de réponse\u00a0: essayez encore.");
    }
    bouton.disabled = false;
  });
}

formulaire("appareil", async (f) => {
  const reponse = await poster("appareil", { libelle: f.libelle.value });
  if (reponse.statut === 200) await commencer();
  return reponse.erreur;
});

formulaire("code", async (f) => {
  if (f.code.value !== f.encore.value) return "Les deux codes ne sont pas les mêmes.";
  const reponse = await poster("code", { code: f.code.value });
  f.reset();
  if (reponse.statut === 200 || reponse.code === "deja") await commencer();
  return reponse.erreur;
});

// --- Opening ---------------------------------------------------------------------------------

async function ouvrirAvecLeReseau(code) {
  const garde = await page.coffre.lire("emport");
  let reponse = await poster("emporter", { code, emport: garde?.reference ?? null });
  if (reponse.statut === 410 && reponse.code === "rendu") {
    await page.coffre.toutEffacer();
    reponse = await poster("emporter", { code, emport: null });
  }
  if (reponse.statut === 410) await retirer();
  if (reponse.bloque) await page.coffre.fermerADouble();
  if (reponse.statut !== 200) return reponse;
  await page.coffre.recevoir(reponse, code);
  if (garde && reponse.jour !== reponse.aujourdhui && !(await page.coffre.attente())) {
    // Yesterday's list with nothing left to send: give it back, take today's.
    await poster("synchro", { emport: reponse.emport, rendre: true });
    await page.coffre.toutEffacer();
    return ouvrirAvecLeReseau(code);
  }
  await page.feuilles.rafraichir(reponse.seances);
  return reponse;
}

async function ouvrirSansReseau(code) {
  const reste = await page.coffre.ouvrir(code);
  if (reste === true) return "";
  if (reste === 0) {
    await commencer();
    return "Cinq codes faux\u00a0: la liste est effacée.";
  }
  return `Ce n’est pas le bon code. Il reste ${pluriel(reste, "essai", "essais")}.`;
}

formulaire("ouvrir", async (f) => {
  const code = f.code.value;
  f.reset();
  page.feuilles = new Feuilles(page.coffre);
  await demanderLEtat();
  if (page.reseau === "oui") {
    const reponse = await ouvrirAvecLeReseau(code);
    if (reponse.statut !== 200) return reponse.erreur;
  } else {
    if (!(await page.coffre.peutSOuvrir())) { await commencer(); return ""; }
    const erreur = await ouvrirSansReseau(code);
    if (erreur) return erreur;
    await page.feuilles.relire();
  }
  page.codeLe = new Date().toISOString();
  await entrer();
  return "";
});

async function entrer() {
  page.vue = Date.now();
  page.ecran = new Ecran(page.feuilles, { repondre, trancher }, (await page.coffre.lire("emport"))?.ecart ?? 0);
  $("temoin").textContent = page.etat ? `Témoin\u00a0: ${page.etat.qui} · l’heure est notée` : "L’heure est notée";
  page.ecran.dessiner();
  montrer("feuille");
  direLeReseau();
  envoyer();
}

// --- Sending ---------------------------------------------------------------------------------

function direLeReseau() {
  const attend = page.feuilles?.aEnvoyer().length ?? 0;
  const titres = { oui: "Réseau", non: "Pas de réseau", connexion: "Connexion finie" };
  $("reseau-titre").textContent = titres[page.reseau];
  $("reseau-detail").textContent = attend
    ? `Tout est gardé ici. ${pluriel(attend, "réponse", "réponses")} à envoyer${page.reseau === "connexion" ? "\u00a0: connectez-vous." : "."}`
    : page.reseau === "oui" ? "Tout est enregistré." : "Rien n’attend.";
  $("reseau").classList.toggle("reseau--envoye", page.reseau === "oui" && !attend);
}

function direLHorloge(ecart) {
  const minutes = Math.round(Math.abs(ecart) / 60);
  $("horloge").hidden = Math.abs(ecart) <= 300;
  $("horloge-texte").textContent = `L’horloge de cette tablette ${ecart > 0 ? "avance" : "retarde"} de ${pluriel(minutes, "minute", "minutes")}. L’heure du service est notée aussi.`;
}

// One sending at a time; what is asked meanwhile waits for it, then goes.
function envoyer() {
  page.envoi = (page.envoi ?? Promise.resolve()).then(envoyerUneFois, envoyerUneFois);
  return page.envoi;
}

async function envoyerUneFois() {
  if (!page.coffre?.cle || !page.feuilles) return;
  const avant = { ...page.feuilles.comptes };
  try {
    const reponse = await page.feuilles.envoyer();
    if (reponse?.statut === 410 || reponse?.code === "revoquee") { await retirer(); return; }
    if (reponse) { page.reseau = "oui"; direLHorloge(reponse.ecart ?? 0); }
    const { comptes } = page.feuilles;
    if (Object.keys(avant).some((nom) => avant[nom] !== comptes[nom])) $("envoi").textContent = `Enregistré\u00a0: ${recit()}.`;
  } catch (erreur) {
    page.reseau = erreur instanceof Deconnectee ? "connexion" : "non";
  }
  if (!page.coffre.cle) return;
  page.ecran.dessiner();
  direLeReseau();
}

function recit() {
  const { reponses, signatures, venues } = page.feuilles.comptes;
  return [pluriel(reponses, "réponse", "réponses"), signatures && pluriel(signatures, "signature", "signatures"), venues && pluriel(venues, "personne en plus", "personnes en plus")].filter(Boolean).join(", ");
}

async function trancher(element, choix, personne, avis) {
  try {
    dire(avis, await page.feuilles.trancher(element, choix, personne));
  } catch {
    dire(avis, "Il faut du réseau pour décider.");
    return;
  }
  page.ecran.dessiner();
  envoyer();
}

async function rendre() {
  await envoyer();
  let reponse = null;
  try {
    reponse = await page.feuilles.rendre();
  } catch { /* said below */ }
  if (reponse?.statut === 410) { await retirer(); return; }
  if (!reponse?.rendu) {
    $("envoi").textContent = page.feuilles.aTrancher().length ? "Décidez d’abord les lignes en haut de la page." : "Pas de réseau\u00a0: tout est gardé ici.";
    return;
  }
  $("bilan").textContent = `Enregistré\u00a0: ${recit()}.`;
  montrer("fin");
}

// --- Gestures --------------------------------------------------------------------------------

async function repondre(seance, ligne, reponse) {
  page.ecran.refusees.delete(String(ligne.place ?? ligne.venue));
  await page.feuilles.repondre(seance, ligne, reponse);
  page.ecran.dessiner();
  envoyer();
}

const maintenantSurLHorlogeDuCentre = async () => new Date(Date.now() - 1000 * ((await page.coffre.lire("emport"))?.ecart ?? 0));

// « En retard » now, if the séance is on; otherwise the hour is asked for first.
async function enRetard(seance, ligne) {
  const tenue = page.feuilles.seances.find((s) => s.seance === seance);
  const quand = await maintenantSurLHorlogeDuCentre();
  if (quand > new Date(tenue.debut) && quand < new Date(tenue.fin)) {
    const arrivee = quand.toLocaleTimeString("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
    return repondre(seance, ligne, { statut: "present_partiel", arrivee });
  }
  page.ecran.ouverte = String(ligne.place ?? ligne.venue);
  page.ecran.refusees.set(page.ecran.ouverte, "Écrivez l’heure d’arrivée ou l’heure de départ.");
  page.ecran.dessiner();
}

$("lignes").addEventListener("change", (e) => {
  const element = e.target.closest("[data-ligne]");
  const { ligne, seance } = element;
  if (e.target.type === "radio") {
    page.ecran.ouverte = null;
    if (e.target.value === "present_partiel") enRetard(seance, ligne);
    else repondre(seance, ligne, { statut: e.target.value, ...(ligne.sieges ? { sieges: ligne.sieges } : {}) });
  } else if (e.target.matches("[data-sieges]")) {
    repondre(seance, ligne, { statut: ligne.statut, arrivee: ligne.arrivee, depart: ligne.depart, sieges: Number(e.target.value) || 1 });
  } else {
    const [arrivee, depart] = [$("arrivee", element).value, $("depart", element).value];
    if (!arrivee && !depart) return;
    page.ecran.ouverte = null;
    repondre(seance, ligne, { statut: "present_partiel", arrivee, depart });
  }
});

$("tous").addEventListener("click", async () => {
  const { seance } = page.ecran;
  for (const ligne of page.feuilles.lignes(seance).filter((l) => !l.statut)) await page.feuilles.repondre(seance.seance, ligne, { statut: "present" });
  page.ecran.dessiner();
  envoyer();
});

$("venue").addEventListener("submit", async (e) => {
  e.preventDefault();
  const f = e.target;
  const [prenom, initiale, creneau] = [f.prenom.value.trim(), f.initiale.value.trim(), Number(f.creneau.value) || null];
  if (!prenom || !initiale) return;
  f.reset();
  await page.feuilles.venir(page.ecran.seance.seance, prenom, initiale.toUpperCase(), creneau);
  page.ecran.dessiner();
  envoyer();
});

$("lignes").addEventListener("click", (e) => {
  if (!e.target.closest("[data-signer-ligne]")) return;
  const element = e.target.closest("[data-ligne]");
  const { ligne, demie } = element;
  page.signe = { ligne, demie, seance: element.seance };
  const tenue = page.feuilles.seances.find((s) => s.seance === element.seance);
  page.cadre ??= new Cadre($("cadre"));
  $("signer").hidden = false;
  page.cadre.effacer();
  $("signer-titre").textContent = `${ligne.nom} signe ici${demiesDe(tenue, ligne).length > 1 ? ` pour ${DEMIES[demie]}` : ""}`;
  $("signer-erreur").hidden = true;
  $("signer").scrollIntoView({ block: "center" });
  $("signer-titre").focus();
});

$("signer-effacer").addEventListener("click", () => page.cadre.effacer());
$("signer-fermer").addEventListener("click", () => { $("signer").hidden = true; });
$("signer-garder").addEventListener("click", async () => {
  if (!page.cadre.traits.length) {
    $("signer-erreur").textContent = "Le cadre est vide.";
    $("signer-erreur").hidden = false;
    return;
  }
  $("signer").hidden = true;
  const { seance, ligne, demie } = page.signe;
  await page.feuilles.signer(seance, ligne, demie, page.cadre.traits, page.codeLe);
  page.cadre.effacer();
  page.ecran.dessiner();
  envoyer();
});

// --- Leaving ---------------------------------------------------------------------------------

async function verrouiller() {
  if (!page.feuilles) return;
  const finie = page.feuilles.seances.every((s) => new Date(s.fin) < new Date());
  if (page.coffre.cle && finie && page.reseau === "oui" && !page.feuilles.file.length) await page.feuilles.rendre().catch(() => null);
  page.coffre.cle = page.coffre.sceau = null;
  page.feuilles = page.ecran = null;
  $("lignes").replaceChildren();
  $("tranchages").replaceChildren();
  await commencer();
}

$("rendre").addEventListener("click", rendre);
$("verrouiller").addEventListener("click", verrouiller);
for (const bouton of document.querySelectorAll("[data-reprendre]")) bouton.addEventListener("click", () => location.reload());
for (const signe of ["pointerdown", "keydown"]) document.addEventListener(signe, () => { page.vue = Date.now(); });
window.addEventListener("online", envoyer);
window.addEventListener("offline", () => { page.reseau = "non"; if (page.feuilles) direLeReseau(); });
setInterval(async () => {
  await page.coffre?.aJour();
  if (page.feuilles && (!page.coffre.cle || Date.now() - page.vue > ABSENCE)) await verrouiller();
  else if (page.feuilles?.aEnvoyer().length) envoyer();
  else page.ecran?.redessinerLesSignatures();
}, REESSAI);

if (!window.isSecureContext || !crypto.subtle || !navigator.serviceWorker || !window.indexedDB) montrer("https");
else {
  preparerLesCartes((lu) => page.ecran?.arriver(lu));
  commencer();
}
