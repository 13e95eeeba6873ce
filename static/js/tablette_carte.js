// A card: its QR read by the camera where the browser knows how, by a scanner that types, by hand.
import { empreinte } from "./tablette_coffre.js";

const secretDe = (lu) => lu.trim().match(/\/moi\/([^/\s?#]+)/)?.[1] ?? lu.trim();

// The eight figures printed under the QR, made from the hash of the card as the service makes them.
const codeCourt = (carte) => String(BigInt(`0x${carte.slice(0, 15)}`) % 100_000_000n).padStart(8, "0");

// The line of a card among those expected here; two with the same eight figures are nobody.
export async function ligneDeLaCarte(lignes, lu) {
  const attendues = lignes.filter((l) => l.carte);
  const chiffres = lu.replace(/[\s.-]/g, "");
  if (/^[0-9]{8}$/.test(chiffres)) {
    const trouvees = attendues.filter((l) => codeCourt(l.carte) === chiffres);
    return trouvees.length === 1 ? trouvees[0] : undefined;
  }
  const carte = await empreinte(secretDe(lu));
  return attendues.find((l) => l.carte === carte);
}

// Calls `lire` with what the camera sees, until it returns true or two minutes have gone.
export async function viser(video, lire) {
  const lecteur = new BarcodeDetector({ formats: ["qr_code"] });
  const flux = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const fin = Date.now() + 120_000;
  video.srcObject = flux;
  video.hidden = false;
  await video.play();
  try {
    while (Date.now() < fin) {
      const [code] = await lecteur.detect(video);
      if (code && (await lire(code.rawValue))) return;
      await new Promise((suite) => { setTimeout(suite, 250); });
    }
  } finally {
    for (const piste of flux.getTracks()) piste.stop();
    video.hidden = true;
  }
}

export async function saitLire() {
  if (!("BarcodeDetector" in window) || !navigator.mediaDevices) return false;
  return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
}
