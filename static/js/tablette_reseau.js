// What the page asks of the service: JSON, or « deconnectee » when the login page answers instead.
export class Deconnectee extends Error {}

const base = document.body.dataset.tablette;

async function json(reponse) {
  if (!reponse.headers.get("Content-Type")?.includes("json")) throw new Deconnectee();
  return { statut: reponse.status, ...(await reponse.json()) };
}

// The network may hang without an answer: 20 seconds, then it counts as cut.
const options = () => ({ cache: "no-store", credentials: "same-origin", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(20_000) });

export async function etat() {
  return json(await fetch(`${base}etat/`, options()));
}

// The token of forms is asked each time: it changes with each login.
export async function poster(quoi, corps) {
  const { csrf } = await etat();
  return json(await fetch(`${base}${quoi}/`, {
    ...options(),
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": csrf },
    body: JSON.stringify({ maintenant: new Date().toISOString(), ...corps }),
  }));
}
