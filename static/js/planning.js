// The week and the day: drag a séance to move it, pull its lower edge to change its end, or press D
// on it and use the arrows. Nothing is written here: dropping opens « Avant d’envoyer », prefilled.
// The form « Déplacer » of each séance does the same without this file.
const QUART = 15;
const SEUIL = 5;
const MINIMUM = 1;

const nombre = (element, lettre) => {
  const classe = [...element.classList].find((c) => new RegExp(`^${lettre}-\\d+$`).test(c));
  return classe ? Number(classe.slice(2)) : null;
};
const ecrire = (element, lettre, valeur) => {
  element.classList.remove(`${lettre}-${nombre(element, lettre)}`);
  element.classList.add(`${lettre}-${valeur}`);
};
const deuxChiffres = (n) => String(n).padStart(2, "0");
const heureIso = (quarts) => `${deuxChiffres(Math.floor(quarts / 4))}:${deuxChiffres((quarts % 4) * QUART)}`;
const heureDite = (quarts) => {
  const minutes = (quarts % 4) * QUART;
  return `${Math.floor(quarts / 4)}\u00a0h${minutes ? `\u00a0${deuxChiffres(minutes)}` : ""}`;
};
const jourDit = (iso) =>
  new Intl.DateTimeFormat("fr", { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));

let geste = null;
let clicAvale = false;

const grille = (element) => element.closest(".semaine[data-de]");
const jours = (racine) => [...racine.querySelectorAll(".jour__grille[data-jour]")].filter((j) => j.offsetParent !== null);
const dire = (texte) => {
  const zone = document.querySelector("[data-glisse-dit]");
  if (zone) zone.textContent = texte;
};

function commencer(bloc, mode) {
  const racine = grille(bloc);
  return {
    bloc, mode, racine,
    liste: bloc.parentElement,
    suivant: bloc.nextSibling,
    classes: bloc.className,
    heures: bloc.querySelector(".seance__heures").innerHTML,
    titre: bloc.querySelector(".seance__titre").textContent.trim(),
    debut: nombre(bloc, "d"),
    duree: nombre(bloc, "l"),
    depart: null, bouge: false,
    de: Number(racine.dataset.de) * 4,
    a: Number(racine.dataset.a) * 4,
  };
}

function etat() {
  const { bloc } = geste;
  const debut = nombre(bloc, "d");
  return { debut, fin: debut + nombre(bloc, "l"), liste: bloc.parentElement };
}

function laisserLaCible() {
  for (const liste of document.querySelectorAll(".jour__grille--cible")) liste.classList.remove("jour__grille--cible");
}

function montrer() {
  const { bloc } = geste;
  const { debut, fin, liste } = etat();
  const texte = `${heureDite(debut)} – ${heureDite(fin)}`;
  bloc.querySelector(".seance__heures").textContent = texte;
  laisserLaCible();
  liste.classList.add("jour__grille--cible");
  const lieu = liste.dataset.lieu ? `, ${liste.dataset.nom}` : "";
  dire(`${geste.titre}\u00a0: ${jourDit(liste.dataset.jour)}, ${texte}${lieu}.`);
}

function poser({ debut, duree, liste }) {
  const { bloc, de, a } = geste;
  const longueur = Math.max(MINIMUM, Math.min(duree, a - de));
  const depart = Math.max(de, Math.min(debut, a - longueur));
  for (const classe of [...bloc.classList]) if (classe.startsWith("voie-")) bloc.classList.remove(classe);
  ecrire(bloc, "d", depart);
  ecrire(bloc, "l", longueur);
  if (liste !== bloc.parentElement) {
    const avaitLeFocus = bloc.contains(document.activeElement);
    liste.append(bloc);
    if (avaitLeFocus) bloc.querySelector("a").focus();
  }
  bloc.classList.add("seance--glissee");
  geste.bouge = true;
  montrer();
}

function rendre() {
  if (!geste) return;
  const { bloc, liste, suivant, classes, heures } = geste;
  const avaitLeFocus = bloc.contains(document.activeElement);
  liste.insertBefore(bloc, suivant);
  bloc.className = classes;
  bloc.querySelector(".seance__heures").innerHTML = heures;
  if (avaitLeFocus) bloc.querySelector("a").focus();
  finir();
  dire("Rien n’a changé.");
}

function finir() {
  laisserLaCible();
  geste = null;
}

// The page that shows who is told; the version read here tells it when somebody else moved it since.
function demander() {
  const { bloc } = geste;
  const { debut, fin, liste } = etat();
  const inchangee = liste === geste.liste && debut === geste.debut && fin === geste.debut + geste.duree;
  if (inchangee) return rendre();
  const formulaire = document.querySelector("[data-glisse-form]");
  const champs = {
    jour: liste.dataset.jour, debut: heureIso(debut), fin: heureIso(fin),
    lieu: liste.dataset.lieu ?? bloc.dataset.lieu, version: bloc.dataset.version,
  };
  for (const [nom, valeur] of Object.entries(champs)) formulaire.elements[nom].value = valeur;
  formulaire.action = bloc.dataset.deplacer;
  dire("Ouverture de « Avant d’envoyer ».");
  finir();
  formulaire.submit();
}

