"""A document that leaves as a file: always written down in the journal."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from bilans.documents import Document
from bilans.documents.classeurs import ECRIVAINS, TYPES, nom_de_fichier
from bilans.documents.papier import en_pdf
from centre.acces import noter
from centre.http import RequeteConnectee
from centre.models import Centre, JournalAcces
from centre.pdf import reponse_pdf
from centre.temps import maintenant

FORMATS = {"pdf": "PDF", "ods": "ODS", "xlsx": "XLSX", "csv": "CSV"}


def fichier(
    request: RequeteConnectee,
    centre: Centre,
    document: Document,
    extension: str,
    empreinte: str = "",
    nommes: int = 0,
) -> HttpResponse:
    """404 for a kind of file that nobody writes; ``nommes`` people are named in it."""
    if extension not in FORMATS:
        raise Http404
    nom = nom_de_fichier(document, extension)
    noter(request, centre, f"{document.titre}, {nom}", acte=JournalAcces.Acte.EXPORT,
          nombre=nommes)  # fmt: skip
    if extension == "pdf":
        corps = en_pdf(document, empreinte=empreinte, quand=maintenant())
        return reponse_pdf(corps, fichier=nom)
    reponse = HttpResponse(ECRIVAINS[extension](document), content_type=TYPES[extension])
    reponse["Content-Disposition"] = f'attachment; filename="{nom}"'
    return reponse
