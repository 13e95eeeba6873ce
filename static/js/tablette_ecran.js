// Drawing the sheet: the séance chosen, its lines, its counters, what must be decided.
import { aSigner, demiesDe } from "./tablette_liste.js";
import { ligneDeLaCarte, saitLire, viser } from "./tablette_carte.js";

export const $ = (nom, dans = document) => dans.querySelector(`[data-${nom}]`);
const NOMS = { present: "Là", present_partiel: "En retard", absent_excuse: "A prévenu", absent: "Pas venu·e", "": "à remplir" };
export const DEMIES = { matin: "le matin", apres_midi: "l’après-midi" };
const heure = (moment) => new Date(moment).toLocaleTimeString("fr-FR", { hour: "numeric", minute: "2-digit", timeZone: "Europe/Paris" }).replace(":", "\u00a0h\u00a0");
const mur = (texte) => texte.replace(/^0/, "").replace(":", "\u00a0h\u00a0");
const copie = (modele) => document.getElementById(modele).content.firstElementChild.cloneNode(true);
export const pluriel = (n, un, plusieurs) => `${n}\u00a0${n > 1 ? plusieurs : un}`;

export class Ecran {
  constructor(feuilles, agir, ecart) { this.feuilles = feuilles; this.agir = agir; this.ecart = ecart; this.choisie = null; this.refusees = new Map(); this.ouverte = null; }

  get seance() { return this.feuilles.seances.find((s) => s.seance === this.choisie) ?? this.feuilles.seances[0]; }

  dessiner() {
    const { seance } = this;
    $("titre").textContent = seance ? seance.titre : "Pas de séance aujourd’hui";
    $("quand").textContent = seance ? `${heure(seance.debut)} – ${heure(seance.fin)}` : "Vous n’animez rien aujourd’hui, ou c’est un atelier protégé\u00a0: sa feuille reste sur papier.";
    $("lieu").textContent = seance?.lieu ?? "";
    $("fermee").hidden = !seance?.fermee;
    $("venue").hidden = !seance || seance.fermee;
    this.dessinerLesSeances();
    this.dessinerLesTranchages();
    if (seance) this.dessinerLesLignes(seance);
  }

  dessinerLesSeances() {
    const nav = $("seances");
    nav.hidden = this.feuilles.seances.length < 2;
    nav.replaceChildren(...this.feuilles.seances.map((s) => {
      const bouton = copie("modele-bouton");
      bouton.textContent = `${heure(s.debut)} ${s.titre}`;
      if (s === this.seance) bouton.setAttribute("aria-current", "true");
      bouton.classList.toggle("bouton--plein", s === this.seance);
      bouton.addEventListener("click", () => { this.choisie = s.seance; this.dessiner(); });
      return bouton;
    }));
  }

  dessinerLesLignes(seance) {
    const lignes = this.feuilles.lignes(seance);
    const liste = $("lignes");
    while (liste.children.length > lignes.length) liste.lastElementChild.remove();
    while (liste.children.length < lignes.length) liste.append(copie("modele-ligne"));
    lignes.forEach((ligne, rang) => this.dessinerUneLigne(liste.children[rang], ligne, seance, rang));
    const compte = (...statuts) => lignes.filter((l) => statuts.includes(l.statut)).length;
    const vides = compte("");
    Object.entries({ la: compte("present", "present_partiel"), prevenu: compte("absent_excuse"), absent: compte("absent"), vide: vides }).forEach(([nom, n]) => {
      document.querySelector(`[data-compte="${nom}"]`).textContent = n;
    });
    const nues = lignes.filter((l) => l.statut.startsWith("present")).flatMap((l) => this.dues(seance, l)).length;
    $("manque").textContent = vides || nues
      ? [vides && pluriel(vides, "réponse", "réponses"), nues && pluriel(nues, "signature", "signatures")].filter(Boolean).join(" et ") + (vides + nues > 1 ? " manquent" : " manque")
      : "Tout est rempli";
    $("tous").disabled = !vides || seance.fermee;
    $("cartes").hidden = !lignes.some((l) => l.carte);
    const creneaux = $("venue-creneau");
    creneaux.hidden = !seance.creneaux.length;
    creneaux.querySelector("select").replaceChildren(...seance.creneaux.map((c) => new Option(heure(c.debut), c.creneau)));
  }

  dessinerUneLigne(element, ligne, seance, rang) {
    element.ligne = ligne;
    element.seance = seance.seance;
    const cle = String(ligne.place ?? ligne.venue);
    element.classList.toggle("appel__ligne--vide", !ligne.statut);
    element.classList.toggle("tablette__ligne--attend", Boolean(ligne.attend));
    $("nom", element).textContent = ligne.nom;
    $("legende", element).textContent = ligne.nom;
    const creneau = seance.creneaux.find((c) => c.creneau === ligne.creneau);
    $("precision", element).textContent = [creneau && heure(creneau.debut), ligne.nouvelle && "sans inscription", ligne.arrivee && `arrivée ${mur(ligne.arrivee)}`, ligne.depart && `partie ${mur(ligne.depart)}`].filter(Boolean).join(" · ");
    $("sort", element).textContent = ligne.enConflit ? "à décider" : ligne.attend || ligne.attendSignature ? "gardé ici" : ligne.statut ? "enregistré" : "à remplir";
    for (const radio of element.querySelectorAll('input[type="radio"]')) {
      radio.name = `r-${rang}`;
      radio.checked = radio.value === (this.ouverte === cle ? "present_partiel" : ligne.statut);
      radio.disabled = seance.fermee;
    }
    const partiel = ligne.statut === "present_partiel" || this.ouverte === cle;
    $("heures", element).hidden = !partiel;
    if (document.activeElement !== $("arrivee", element)) $("arrivee", element).value = ligne.arrivee ?? "";
    if (document.activeElement !== $("depart", element)) $("depart", element).value = ligne.depart ?? "";
    $("famille", element).hidden = !(seance.famille && ligne.statut.startsWith("present"));
    $("sieges", element).value = ligne.sieges ?? 1;
    const erreur = this.refusees.get(cle) ?? "";
    $("erreur", element).textContent = erreur;
    $("erreur", element).hidden = !erreur;
    this.dessinerLaSignature(element, ligne, seance);
  }

