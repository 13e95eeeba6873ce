// A card: its QR read by the camera where the browser knows how, by a scanner that types, by hand.
export const secretDe = (lu) => lu.trim().match(/\/moi\/([^/\s?#]+)/)?.[1] ?? lu.trim();

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
