"""Settings, read from the environment (docs/exploitation.md lists the variables)."""

from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

from centre.journal import configuration
from centre.sqlite import remplacer

# Before Django loads its SQLite backend.
remplacer()

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"

environ.Env.BOOLEAN_TRUE_STRINGS += ("oui",)
env = environ.Env()
if env.bool("LIRE_ENV", default=True) and (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# --- What kind of installation this is -------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
# Synthetic people, accounts shown on the login page, mails written to files, plain HTTP.
DEMONSTRATION = env.bool("DEMONSTRATION", default=False)
# Common to the synthetic accounts; shown on the login page of a demonstration only.
DEMONSTRATION_MOT_DE_PASSE = env.str("DEMONSTRATION_MOT_DE_PASSE", default="lierre-grimpe-au-mur")
PRODUCTION = not DEBUG and not DEMONSTRATION

CLE_D_EXEMPLE = "exemple-a-remplacer-avant-toute-mise-en-service"
SECRET_KEY = env.str("SECRET_KEY", default=CLE_D_EXEMPLE)
if PRODUCTION and (SECRET_KEY == CLE_D_EXEMPLE or len(SECRET_KEY) < 50):
    raise ImproperlyConfigured(
        "SECRET_KEY doit être une clé aléatoire de 50 caractères au moins. "
        "Pour un essai sans données réelles, posez DEMONSTRATION=oui."
    )

DOMAINE_D_EXEMPLE = "lierre.example"
DOMAINE = env.str("DOMAINE", default=DOMAINE_D_EXEMPLE)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[] if PRODUCTION else ["*"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
# Number of reverse proxies whose X-Forwarded-For may be believed.
PROXYS_DE_CONFIANCE = env.int("PROXYS_DE_CONFIANCE", default=0)

# --- Applications, in the order of imports ---------------------------------------------------

INSTALLED_APPS = [
    "centre",
    "ateliers",
    "parcours",
    "inscriptions",
    "presences",
    "bilans",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "import_export",
    "phonenumber_field",
    "csp",
    # Last: it ships a base.html and a 404.html of its own.
    "schedule",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "centre.middleware.SansCaractereNul",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "centre.middleware.SansConservation",
    "centre.middleware.ConnexionExigee",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "centre.confidentiel.AccesConfidentiel",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "centre.urls"
WSGI_APPLICATION = "centre.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "centre.contexte.navigation",
            ]
        },
    }
]

# Fields drawn by templates/django/forms/, so that ``{{ form }}`` looks like ``{% champ %}``.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database and cache ----------------------------------------------------------------------

SQLITE_OPTIONS = {
    # One writer at a time: a transaction takes the lock when it begins, never half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    # FULL keeps an acknowledged enrolment through a power cut.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
}
# A page reads a twentieth of a long table by its index: no disk turns any more (random_page_cost),
# and three processes on the whole table take the other readers' turn.
POSTGRESQL_OPTIONS = "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0 -c jit=off"


def _base() -> dict[str, Any]:
    base = env.db("DATABASE_URL", default=f"sqlite:///{VAR / 'centre.sqlite3'}")
    # No ATOMIC_REQUESTS: with IMMEDIATE every GET would wait for the write lock.
    base |= {
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
    }
    if base["ENGINE"] == "django.db.backends.sqlite3":
        base["OPTIONS"] = {**base.get("OPTIONS", {}), **SQLITE_OPTIONS}
        Path(base["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    else:
        base["OPTIONS"] = {"options": POSTGRESQL_OPTIONS, **base.get("OPTIONS", {})}
    return base


DATABASES = {"default": _base()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Shared by all processes, so that a login limit counts once.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Past it, old lines are dropped at random: counted tries must not be among them.
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- Language and time -----------------------------------------------------------------------

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [BASE_DIR / "locale"]
# The staff reads French; the participant's page activates its own language.
LANGUAGES = [
    ("fr", "français"),
    ("ar", "العربية"),
    ("en", "English"),
    ("es", "español"),
    ("pt", "português"),
    ("ru", "русский"),
    ("sq", "shqip"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
]
# schedule reads it at import: the week begins on Monday.
FIRST_DAY_OF_WEEK = 1
PHONENUMBER_DEFAULT_REGION = "FR"
PHONENUMBER_DEFAULT_FORMAT = "NATIONAL"

# --- Static files and uploads ----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"] if (BASE_DIR / "static").is_dir() else []
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "centre.statiques.FichiersEmpreints"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
MEDIA_ROOT = VAR / "fichiers"
# Where backups are written; another disk is better.
SAUVEGARDES_DOSSIER = Path(env.str("SAUVEGARDES", default=str(VAR / "sauvegardes")))
# Without collectstatic, except in production.
WHITENOISE_USE_FINDERS = not PRODUCTION
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_AUTOREFRESH = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["map", "png", "jpg", "webp", "woff2", "gz"]

DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 2**20
# A roster of 400 people with three fields each passes Django's 1 000.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 2**20
TAILLE_MAX_FICHIER = 5 * 2**20

# --- Login -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "centre.Utilisateur"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Long and free of composition rules (ASVS 6.2.1, 6.2.5).
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("courriel", "prenom", "nom")},
    },
]
LOGIN_URL = "/connexion/"
LOGIN_REDIRECT_URL = "/planning/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "centre.connexion.Comptes"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "courriel"
# Accounts are made by the administration, which knows the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
PASSWORD_RESET_TIMEOUT = 2 * 3600
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ALLAUTH_TRUSTED_PROXY_COUNT = PROXYS_DE_CONFIANCE
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Centre"
# A passkey on http://localhost, in a demonstration only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION

# --- Sessions, cookies, headers --------------------------------------------------------------

SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SAMESITE = "Lax"
# Pages carry the token in a field or in hx-headers; no script reads the cookie.
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "centre.views.erreurs.formulaire_perime"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^sante/$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    if PROXYS_DE_CONFIANCE:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        # The service worker of the tablets.
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "midi": [],
    "payment": [],
    "usb": [],
    "publickey-credentials-create": ["self"],
    "publickey-credentials-get": ["self"],
}

# --- Messages that leave ---------------------------------------------------------------------

# In production a missing server is a failure that is tried again, never a mail printed and lost.
_COURRIER = "smtp://localhost:25" if PRODUCTION else "consolemail://"
vars().update(env.email("EMAIL_URL", default=_COURRIER))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=f"centre@{DOMAINE}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The mailbox that receives the answers to invitations; empty: nobody reads it.
IMAP_URL = env.str("IMAP_URL", default="")
SMS_BACKEND = env.str("SMS_BACKEND", default="centre.sms.Fichier" if DEMONSTRATION else "")
# In a demonstration each mail and each SMS is one file.
COURRIELS_DOSSIER = VAR / "courriels"
SMS_DOSSIER = VAR / "sms"

# --- Third parties ---------------------------------------------------------------------------


def _jamais(*_: object) -> bool:
    return False


# schedule's URLs are not mounted; should they be one day, nobody may do anything there.
CHECK_EVENT_PERM_FUNC = _jamais
CHECK_OCCURRENCE_PERM_FUNC = _jamais
CHECK_CALENDAR_PERM_FUNC = _jamais
CALENDAR_VIEW_PERM = True

IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_ESCAPE_FORMULAE_ON_EXPORT = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True

DEFAULT_EXCEPTION_REPORTER_FILTER = "centre.rapports.SansSaisie"
LOGGING = configuration(niveau=env.str("JOURNAL_NIVEAU", default="INFO"))
