{% load static %}// Keeps the shell of the tablet's page and its files, so that they open without network.
// The shell holds no name: everything about people is in the encrypted store of the page.
const COFFRE = "tablette";
const PAGE = "{% url 'presences:tablette' %}";
const FICHIERS = "{% get_static_prefix %}";
const PATIENCE = 4000;

const estANous = (url) => url.origin === location.origin && (url.pathname === PAGE || url.pathname.startsWith(FICHIERS));
const attendre = () => new Promise((_, refuser) => { setTimeout(() => refuser(new Error("lent")), PATIENCE); });

async function duReseau(demande, cache) {
  const reponse = await fetch(demande);
  if (reponse.ok && reponse.type === "basic" && !reponse.redirected) await cache.put(demande, reponse.clone());
  return reponse;
}

async function servir(demande) {
  const cache = await caches.open(COFFRE);
  const gardee = await cache.match(demande, { ignoreVary: true });
  if (!gardee) return duReseau(demande, cache);
  try {
    return await Promise.race([duReseau(demande, cache), attendre()]);
  } catch {
    return gardee;
  }
}

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (evenement) => evenement.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (evenement) => {
  if (evenement.request.method !== "GET" || !estANous(new URL(evenement.request.url))) return;
  evenement.respondWith(servir(evenement.request));
});
