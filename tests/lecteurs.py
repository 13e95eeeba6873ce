"""Three readers of iCalendar that share no code: what each says a feed holds.

``icalendar`` and ``vobject`` are Python; ``ical.js`` is the engine of Thunderbird and Nextcloud,
run in V8 (``tests/tiers``, MPL 2.0, unchanged). It takes hours from our own VTIMEZONE.
"""

import datetime as dt
import json
from pathlib import Path

import icalendar
import vobject
from py_mini_racer import MiniRacer

from centre.temps import a_paris

TIERS = Path(__file__).resolve().parent / "tiers"
# The zone is the one of the file, never one the engine would know by itself.
LIRE = """
function lire(texte) {
  ICAL.TimezoneService.reset();
  const racine = new ICAL.Component(ICAL.parse(texte));
  for (const zone of racine.getAllSubcomponents("vtimezone"))
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  return JSON.stringify(racine.getAllSubcomponents("vevent").map((composant) => {
    const e = new ICAL.Event(composant);
    return [e.uid, e.startDate.toString(), e.startDate.toUnixTime(), e.endDate.toString(),
      e.endDate.toUnixTime(), e.summary, composant.getFirstPropertyValue("status"), e.sequence];
  }));
}
"""


def _ligne(uid, debut, fin, titre, etat, sequence):
    """One event: wall times of Paris and instants, so that an error in either is seen."""
    murs = tuple(f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in (debut, fin))
    instants = tuple(int(moment.timestamp()) for moment in (debut, fin))
    return (uid, murs, instants, titre, etat, int(sequence))


def par_icalendar(octets):
    return [
        _ligne(str(e["UID"]), e.start, e.end, str(e["SUMMARY"]), str(e["STATUS"]), e["SEQUENCE"])
        for e in icalendar.Calendar.from_ical(octets).walk("VEVENT")
    ]


def par_vobject(octets):
    lus = vobject.readOne(octets.decode())
    return [
        _ligne(
            e.uid.value,
            e.dtstart.value,
            e.dtend.value,
            e.summary.value,
            e.status.value,
            e.sequence.value,
        )
        for e in getattr(lus, "vevent_list", [])
    ]


_moteur = []


def par_ical_js(octets):
    if not _moteur:
        moteur = MiniRacer()
        moteur.eval((TIERS / "ical.es5.min.cjs").read_text())
        moteur.eval(LIRE)
        _moteur.append(moteur)
    lus = json.loads(_moteur[0].call("lire", octets.decode()))
    return [
        (uid, (debut, fin), (de, a), titre, etat, sequence or 0)
        for uid, debut, de, fin, a, titre, etat, sequence in lus
    ]


LECTEURS = {"icalendar": par_icalendar, "vobject": par_vobject, "ical.js": par_ical_js}


def attendues(seances, titre):
    """What the database says, in the same shape; ``titre`` gives the title of this audience."""
    return [
        _ligne(
            s.uid,
            a_paris(s.debut),
            a_paris(s.fin),
            f"Annulé\u00a0: {titre(s)}" if s.est_annulee else titre(s),
            "CANCELLED" if s.est_annulee else "CONFIRMED",
            s.sequence,
        )
        for s in seances
    ]


def lire_la_zone(octets, moments):
    """Offsets of Paris at these wall times, as ical.js computes them from the bytes alone."""
    par_ical_js(octets)
    code = """
    function decalages(texte, murs) {
      const racine = new ICAL.Component(ICAL.parse(texte));
      const zone = new ICAL.Timezone(racine.getFirstSubcomponent("vtimezone"));
      return JSON.stringify(murs.map((mur) => {
        const t = ICAL.Time.fromString(mur); t.zone = zone; return zone.utcOffset(t);
      }));
    }
    """
    _moteur[0].eval(code)
    murs = [f"{moment:%Y-%m-%dT%H:%M:%S}" for moment in moments]
    secondes = json.loads(_moteur[0].call("decalages", octets.decode(), murs))
    return [dt.timedelta(seconds=n) for n in secondes]
