"""What a refused act says: above the page it comes back to, or beside the field that it names."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from centre.erreurs import Refus


@contextmanager
def refus_en_message(request: HttpRequest) -> Iterator[None]:
    """A ``Refus`` ends the block and becomes the message of the next page."""
    try:
        yield
    except Refus as refus:
        messages.error(request, str(refus))


@contextmanager
def refus_au_formulaire(form: forms.BaseForm, champ: str | None = None) -> Iterator[None]:
    """A ``Refus`` ends the block and stands beside ``champ``, or on top of the form."""
    try:
        yield
    except Refus as refus:
        form.add_error(champ, str(refus))
