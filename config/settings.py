"""Settings, all from the environment, safe unless told otherwise. `docs/operations.md` lists every name."""

from pathlib import Path

import dj_database_url
import environs
from django.core.exceptions import ImproperlyConfigured

from config.keys import private_key
from config.openid import providers_in

BASE_DIR = Path(__file__).resolve().parent.parent

env = environs.Env()
env.read_env(BASE_DIR / ".env", recurse=False)

# Everything this machine keeps for itself: the SQLite file, the demo's mail and messages, its key.
VAR_DIR = Path(env.str("VAR_DIR", "") or BASE_DIR / "var")

DEBUG = env.bool("DEBUG", False)
# A demo has made-up people whose sign-ins are printed, and a page that shows the mail it would have sent.
DEMO = env.bool("DEMO", False)
PRIVATE_MACHINE = DEBUG or DEMO

SECRET_KEY = env.str("SECRET_KEY", "") or (private_key(VAR_DIR / "secret_key") if PRIVATE_MACHINE else "")
if not PRIVATE_MACHINE and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10):
    raise ImproperlyConfigured(
        "Set SECRET_KEY to at least 50 random characters: python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
# Older keys, so that a change of SECRET_KEY signs nobody out.
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", [])

ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_FAILURE_VIEW = "applications.views.kept.csrf_failure"
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [])
# The address people type, used in the links of emails.
PORT = env.str("PORT", "8000")  # of `make run`
SITE_URL = env.str("SITE_URL", f"http://localhost:{PORT}" if PRIVATE_MACHINE else "https://localhost").rstrip("/")

INSTALLED_APPS = [
    "config",
    "demo",
    "applications",
    "grants",
    "workgroups",
    "hubs",
    "schools",
    "accounts",
    "journal",
    "django.forms",
    "accounts.admin_config.HubsAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_bootstrap5",
    "js_lib_bootstrap5",
    "django_filters",
    "django_htmx",
]

MIDDLEWARE = [
    "config.health.answer_probes",
    "config.middleware.arrival",
    "config.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.maintenance",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "config.doors.Doors",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "demo.context.demo_bar",
            ],
            # Compiled once a process, in debug too: a form of thirty fields is thirty includes.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Data -----------------------------------------------------------------------------------------

