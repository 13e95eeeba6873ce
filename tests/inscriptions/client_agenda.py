"""A calendar program that receives our invitations: two independent readers, one memory.

It keeps, per UID, the last whole invitation and what lone messages said of single dates
(RFC 5546 §3.2.2, §3.2.5), and lists what the person sees in the end.
"""

import datetime as dt

import icalendar
import vobject
from dateutil.rrule import rrulestr

from centre.temps import PARIS


def lire_icalendar(octets):
    """Events as plain dictionaries, read by icalendar."""
    agenda = icalendar.Calendar.from_ical(octets)
    for e in agenda.walk("VEVENT"):
        exdates = e.get("EXDATE", [])
        exdates = exdates if isinstance(exdates, list) else [exdates]
        yield (
            str(agenda["METHOD"]),
            {
                "uid": str(e["UID"]),
                "sequence": int(e["SEQUENCE"]),
                "debut": e.start,
                "fin": e.end,
                "rid": e["RECURRENCE-ID"].dt if "RECURRENCE-ID" in e else None,
                "regle": e["RRULE"].to_ical().decode() if "RRULE" in e else None,
                "exdates": [d.dt for liste in exdates for d in liste.dts],
                "titre": str(e["SUMMARY"]),
                "lieu": str(e["LOCATION"]),
            },
        )


def lire_vobject(octets):
    """The same, read by vobject."""
    agenda = vobject.readOne(octets.decode())
    for e in agenda.vevent_list:
        yield (
            agenda.method.value,
            {
                "uid": e.uid.value,
                "sequence": int(e.sequence.value),
                "debut": e.dtstart.value,
                "fin": e.dtend.value,
                "rid": e.recurrence_id.value if hasattr(e, "recurrence_id") else None,
                "regle": e.rrule.value if hasattr(e, "rrule") else None,
                "exdates": [d for ligne in e.contents.get("exdate", []) for d in ligne.value],
                "titre": e.summary.value,
                "lieu": e.location.value,
            },
        )


class Client:
    """The calendar of one person after every message received so far."""

    def __init__(self, lire):
        self.lire, self.entiers, self.dates, self.sequences = lire, {}, {}, {}

    def recevoir(self, octets):
        evenements = list(self.lire(octets))
        sequences = {e["sequence"] for _, e in evenements}
        for methode, e in evenements:
            deja = self.sequences.get(e["uid"], -1)
            assert e["sequence"] > deja, "SEQUENCE must rise"
            self._appliquer(methode, e)
        for _, e in evenements:
            self.sequences[e["uid"]] = max(sequences)

    def _appliquer(self, methode, e):
        uid, rid = e["uid"], e["rid"] and e["rid"].astimezone(dt.UTC)
        if rid:
            self.dates.setdefault(uid, {})[rid] = e if methode == "REQUEST" else None
        elif methode == "REQUEST":
            self.entiers[uid], self.dates[uid] = e, {}
        else:
            self.entiers.pop(uid, None)
            self.dates.pop(uid, None)

    def seances(self):
        """What she sees: start, end and place of every occurrence, sorted."""
        vues = []
        for uid, entier in self.entiers.items():
            seules = self.dates.get(uid, {})
            for debut in self._occurrences(entier):
                e = seules.get(debut.astimezone(dt.UTC), entier)
                if e is not None:
                    fin = e["fin"] if e is not entier else debut + (e["fin"] - e["debut"])
                    vues.append((e["debut"] if e is not entier else debut, fin, e["lieu"]))
        return sorted((d.astimezone(dt.UTC), f.astimezone(dt.UTC), lieu) for d, f, lieu in vues)

    def _occurrences(self, entier):
        debut = entier["debut"]
        if not entier["regle"]:
            return [debut]
        naif = debut.astimezone(PARIS).replace(tzinfo=None)
        # The rule runs on wall time; UNTIL is an instant.
        morceaux = dict(m.split("=") for m in entier["regle"].split(";"))
        jusqua = dt.datetime.strptime(morceaux.pop("UNTIL"), "%Y%m%dT%H%M%SZ").replace(
            tzinfo=dt.UTC
        )
        regle = ";".join(f"{cle}={valeur}" for cle, valeur in morceaux.items())
        sautees = {d.astimezone(PARIS).replace(tzinfo=None) for d in entier["exdates"]}
        jours = []
        for jour in rrulestr(regle, dtstart=naif):
            if jour.replace(tzinfo=PARIS) > jusqua:
                return jours
            if jour not in sautees:
                jours.append(jour.replace(tzinfo=PARIS))
        return jours
