"""Settings, read from the environment or ``.env``; ``.env.example`` names them all.

A value that cannot be used stops the start with one line that says which and why.
"""

from pathlib import Path

import django
from django.utils.translation import gettext_lazy as _

from readinglist import collected, databases, environment, secret_key
from readinglist.environment import choice, directory, flag, networks, number, text, time_zone, words
from readinglist.members import configuration
from readinglist.operations import logs

BASE_DIR = Path(__file__).resolve().parent.parent

environment.load(BASE_DIR / ".env")

DEBUG = flag("DEBUG")
HTTPS = flag("HTTPS")
PUBLIC_CATALOGUE = flag("PUBLIC_CATALOGUE")

DATA_DIR = directory(Path(text("DATA_DIR") or BASE_DIR / "var").resolve())

SECRET_KEY = text("SECRET_KEY") or secret_key.stored(DATA_DIR / "secret-key")
if not DEBUG:
    secret_key.checked(SECRET_KEY)

ALLOWED_HOSTS = words("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", [])
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")  # read by readinglist.proxies, the first middleware
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # which is there only where such a proxy has set it

TRUST_MEMBERS = flag("TRUST_MEMBERS")  # what members suggest is in the catalogue at once
LOOKUP = flag("LOOKUP", default=True)
METRICS_TOKEN = secret_key.token("METRICS_TOKEN", text("METRICS_TOKEN"))
LOOKUP_CONTACT = text("LOOKUP_CONTACT")

GROUP_NAME = text("GROUP_NAME") or _("Reading list")

INSTALLED_APPS = [
    "readinglist.apps.CurationConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_filters",
    "django_htmx",
    "simple_history",
    "taggit",
    "readinglist.apps.ReadinglistConfig",
    "readinglist.group",
    "readinglist.members",
    "readinglist.operations",
    "papers",
    "notes",
]

CSP_MIDDLEWARE = (
    "django.middleware.csp.ContentSecurityPolicyMiddleware"
    if django.VERSION >= (6,)
    else "readinglist.middleware.content_security_policy"
)

MIDDLEWARE = [
    "readinglist.proxies.from_proxies",
    "readinglist.operations.requests.Observed",
    "django.middleware.security.SecurityMiddleware",
    CSP_MIDDLEWARE,
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "readinglist.compression.CompressionMiddleware",
    "readinglist.middleware.utf8_only",
    "readinglist.middleware.private_pages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "readinglist.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "readinglist.members.second_factor.SecondFactorMiddleware",
    "readinglist.members.preferences.OwnTimeZoneMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "readinglist.middleware.OutageMiddleware",
    "readinglist.replicas.ReplicaMiddleware",
]

ROOT_URLCONF = "readinglist.urls"
WSGI_APPLICATION = "readinglist.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["readinglist.templates.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "readinglist.appearance.context",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "papers.templatetags.counts"],
        },
    }
]

DATABASES = databases.configured(DATA_DIR / "readinglist.sqlite3")
DATABASE_ROUTERS = ["readinglist.replicas.Router"] if "replica" in DATABASES else []
REPLICA_SECONDS = number("REPLICA_SECONDS", 10, 1, 3600)  # after a change its maker reads from the database itself
COMMAND_PATIENCE = databases.COMMAND_PATIENCE  # how long commands and imports wait for it
BACKUP_ENCRYPT = text("BACKUP_ENCRYPT")  # commands that read one file and write another
BACKUP_DECRYPT = text("BACKUP_DECRYPT")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Which all workers share: what an import says of itself while its transaction holds the one writer of SQLite, what
# registries answered, counts, and how often somebody tried to sign in. The directory is made by Django with mode 0700;
# both may be emptied at any time.
CACHES = {"default": databases.cache(DATA_DIR / "cache")}

AUTHENTICATION_BACKENDS = ["readinglist.members.backend.PasswordBackend"]
PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}PasswordHasher"
    for name in ("Argon2", "PBKDF2")  # the second for passwords from before the first, until they are used
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_RESET_TIMEOUT = 24 * 3600
INVITATION_DAYS = 7