DATABASES = {"default": dj_database_url.parse(env.str("DATABASE_URL", "") or f"sqlite:///{VAR_DIR / 'hubs.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue at BEGIN, so a row that was read cannot change before it is written.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    DATABASES["default"].update(
        CONN_MAX_AGE=0,
        CONN_HEALTH_CHECKS=True,
        OPTIONS={
            # A thread of a web process needs one connection; the wait for a lost server is short.
            "pool": {"min_size": 1, "max_size": env.int("DATABASE_POOL", 8), "timeout": 5},
            "connect_timeout": 3,
        },
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if REDIS_URL:
    CACHES = {"default": {"BACKEND": "config.cache.SteadyRedisCache", "LOCATION": REDIS_URL}}
# For what is cheap to read again and must not fail when Redis is away: kept in each process, shortly.
CACHES["near"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "near"}

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.RoleBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "add_email": "accounts.sign_in.AddEmailForm",
    "change_password": "accounts.sign_in.ChangePasswordForm",
    "confirm_email_verification_code": "accounts.sign_in.ConfirmEmailForm",
    "confirm_login_code": "accounts.sign_in.ConfirmLoginCodeForm",
    "login": "accounts.sign_in.LoginForm",
    "reauthenticate": "accounts.sign_in.ReauthenticateForm",
    "request_login_code": "accounts.sign_in.RequestLoginCodeForm",
    "reset_password": "accounts.sign_in.ResetPasswordForm",
    "set_password": "accounts.sign_in.SetPasswordForm",
    "signup": "accounts.sign_in.SignupForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
# A code, not a link: no token ever stands in an address, so none in a log of addresses.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
# Eight digits, as long-lived as a school's slow mail filter needs; wrong tries and requests are counted.
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "length": 8}
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60
# Never by a network address alone: a whole school shares one. Nearly all count an account seen from one address; the
# hourly ones of an account alone keep its mailbox from being filled from many addresses.
ACCOUNT_RATE_LIMITS = {
    "code_from_here": "3/m/key,12/h/key",
    "request_login_code": "30/h/key",
    "login": "",
    "login_failed": "5/5m/key",
    "reset_password": "3/m/key,12/h/key",
    "reset_password_from_key": "",  # its codes count their own wrong tries
    "account_from_here": "6/m/key,20/h/key",
    "signup": "",
    # Of our own: a message to an address that somebody typed.
    "draft_link": "3/m/key,12/h/key",
}
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_PREVENT_ENUMERATION = True
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Maths Hubs"
MFA_TOTP_TOLERANCE = 1  # a code read just before its half minute ended, or a phone whose clock is a little off
MFA_RECOVERY_CODES_SHOW_ONCE = True
# Hub staff, national viewers and administrators. A demo's printed sign-ins open everything at once, unless told.
SECOND_FACTOR = not PRIVATE_MACHINE or env.bool("SECOND_FACTOR", False)
# Signing in with OpenID Connect: nothing of it shows until a provider is named. Its tokens are not kept.
OPENID_NAMES = ("OIDC_NAME", "OIDC_SERVER_URL", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
OPENID_PROVIDERS = providers_in(env, OPENID_NAMES, private_machine=PRIVATE_MACHINE)
SOCIALACCOUNT_ADAPTER = "accounts.openid.adapter.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"provider_class": "accounts.openid.provider.Provider"}}
SOCIALACCOUNT_STORE_TOKENS = False

# --- Words and time -------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PRIVATE_MACHINE
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# A private machine serves the files where they lie; elsewhere `collectstatic` gives them lasting names.
WHITENOISE_USE_FINDERS = PRIVATE_MACHINE
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "zip", "gz", "br", "woff", "woff2", "map"]

# --- Email ----------------------------------------------------------------------------------------

EMAIL_BACKEND = env.str(
    "EMAIL_BACKEND",
    "django.core.mail.backends.filebased.EmailBackend" if PRIVATE_MACHINE else "journal.smtp.EmailBackend",
)
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.str("EMAIL_HOST", "localhost")
EMAIL_PORT = env.int("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", False)
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", not EMAIL_USE_SSL)
EMAIL_TIMEOUT = 20
# For the providers of django-anymail; EMAIL_BACKEND is anymail.backends.<provider>.EmailBackend then.
EMAIL_WEBHOOK_SECRET = env.str("EMAIL_WEBHOOK_SECRET", "")
ANYMAIL = (env.json("ANYMAIL", None) or {}) | ({"WEBHOOK_SECRET": EMAIL_WEBHOOK_SECRET} if EMAIL_WEBHOOK_SECRET else {})
# Who answers for the service itself; shown on its help, privacy and accessibility pages.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", "service@example.org" if PRIVATE_MACHINE else "")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Maths Hubs <no-reply@example.org>")

# --- Background jobs ------------------------------------------------------------------------------

BROKER_FOLDER = VAR_DIR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
if REDIS_URL:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "visibility_timeout": 600,
        "unacked_restore_interval": 5,
        "unacked_restore_throttle": 1,
        "socket_timeout": 1,
        "socket_connect_timeout": 1,
    }
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_FOLDER / "messages"),
        "data_folder_out": str(BROKER_FOLDER / "messages"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "store_processed": False,
        "polling_interval": 0.05,
    }
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # for ever: see `config.celery.Persistent`
# Below the visibility timeout: a task that takes longer would run twice at once.
CELERY_TASK_SOFT_TIME_LIMIT, CELERY_TASK_TIME_LIMIT = 540, 570
CELERY_BEAT_MAX_LOOP_INTERVAL = 1  # it looks up from its sleep, so that it stops within a second
CELERY_TIMEZONE = "UTC"  # beat ticks in UTC; what is due in London's time is computed by the query

# --- Safety ---------------------------------------------------------------------------------------

HTTPS = not PRIVATE_MACHINE
SECURE_SSL_REDIRECT = HTTPS
# How many proxies of ours stand in front: only then are their words on scheme and address believed.
PROXIES = env.int("PROXIES", 0)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PROXIES else None
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", 31_536_000) if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

# Every page answers 503 with these words; /healthz and /readyz go on.
MAINTENANCE = env.bool("MAINTENANCE", False)
MAINTENANCE_WORDS = env.str("MAINTENANCE_WORDS", "")

# What `verify_journal` looks at beside the journal: functions of other rooms that give faults.
VERIFIED_WITH_THE_JOURNAL = ["workgroups.pledge_proofs.faults"]

# Who makes what an email brings along (`journal.attachments`), by the name that the email's row holds.
ATTACHMENT_MAKERS = {"signed_copy": "workgroups.pledge_copies.for_email"}

# What people are reminded of, each a `hubs.reminders.types.Kind`: the rooms declare them, this is the list.
REMINDER_KINDS = [
    "applications.reminders.DRAFTS_CLOSING",
    "workgroups.reminders.SIGNATURE_WAITING",
    "applications.reminders.WAITING_AT_HUB",
    "applications.claim_reminders.CLAIMS_WAITING",
    "applications.more_reminders.MORE_ASKED",
    "applications.deciding.reminders.OFFERS_UNANSWERED",
    "applications.going_on.reminders.UNANSWERED",
    "applications.deciding.pass_on_reminders.PASS_ONS_UNANSWERED",
    "applications.deciding.alternative_reminders.ALTERNATIVES_UNANSWERED",
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.log_lines.WithoutTokens",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    # The first two report every step, and of a letter that no font has which one it was: names do not belong in a log.
    # The third would write down the key of each sign-in.
    "loggers": {name: {"level": "ERROR"} for name in ("weasyprint", "fontTools", "fido2")},
}
