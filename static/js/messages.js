// Good news leaves after ten seconds unless it is read (pointer or focus on it); the rest is closed by hand.
const DELAI = 10_000;

function partir(message) {
  message.classList.add("message--part");
  setTimeout(() => message.remove(), 300);
}

function surveiller(message) {
  const bouton = message.querySelector("[data-ferme-message]");
  if (bouton) {
    bouton.hidden = false;
    bouton.addEventListener("click", () => partir(message));
  }
  if (!("passager" in message.dataset)) return;
  const attendre = () => {
    const lu = message.matches(":hover") || message.contains(document.activeElement);
    if (lu) setTimeout(attendre, DELAI);
    else partir(message);
  };
  setTimeout(attendre, DELAI);
}

export function messages() {
  for (const zone of document.querySelectorAll("[data-messages]")) {
    zone.querySelectorAll(".message").forEach(surveiller);
    new MutationObserver((changements) => {
      for (const changement of changements) {
        for (const noeud of changement.addedNodes) {
          if (noeud instanceof Element && noeud.matches(".message")) surveiller(noeud);
        }
      }
    }).observe(zone, { childList: true });
  }
}
