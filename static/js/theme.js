// Loaded before the first paint: the theme chosen on this device, otherwise the system's.
(() => {
  let choix = null;
  try {
    choix = localStorage.getItem("theme");
  } catch {
    return;
  }
  if (choix === "clair" || choix === "sombre") document.documentElement.dataset.theme = choix;
})();
