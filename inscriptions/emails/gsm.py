"""The alphabet of an SMS: one letter outside it and 160 characters become 70 (3GPP TS 23.038)."""

import unicodedata

GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
REMPLACEMENTS = str.maketrans(
    {
        "’": "'",
        "\u00a0": " ",
        "\u202f": " ",
        "«": '"',
        "»": '"',
        "œ": "oe",
        "Œ": "OE",
        "–": "-",
        "—": "-",
        "•": "-",
        "“": '"',
        "”": '"',
        "‘": "'",
        "\t": " ",
        "°": "o",
        # In the second table of GSM-7, where one counts for two.
        "€": "euros",
        "[": "(",
        "]": ")",
        "ı": "i",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
    }
)


def en_gsm7(texte: str) -> str:
    """Write a text in the SMS alphabet: « août » loses its accent, « é » keeps it."""
    sortie = []
    for lettre in texte.translate(REMPLACEMENTS):
        if lettre in GSM7:
            sortie.append(lettre)
            continue
        nue = "".join(c for c in unicodedata.normalize("NFKD", lettre) if c in GSM7)
        sortie.append(nue or "?")
    return "".join(sortie)
