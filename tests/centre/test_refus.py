"""A refused act is told where the reader looks, and nothing after it is done."""

import pytest
from django import forms
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage

from centre.erreurs import Refus
from centre.refus import refus_au_formulaire, refus_en_message


class NomForm(forms.Form):
    nom = forms.CharField()


def test_un_refus_devient_le_message_de_la_page_suivante(rf):
    request = rf.post("/")
    request._messages = CookieStorage(request)
    with refus_en_message(request):
        raise Refus("C’est complet.")
    assert [(m.level, str(m)) for m in request._messages] == [(messages.ERROR, "C’est complet.")]


@pytest.mark.parametrize(("champ", "ou"), [(None, "__all__"), ("nom", "nom")])
def test_un_refus_se_lit_pres_du_champ_qu_il_nomme(champ, ou):
    form = NomForm({"nom": "Ana"})
    assert form.is_valid()
    with refus_au_formulaire(form, champ):
        raise Refus("Ce nom est déjà pris.")
    assert form.errors == {ou: ["Ce nom est déjà pris."]}


def test_une_autre_erreur_n_est_pas_un_refus():
    with pytest.raises(ValueError, match="douze"), refus_au_formulaire(NomForm({})):
        raise ValueError("douze")
