// A frame to sign in, with a finger, a pen or a mouse: strokes of whole numbers in 1000 × 250.
const LARGEUR = 1000;
const HAUTEUR = 250;
const PAS = 3;

export class Cadre {
  constructor(toile) {
    this.toile = toile;
    this.traits = [];
    this.trait = null;
    toile.addEventListener("pointerdown", (e) => this.commencer(e));
    toile.addEventListener("pointermove", (e) => this.suivre(e));
    for (const fin of ["pointerup", "pointercancel"]) toile.addEventListener(fin, () => { this.trait = null; });
  }

  point(e) {
    const { left, top, width, height } = this.toile.getBoundingClientRect();
    const borne = (n, max) => Math.min(max, Math.max(0, Math.round(n)));
    return [borne(((e.clientX - left) / width) * LARGEUR, LARGEUR), borne(((e.clientY - top) / height) * HAUTEUR, HAUTEUR)];
  }

  commencer(e) {
    e.preventDefault();
    this.toile.setPointerCapture?.(e.pointerId);
    this.trait = [this.point(e)];
    this.traits.push(this.trait);
    this.dessiner();
  }

  suivre(e) {
    if (!this.trait) return;
    const [x, y] = this.trait.at(-1);
    const suivant = this.point(e);
    if (Math.abs(suivant[0] - x) + Math.abs(suivant[1] - y) < PAS) return;
    this.trait.push(suivant);
    this.dessiner();
  }

  effacer() { this.traits = []; this.trait = null; this.dessiner(); }

  dessiner() {
    const dessin = this.toile.getContext("2d");
    dessin.clearRect(0, 0, LARGEUR, HAUTEUR);
    dessin.strokeStyle = getComputedStyle(this.toile).color;
    Object.assign(dessin, { lineWidth: 6, lineCap: "round", lineJoin: "round" });
    for (const trait of this.traits) {
      dessin.beginPath();
      dessin.moveTo(...trait[0]);
      for (const point of trait.slice(1)) dessin.lineTo(...point);
      if (trait.length === 1) dessin.lineTo(trait[0][0] + 1, trait[0][1]);
      dessin.stroke();
    }
  }
}
