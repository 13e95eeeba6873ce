// Records a few seconds with the browser's microphone and hands them to the ordinary file field:
// without a microphone, or without this script, the field takes a file.
const zone = document.querySelector("[data-enregistreur]");
const champ = document.querySelector("#id_son");
const DUREE_MAX = 15_000;

function ranger(morceaux, type) {
  const suffixe = type.includes("mp4") ? "m4a" : "webm";
  const fichier = new File(morceaux, `voix.${suffixe}`, { type });
  const liste = new DataTransfer();
  liste.items.add(fichier);
  champ.files = liste.files;
}

if (zone && champ && window.MediaRecorder && navigator.mediaDevices?.getUserMedia) {
  const [commencer, finir] = ["[data-commencer]", "[data-finir]"].map((s) => zone.querySelector(s));
  const etat = zone.querySelector("[data-etat]");
  let enregistreur;
  zone.hidden = false;
  commencer.addEventListener("click", async () => {
    let flux;
    try {
      flux = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      etat.textContent = "Le micro n’est pas disponible. Choisissez un fichier.";
      return;
    }
    const morceaux = [];
    enregistreur = new MediaRecorder(flux, { audioBitsPerSecond: 32_000 });
    enregistreur.addEventListener("dataavailable", (e) => morceaux.push(e.data));
    enregistreur.addEventListener("stop", () => {
      flux.getTracks().forEach((piste) => piste.stop());
      ranger(morceaux, enregistreur.mimeType);
      [commencer.hidden, finir.hidden] = [false, true];
      etat.textContent = "C’est enregistré. Touchez « Garder ce son ».";
    });
    enregistreur.start();
    setTimeout(() => enregistreur.state === "recording" && enregistreur.stop(), DUREE_MAX);
    [commencer.hidden, finir.hidden] = [true, false];
    etat.textContent = "Parlez maintenant.";
    finir.focus();
  });
  finir.addEventListener("click", () => enregistreur?.state === "recording" && enregistreur.stop());
}
