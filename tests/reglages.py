"""Settings of the test suite: those of the service, whatever the machine's environment says."""

import os

os.environ["LIRE_ENV"] = "non"
os.environ["DEBUG"] = "non"
os.environ["DEMONSTRATION"] = "oui"
for variable in ("SECRET_KEY", "DOMAINE", "EMAIL_URL", "IMAP_URL", "SMS_BACKEND", "ALLOWED_HOSTS"):
    os.environ.pop(variable, None)

from centre.settings import *  # noqa: E402, F403
from centre.settings import DATABASES, MIDDLEWARE  # noqa: E402

# Real password hashes cost a quarter of a second each, on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# It reads every static file for each new client; the live server serves them by itself.
MIDDLEWARE = [m for m in MIDDLEWARE if not m.startswith("whitenoise.")]
# A thread that ends leaves no connection behind, or the test database could not be dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0
