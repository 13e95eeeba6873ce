// The sheet as the tablet knows it: what the service said when it left, and the gestures made since.
// Reading, changing and sending hold one lock, so that two tabs never write over each other.
import { poster } from "./tablette_reseau.js";

const PAQUET = 25;
const verrou = (faire) => (navigator.locks ? navigator.locks.request("tablette", faire) : faire());
const nouveau = (genre, seance, champs) => ({ cle: crypto.randomUUID(), genre, seance, faite_le: new Date().toISOString(), ...champs });
const cible = (ligne) => (ligne.place ? { place: ligne.place } : { venue: ligne.venue });
const pareille = (ligne, geste) => (geste.place ? geste.place === ligne.place : geste.venue && geste.venue === ligne.venue);

// The half-days that somebody signs: those of her séance or slot, less those her hours leave out.
export function demiesDe(seance, ligne) {
  const tenue = seance.creneaux.find((c) => c.creneau === ligne.creneau) ?? seance;
  const presentes = tenue.demies.filter((d) => !(ligne.arrivee && ligne.arrivee >= d.fin) && !(ligne.depart && ligne.depart <= d.debut));
  return presentes.length ? presentes : tenue.demies;
}
export const aSigner = (seance, ligne) => demiesDe(seance, ligne).filter(({ demie }) => !ligne.signees.includes(demie));

export class Feuilles {
  constructor(coffre) { this.coffre = coffre; this.seances = []; this.file = []; this.comptes = { reponses: 0, signatures: 0, venues: 0 }; }

  async relire() {
    [this.seances, this.file] = [await this.coffre.liste(), await this.coffre.file()];
  }

  lignes(seance) {
    const lignes = seance.lignes.map((ligne) => ({ ...ligne, signees: [...ligne.signees] }));
    for (const { geste, sort } of this.file.filter(({ geste }) => geste.seance === seance.seance)) this.poser(lignes, geste, sort);
    return lignes;
  }

  poser(lignes, geste, sort) {
    if (geste.genre === "venue") {
      lignes.push({ venue: geste.cle, nom: `${geste.prenom} ${geste.initiale}.`, statut: "present", creneau: geste.creneau ?? null, signees: [], attend: true, nouvelle: true });
      return;
    }
    const ligne = lignes.find((une) => pareille(une, geste));
    if (!ligne) return;
    if (geste.genre === "signature") Object.assign(ligne, { signees: [...ligne.signees, geste.demie], attendSignature: true });
    else if (!sort || sort.resultat === "attente") Object.assign(ligne, { statut: geste.statut, arrivee: geste.arrivee ?? "", depart: geste.depart ?? "", sieges: geste.sieges ?? ligne.sieges, attend: true });
    else ligne.enConflit = true;
  }

  aEnvoyer() { return this.file.filter(({ sort }) => !sort || sort.resultat === "attente"); }
  aTrancher() { return this.file.filter(({ sort }) => sort && sort.resultat !== "attente"); }

  // The line is read again under the lock: a double tap and a second tab change nothing.
  repondre(seance, ligne, reponse) {
    return verrou(async () => {
      await this.relire();
      const tenue = this.lignes(this.seances.find((s) => s.seance === seance)).find((une) => pareille(une, cible(ligne)));
      const champs = { statut: reponse.statut, arrivee: reponse.arrivee ?? "", depart: reponse.depart ?? "", ...(reponse.sieges ? { sieges: reponse.sieges } : {}) };
      const inchangee = tenue && tenue.statut === champs.statut && (tenue.arrivee ?? "") === champs.arrivee && (tenue.depart ?? "") === champs.depart
        && (!champs.sieges || champs.sieges === tenue.sieges);
      if (!tenue || inchangee) return;
      await this.coffre.ajouter(nouveau("reponse", seance, { ...cible(ligne), avant: tenue.statut ?? "", ...champs }));
      await this.relire();
    });
  }

  venir(seance, prenom, initiale, creneau) {
    return verrou(async () => {
      await this.coffre.ajouter(nouveau("venue", seance, { prenom, initiale, ...(creneau ? { creneau } : {}) }));
      await this.relire();
    });
  }

