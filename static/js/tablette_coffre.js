// The encrypted store of one account on this tablet. Its key is drawn by the service and given after
// the code; here it lies wrapped by the code and by a key that this browser never shows.
// Clear: the number of the list, its end, how many wrong codes. Sealed: names, answers, signatures.
const TOURS = 310_000;
const ESSAIS = 5;
const DUREE = 24 * 3600 * 1000;
const texte = new TextEncoder();

const hexa = (octets) => Array.from(octets, (o) => o.toString(16).padStart(2, "0")).join("");
const octetsDe = (chaine) => Uint8Array.from(chaine.match(/../g), (paire) => parseInt(paire, 16));
const suite = (demande) => new Promise((oui, non) => {
  demande.onsuccess = () => oui(demande.result);
  demande.onerror = () => non(demande.error);
});

export const empreinte = async (chaine) => hexa(new Uint8Array(await crypto.subtle.digest("SHA-256", texte.encode(chaine))));

async function chiffrer(cle, objet) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const clair = objet instanceof Uint8Array ? objet : texte.encode(JSON.stringify(objet));
  return { iv, octets: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, cle, clair) };
}

const dechiffrer = async (cle, { iv, octets }) => new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, cle, octets));
const objetDe = async (cle, scelle) => JSON.parse(new TextDecoder().decode(await dechiffrer(cle, scelle)));

export class Coffre {
  constructor(base, compte) { this.base = base; this.compte = compte; this.cle = null; this.sceau = null; }

  static async de(compte) {
    const demande = indexedDB.open(`tablette-${compte}`, 1);
    demande.onupgradeneeded = () => {
      demande.result.createObjectStore("fiche");
      demande.result.createObjectStore("file", { autoIncrement: true });
    };
    return new Coffre(await suite(demande), compte);
  }

  table(nom, mode = "readonly") { return this.base.transaction(nom, mode).objectStore(nom); }
  lire(nom) { return suite(this.table("fiche").get(nom)); }
  ecrire(nom, valeur) { return suite(this.table("fiche", "readwrite").put(valeur, nom)); }
  oter(nom) { return suite(this.table("fiche", "readwrite").delete(nom)); }
  attente() { return suite(this.table("file").count()); }

  // After 24 hours names and key go; answers that have not left stay, sealed.
  async aJour() {
    const emport = await this.lire("emport");
    if (emport && Date.now() > emport.jusqua) await this.fermerADouble();
    return emport;
  }

  async peutSOuvrir() { await this.aJour(); return Boolean(await this.lire("scelle")); }

  async fermerADouble() {
    this.cle = this.sceau = null;
    await this.oter("scelle");
    await this.oter("liste");
    if (!(await this.attente())) await this.oter("emport");
  }

  async toutEffacer() {
    this.cle = this.sceau = null;
    await suite(this.table("fiche", "readwrite").clear());
    await suite(this.table("file", "readwrite").clear());
  }

  async enveloppe(code, sel) {
    let propre = await this.lire("propre");
    if (!propre) {
      propre = await crypto.subtle.generateKey({ name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
      await this.ecrire("propre", propre);
    }
    const brut = await crypto.subtle.importKey("raw", texte.encode(code), "PBKDF2", false, ["deriveBits"]);
    const bits = await crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt: sel, iterations: TOURS }, brut, 256);
    const signe = await crypto.subtle.sign("HMAC", propre, bits);
    return crypto.subtle.importKey("raw", signe, "AES-GCM", false, ["encrypt", "decrypt"]);
  }

  async tenir(octets) {
    const preuve = await crypto.subtle.digest("SHA-256", new Uint8Array([...texte.encode("preuve"), ...octets]));
    this.cle = await crypto.subtle.importKey("raw", octets, "AES-GCM", false, ["encrypt", "decrypt"]);
    this.sceau = await crypto.subtle.importKey("raw", preuve, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  }

  // The key has come from the service: wrap it for openings without network.
  async recevoir({ emport, cle, ecart }, code) {
    const sel = crypto.getRandomValues(new Uint8Array(16));
    const octets = octetsDe(cle);
    await this.tenir(octets);
    await this.ecrire("scelle", { sel, ...(await chiffrer(await this.enveloppe(code, sel), octets)) });
    const garde = await this.lire("emport");
    const jusqua = garde?.reference === emport && garde.jusqua > Date.now() ? garde.jusqua : Date.now() + DUREE;
    await this.ecrire("emport", { reference: emport, jusqua, ecart });
    await this.ecrire("essais", 0);
  }

  // Without network: the try is counted before it is made. Returns how many are left, or true.
  async ouvrir(code) {
    const scelle = await this.lire("scelle");
    const essais = ((await this.lire("essais")) ?? 0) + 1;
    await this.ecrire("essais", essais);
    try {
      await this.tenir(await dechiffrer(await this.enveloppe(code, scelle.sel), scelle));
      await this.ecrire("essais", 0);
      return true;
    } catch {
      if (essais >= ESSAIS) await this.fermerADouble();
      return Math.max(0, ESSAIS - essais);
    }
  }

  async liste() { const scelle = await this.lire("liste"); return scelle ? objetDe(this.cle, scelle) : []; }
  async garderListe(seances) { await this.ecrire("liste", await chiffrer(this.cle, seances)); }

  async file() {
    const table = this.table("file");
    const [rangs, scelles] = await Promise.all([suite(table.getAllKeys()), suite(table.getAll())]);
    return Promise.all(scelles.map(async (scelle, i) => ({ rang: rangs[i], ...(await objetDe(this.cle, scelle)) })));
  }

  async ajouter(geste) { await this.poser({ geste, sort: null }); }

  async poser({ rang, ...element }) {
    const scelle = await chiffrer(this.cle, element);
    await suite(rang ? this.table("file", "readwrite").put(scelle, rang) : this.table("file", "readwrite").add(scelle));
  }

  async retirer(rang) { await suite(this.table("file", "readwrite").delete(rang)); }

  async preuve(geste) {
    const { cle, seance, place = null, venue = null, faite_le, code_le, demie = "", traits } = geste;
    const signe = await crypto.subtle.sign("HMAC", this.sceau, texte.encode(JSON.stringify([cle, seance, place, venue, faite_le, code_le, demie, traits])));
    return hexa(new Uint8Array(signe));
  }
}
