"""Login: allauth with French addresses, without sign-up."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Comptes(DefaultAccountAdapter):
    """Accounts are made by the administration of a centre, never by visitors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