  // ``demie``: the box that was shown above the frame; signed meanwhile in a second tab, nothing is kept.
  signer(seance, ligne, demie, traits, codeLe) {
    return verrou(async () => {
      await this.relire();
      const tenue = this.lignes(this.seances.find((s) => s.seance === seance)).find((une) => pareille(une, cible(ligne)));
      if (!tenue || tenue.signees.includes(demie)) return;
      const geste = nouveau("signature", seance, { ...cible(ligne), code_le: codeLe, demie, traits });
      geste.preuve = await this.coffre.preuve(geste);
      await this.coffre.ajouter(geste);
      await this.relire();
    });
  }

  async synchroniser(corps) {
    const emport = await this.coffre.lire("emport");
    return poster("synchro", { emport: emport?.reference, ...corps });
  }

  // Sends all that waits; each gesture is taken out of the queue by its own answer only.
  envoyer() {
    return verrou(async () => {
      const essayes = new Set();
      let reponse = null;
      await this.relire();
      const paquet = () => this.aEnvoyer().filter(({ geste }) => !essayes.has(geste.cle)).slice(0, PAQUET);
      for (let elements = paquet(); elements.length; elements = paquet()) {
        reponse = await this.synchroniser({ gestes: elements.map(({ geste }) => geste) });
        if (reponse.statut !== 200) return reponse;
        for (const { geste } of elements) essayes.add(geste.cle);
        for (const sort of reponse.resultats) await this.appliquer(elements.find(({ geste }) => geste.cle === sort.cle), sort);
        await this.relire();
      }
      return reponse;
    });
  }

  // What the service holds now, under the gestures that wait here.
  rafraichir(seances) {
    return verrou(async () => {
      const connues = (await this.coffre.liste()).flatMap((s) => s.lignes);
      for (const ligne of seances.flatMap((s) => s.lignes)) {
        const venue = connues.find((une) => une.place === ligne.place)?.venue;
        if (venue) ligne.venue = venue;
      }
      await this.coffre.garderListe(seances);
      await this.relire();
    });
  }

  async appliquer(element, sort) {
    if (!element) return;
    if (sort.resultat !== "ecrite") {
      await this.coffre.poser({ ...element, sort });
      return;
    }
    const { geste, rang } = element;
    const seances = await this.coffre.liste();
    const seance = seances.find((s) => s.seance === geste.seance);
    this.ecrite(seance, geste, sort);
    await this.coffre.garderListe(seances);
    await this.coffre.retirer(rang);
  }

  ecrite(seance, geste, sort) {
    const noms = { reponse: "reponses", signature: "signatures", venue: "venues" };
    this.comptes[noms[geste.genre]] += 1;
    if (geste.genre === "venue") {
      if (sort.place && !seance.lignes.some((l) => l.place === sort.place)) {
        seance.lignes.push({ place: sort.place, venue: geste.cle, nom: `${geste.prenom} ${geste.initiale}.`, statut: sort.statut, signees: [], creneau: geste.creneau ?? null, nouvelle: true });
      }
      return;
    }
    const ligne = seance.lignes.find((une) => pareille(une, geste) || une.place === sort.place);
    if (!ligne) return;
    if (geste.genre === "signature") ligne.signees = [...new Set([...ligne.signees, geste.demie])];
    else Object.assign(ligne, { statut: sort.statut, arrivee: geste.arrivee ?? "", depart: geste.depart ?? "", sieges: geste.sieges ?? ligne.sieges });
  }

  // Keep one of the two answers, or say who a walk-in is. Returns the sentence of a refusal.
  trancher(element, choix, personne = null) {
    return verrou(async () => {
      const reponse = await this.synchroniser({ choix: [{ cle: element.geste.cle, choix, personne }] });
      if (reponse.statut !== 200) return reponse.erreur ?? "Pas de réponse du service.";
      const decide = reponse.decides[0];
      if (decide && decide.resultat !== "ecrite") return decide.erreur;
      const suivie = choix === "bureau" ? { ...element.geste, arrivee: "", depart: "" } : element.geste;
      if (decide) await this.appliquer({ ...element, geste: suivie }, decide);
      else await this.coffre.retirer(element.rang);
      await this.relire();
      return "";
    });
  }

  rendre() {
    return verrou(async () => {
      await this.relire();
      if (this.file.length) return null;
      const reponse = await this.synchroniser({ rendre: true });
      if (reponse.statut === 200 && reponse.rendu) await this.coffre.toutEffacer();
      return reponse;
    });
  }
}
