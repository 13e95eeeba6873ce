// Reads a sentence aloud: the centre's own recording when there is one, else the phone's voice.
// A phone that has no voice for the language shows no button that would stay silent.
const langue = document.documentElement.lang;
const son = new Audio();

function voix() {
  return window.speechSynthesis?.getVoices().find((v) => v.lang.toLowerCase().startsWith(langue));
}

function dire(texte) {
  const parole = new SpeechSynthesisUtterance(texte);
  parole.voice = voix();
  parole.lang = parole.voice.lang;
  parole.rate = 0.85;
  speechSynthesis.cancel();
  speechSynthesis.speak(parole);
}

function texteDe(bouton) {
  const cible = document.getElementById(bouton.dataset.lire);
  return cible ? cible.innerText.replace(/\s+/g, " ") : "";
}

function montrer() {
  document.querySelectorAll("button[data-lire]").forEach((b) => { b.hidden = !voix(); });
}

document.addEventListener("click", (evenement) => {
  const lien = evenement.target.closest("a[data-son]");
  const bouton = evenement.target.closest("button[data-lire]");
  if (lien) {
    evenement.preventDefault();
    window.speechSynthesis?.cancel();
    son.src = lien.href;
    son.play();
  } else if (bouton) {
    son.pause();
    dire(texteDe(bouton));
  }
});
montrer();
window.speechSynthesis?.addEventListener?.("voiceschanged", montrer);