function quartSous(liste, y) {
  const cadre = liste.getBoundingClientRect();
  return geste.de + (y - cadre.top) / (cadre.height / (geste.a - geste.de));
}

function pointeurBas(evenement) {
  const bloc = evenement.target.closest("[data-deplacer]");
  const large = matchMedia("(min-width: 900px)").matches;
  if (!bloc || !large || evenement.button !== 0 || evenement.pointerType === "touch" || geste) return;
  const mode = evenement.target.closest("[data-poignee]") ? "fin" : "tout";
  geste = commencer(bloc, mode);
  geste.depart = { x: evenement.clientX, y: evenement.clientY };
  geste.prise = quartSous(geste.liste, evenement.clientY) - geste.debut;
  if (mode === "fin") evenement.preventDefault();
}

function pointeurBouge(evenement) {
  if (!geste?.depart) return;
  const { x, y } = geste.depart;
  if (!geste.bouge && Math.hypot(evenement.clientX - x, evenement.clientY - y) < SEUIL) return;
  evenement.preventDefault();
  if (geste.mode === "fin") {
    const fin = Math.round(quartSous(geste.liste, evenement.clientY));
    const duree = Math.max(MINIMUM, Math.min(fin, geste.a) - geste.debut);
    return poser({ debut: geste.debut, duree, liste: geste.liste });
  }
  const liste = jours(geste.racine).find((j) => {
    const cadre = j.getBoundingClientRect();
    return evenement.clientX >= cadre.left && evenement.clientX < cadre.right;
  });
  const cible = liste ?? geste.bloc.parentElement;
  poser({ debut: Math.round(quartSous(cible, evenement.clientY) - geste.prise), duree: geste.duree, liste: cible });
}

function pointeurHaut() {
  if (!geste?.depart) return;
  if (!geste.bouge) {
    geste = null;
    return;
  }
  clicAvale = true;
  setTimeout(() => { clicAvale = false; }, 0);
  demander();
}

const PAS = {
  ArrowUp: { debut: -1 }, ArrowDown: { debut: 1 }, ArrowLeft: { jour: -1 }, ArrowRight: { jour: 1 },
};

function touche(evenement) {
  const bloc = evenement.target.closest?.("[data-deplacer]");
  if (!geste) {
    const prend = bloc && evenement.key.toLowerCase() === "d" && !evenement.ctrlKey && !evenement.metaKey && !evenement.altKey;
    if (!prend || !grille(bloc)) return;
    evenement.preventDefault();
    geste = commencer(bloc, "clavier");
    bloc.classList.add("seance--glissee");
    dire(`${geste.titre} est prise. Flèches pour déplacer, Majuscule et flèches pour changer la fin, Entrée pour voir qui est prévenu, Échap pour annuler.`);
    return;
  }
  if (evenement.key === "Escape") {
    evenement.preventDefault();
    return rendre();
  }
  if (geste.mode !== "clavier") return;
  if (evenement.key === "Tab") return rendre();
  if (evenement.key === "Enter") {
    evenement.preventDefault();
    return demander();
  }
  const pas = PAS[evenement.key];
  if (!pas) return;
  evenement.preventDefault();
  const { debut, fin, liste } = etat();
  if (evenement.shiftKey) {
    if (pas.debut) poser({ debut, duree: Math.min(fin - debut + pas.debut, geste.a - debut), liste });
    return;
  }
  const tous = jours(geste.racine);
  const rang = Math.max(0, Math.min(tous.length - 1, tous.indexOf(liste) + (pas.jour ?? 0)));
  poser({ debut: debut + (pas.debut ?? 0), duree: fin - debut, liste: tous[rang] });
}

function poignees() {
  for (const bloc of document.querySelectorAll("[data-deplacer]:not([data-pret])")) {
    bloc.dataset.pret = "";
    const poignee = document.createElement("span");
    poignee.className = "seance__poignee";
    poignee.dataset.poignee = "";
    bloc.append(poignee);
  }
  const aide = document.querySelector("[data-mode-demploi]");
  if (aide && document.querySelector("[data-deplacer]")) aide.hidden = false;
}

document.addEventListener("pointerdown", pointeurBas);
document.addEventListener("pointermove", pointeurBouge);
document.addEventListener("pointerup", pointeurHaut);
document.addEventListener("pointercancel", rendre);
document.addEventListener("dragstart", (e) => { if (e.target.closest?.("[data-deplacer]")) e.preventDefault(); });
document.addEventListener("click", (e) => { if (clicAvale) { e.preventDefault(); e.stopPropagation(); } }, true);
document.addEventListener("keydown", touche);
document.addEventListener("htmx:afterSettle", poignees);
// Back from « Avant d’envoyer »: the page kept by the browser would show the block where it was dropped.
addEventListener("pageshow", (e) => { if (e.persisted) location.reload(); });
poignees();
