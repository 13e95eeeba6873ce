"""One percentage per funder, for a frame or for one parcours."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms

from parcours.models.tarifs import Financeur


class PartsForm(forms.Form):
    """Empty means that this funder does not pay; together they make 100 or nothing."""

    def __init__(
        self, *args: Any, actuelles: Mapping[str, Decimal] | None = None, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        for code, nom in Financeur.choices:
            self.fields[f"part_{code}"] = forms.DecimalField(
                label=nom,
                required=False,
                min_value=Decimal(0),
                max_value=Decimal(100),
                max_digits=5,
                decimal_places=2,
                initial=(actuelles or {}).get(code),
                localize=True,
            )

    def parts(self) -> dict[str, Decimal]:
        lues = {code: self.cleaned_data.get(f"part_{code}") for code in Financeur.values}
        return {code: part for code, part in lues.items() if part}