  // One button, for the first half-day that is not signed; the afternoon's comes at 13:00.
  dessinerLaSignature(element, ligne, seance) {
    const plusieurs = demiesDe(seance, ligne).length > 1;
    const [suivante] = this.dues(seance, ligne);
    element.demie = suivante?.demie;
    const bouton = $("signer-ligne", element);
    bouton.hidden = !ligne.statut.startsWith("present") || !suivante || seance.fermee;
    bouton.textContent = plusieurs && suivante ? `Signer ${DEMIES[suivante.demie]}` : "Signer";
    bouton.setAttribute("aria-label", `${bouton.textContent}, ${ligne.nom}`);
    $("signee", element).hidden = !ligne.signees.length;
    $("signee-texte", element).textContent = plusieurs ? `Signé ${ligne.signees.map((d) => DEMIES[d]).join(" et ")}` : "Signé";
  }

  // Half-days to sign by now, on the centre's clock: the first at once, the second once it has begun.
  dues(seance, ligne) {
    const [premiere] = demiesDe(seance, ligne);
    const quand = Date.now() - 1000 * this.ecart;
    return aSigner(seance, ligne).filter((d) => d.demie === premiere.demie || Date.parse(d.commence) <= quand);
  }

  // Thirteen o'clock comes while nobody touches the screen.
  redessinerLesSignatures() {
    const { seance } = this;
    if (seance) this.feuilles.lignes(seance).forEach((ligne, rang) => { if ($("lignes").children[rang]) this.dessinerLaSignature($("lignes").children[rang], ligne, seance); });
  }

  nomDe(geste) {
    const seance = this.feuilles.seances.find((s) => s.seance === geste.seance);
    if (geste.genre === "venue") return `${geste.prenom} ${geste.initiale}.`;
    return seance?.lignes.find((l) => (geste.place ? l.place === geste.place : l.venue === geste.venue))?.nom ?? "Une personne";
  }

  dessinerLesTranchages() {
    $("tranchages").replaceChildren(...this.feuilles.aTrancher().map((element) => this.tranchage(element)));
  }

  tranchage(element) {
    const { geste, sort } = element;
    const avis = copie("modele-conflit");
    const nom = this.nomDe(geste);
    const boutons = [];
    if (sort.resultat === "conflit") {
      $("qui", avis).textContent = `${nom}\u00a0: il y a deux réponses.`;
      $("ici", avis).textContent = `Sur cette tablette\u00a0: ${NOMS[geste.statut]}, ${heure(geste.faite_le)}.`;
      $("la", avis).textContent = `Au centre\u00a0: ${NOMS[sort.statut]}, ${heure(sort.le)}, par ${sort.par}.`;
      boutons.push(["Garder celle de la tablette", "tablette"], ["Garder celle du centre", "bureau"]);
    } else if (sort.resultat === "question") {
      $("qui", avis).textContent = `Le centre connaît déjà ${nom}`;
      $("ici", avis).textContent = "Est-ce la même personne\u00a0?";
      boutons.push(...sort.propositions.map((p) => [`Oui, ${p.nom}`, "personne", p.personne]), ["Non, une autre personne", "nouvelle"]);
    } else {
      $("qui", avis).textContent = `${nom}\u00a0: ce n’est pas enregistré.`;
      $("ici", avis).textContent = `${NOMS[geste.statut] && geste.genre === "reponse" ? `${NOMS[geste.statut]}. ` : ""}${sort.phrase}`;
      if (geste.genre === "reponse") boutons.push(["Essayer de nouveau", "tablette"]);
      boutons.push(["Laisser comme c’est", "bureau"]);
    }
    for (const [texte, choix, personne] of boutons) {
      const bouton = copie("modele-bouton");
      bouton.textContent = texte;
      bouton.addEventListener("click", () => this.agir.trancher(element, choix, personne, avis));
      $("boutons", avis).append(bouton);
    }
    return avis;
  }

  // A card says who is there: compared by its hash, nothing of it is kept.
  async arriver(lu) {
    const ligne = await ligneDeLaCarte(this.feuilles.lignes(this.seance), lu);
    if (!ligne) {
      $("bonjour").textContent = "Demandez à la personne qui anime.";
      return false;
    }
    if (!ligne.statut) await this.agir.repondre(this.seance.seance, ligne, { statut: "present" });
    $("bonjour").textContent = `Bonjour ${ligne.nom.replace(/ [^ ]+\.$/, "")}, c’est noté`;
    return true;
  }
}

export async function preparerLesCartes(arriver) {
  $("carte").addEventListener("submit", (e) => {
    e.preventDefault();
    arriver(e.target.carte.value);
    e.target.reset();
  });
  $("camera").addEventListener("click", () => viser($("video"), arriver).catch(() => { $("bonjour").textContent = "La caméra ne s’ouvre pas."; }));
  $("camera").hidden = !(await saitLire());
}
