"""Reading back the PDF that the service writes: words, tags, pages."""

import io

import pypdf


def lire(octets):
    return pypdf.PdfReader(io.BytesIO(octets))


def texte(octets):
    """All the words in order, lines and no-break spaces flattened."""
    pages = [page.extract_text() for page in lire(octets).pages]
    return " ".join(" ".join(pages).split())


def balises(octets):
    """The kinds of structure elements: H1, Table, Figure…"""
    trouvees = set()

    def parcourir(noeud):
        noeud = noeud.get_object()
        if isinstance(noeud, list):
            for enfant in noeud:
                parcourir(enfant)
        elif isinstance(noeud, dict):
            if "/S" in noeud:
                trouvees.add(noeud["/S"].removeprefix("/"))
            if "/K" in noeud:
                parcourir(noeud["/K"])

    parcourir(lire(octets).trailer["/Root"]["/StructTreeRoot"])
    return trouvees