ACCOUNT_ADAPTER = "readinglist.members.adapters.AccountAdapter"
ACCOUNT_USER_DISPLAY = "readinglist.members.adapters.display"
ACCOUNT_LOGIN_METHODS = {"username"}  # and a confirmed address: readinglist.members.backend
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "readinglist.members.forms.SignInForm",
    "add_email": "readinglist.members.plain_forms.AddressForm",
    "change_password": "readinglist.members.plain_forms.PasswordForm",
    "set_password": "readinglist.members.plain_forms.FirstPasswordForm",
    "reset_password": "readinglist.members.plain_forms.ForgottenForm",
    "reset_password_from_key": "readinglist.members.plain_forms.ResetForm",
    "reauthenticate": "readinglist.members.plain_forms.ProofForm",
}
ACCOUNT_EMAIL_VERIFICATION = "optional"  # a group may do without mail
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody gets mail because somebody typed their address
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True  # one address; a new one takes its place when it is confirmed
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # in the cache, which all workers share; the address is that behind TRUSTED_PROXIES
    "login": "60/m/ip",
    "login_failed": "100/10m/ip,10/10m/key",
    "signup": "30/m/ip",
    "reset_password": "20/m/ip,3/10m/key",
}
MFA_ADAPTER = "readinglist.members.adapters.MFAAdapter"
MFA_FORMS = {
    "activate_totp": "readinglist.members.plain_forms.AppForm",
    "add_webauthn": "readinglist.members.forms.PasskeyForm",
    "authenticate": "readinglist.members.plain_forms.CodeForm",
    "edit_webauthn": "readinglist.members.plain_forms.RenameForm",
    "reauthenticate": "readinglist.members.plain_forms.CodeProofForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # whoever has an account was invited; nobody is kept out of theirs by it
MFA_TOTP_TOLERANCE = 1  # half a minute either way, for telephones whose clock is off

OIDC = configuration.openid()
OIDC_NAME = OIDC.get("OIDC_NAME", "")
OIDC_SIGN_UP = flag("OIDC_SIGN_UP")
SOCIALACCOUNT_ADAPTER = "readinglist.members.openid.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = configuration.provider(OIDC)
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True

MAIL = configuration.mail()
MAIL_SERVER = bool(MAIL.host)  # without one, mails are printed to the console
MAIL_IN_BACKGROUND = True  # False: a page waits until its mail is sent, as tests want it
DEFAULT_FROM_EMAIL = text("DEFAULT_FROM_EMAIL") or "reading-list@localhost"
if django.VERSION >= (6, 1):
    MAILERS = {"default": {"BACKEND": MAIL.backend, "OPTIONS": MAIL.options}}
    SILENCED_SYSTEM_CHECKS = ["mail.E001"]  # a group may do without mail: links are printed, and shown to who invites
else:
    EMAIL_BACKEND, EMAIL_TIMEOUT = MAIL.backend, MAIL.timeout
    EMAIL_HOST, EMAIL_PORT = MAIL.host, MAIL.port
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.user, MAIL.password
    EMAIL_USE_TLS, EMAIL_USE_SSL = MAIL.starttls, MAIL.tls

LANGUAGE_CODE = choice("LANGUAGE_CODE", ("en", "zh-hans"))
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "readinglist" / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = time_zone("TIME_ZONE", "UTC")
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = directory(DATA_DIR / "static")  # whitenoise warns at every start where it is missing
# Without a collected copy that is up to date the files are served from where they stand, as `make run` does.
WHITENOISE_USE_FINDERS = DEBUG or not collected.is_current(STATIC_ROOT, BASE_DIR / "readinglist" / "static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "readinglist.static_files.HashedFiles"},
}

SECURE_CSP = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "form-action": ["'self'", *configuration.origin(OIDC.get("OIDC_SERVER_URL", ""))],  # it holds for redirects, too
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
SECURE_REFERRER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]  # asked by machines beside this one, without the proxy
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
KNOWN_COOKIE_NAME = "__Host-known" if HTTPS else "known"  # who has signed in with this browser before
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "readinglist.errors.forgery"

TAGGIT_CASE_INSENSITIVE = True

# Limits, in one place
PAGE_SIZE = 20  # papers on a page of the catalogue
IMPORT_MAX_BYTES = 10 * 1024 * 1024
IMPORT_MAX_ROWS = 50_000
IMPORT_PAGE_SIZE = 50  # rows of an import on a page
KEEP_COUNTS = True  # the numbers beside filters, in the cache until the catalogue changes
IMPORTS_IN_BACKGROUND = True  # False: the request that starts one waits for it, as tests want it
SUMMARY_MAX_CHARS = 20_000
QUERY_MAX_CHARS = 256
ABSTRACT_MAX_CHARS = 10_000
SUGGESTIONS_WAITING = 20  # of one member at a time
LOOKUP_SECONDS = 10  # for everything that one look-up asks, redirects and waiting included
LOOKUP_MAX_BYTES = 5 * 1024 * 1024  # of one answer, unpacked
LOOKUP_HOSTS = {  # no other is ever asked, and these by https only
    "doi.org",
    "api.crossref.org",
    "data.crosscite.org",
    "api.datacite.org",
    "export.arxiv.org",
    "api.openreview.net",
    "api2.openreview.net",
    "www.usenix.org",
}
PEOPLE_PAGE_SIZE = 50
AUDIT_ADDRESS_DAYS = 30  # what `manage.py clear_old` leaves: addresses in the audit,
SIGN_IN_DAYS = 365  # sign-ins in it,
ADMIN_LOG_DAYS = 3 * 365  # the admin's own log,
INVITATION_KEPT_DAYS = 30  # and invitations after their end
LOGO_MAX_BYTES = 1_000_000
LOGO_MAX_SIDE = 4_000  # pixels
CLAIM_DAYS = 7  # a text that a member has taken on is kept for them so long
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
DISK_LEAST_FREE = 200 * 1024 * 1024  # bytes beside the data; with less, /readyz says that the server is not ready

LOGGING = logs.configuration(choice("LOG_FORMAT", logs.FORMATS), choice("LOG_LEVEL", logs.LEVELS))
