"""Django's settings. Everything that differs between installations is an environment variable."""

from pathlib import Path

from carteira.book.home import database_settings, secret_key
from carteira.environment import value
from carteira.web.signing_in import configured

PACKAGE = Path(__file__).resolve().parent
CARTEIRA_HOME = Path(value("CARTEIRA_HOME")).absolute()

SECRET_KEY = secret_key(CARTEIRA_HOME)
DEBUG = False
SITE_ADDRESS = configured.site_address()
ALLOWED_HOSTS = configured.hosts()
HTTPS = value("CARTEIRA_HTTPS") == "1" or SITE_ADDRESS.startswith("https://")
PRODUCTION = value("CARTEIRA_PRODUCTION") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "carteira.jobs",
    "carteira.accounts",
    "carteira.identify",
    "carteira.differentiate",
    "carteira.customize",
    "carteira.book",
    "carteira.web",
    "carteira.api",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "carteira.web.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "carteira.api.middleware.ApiAnswers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "carteira.web.middleware.Preferences",
    "django.contrib.messages.middleware.MessageMiddleware",
    "carteira.web.signing_in.sessions.SessionAge",
    "allauth.account.middleware.AccountMiddleware",
    "carteira.web.needs.Needs",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "carteira.web.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "carteira.web.templatetags.carteira",
            ],
        },
    }
]

ROOT_URLCONF = "carteira.urls"
DATABASES = {"default": database_settings(CARTEIRA_HOME)}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cacheentry",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["carteira.web.signing_in.backend.PasswordBackend"]
LOGIN_URL = "sign-in"
LOGIN_REDIRECT_URL = "start"
LOGOUT_REDIRECT_URL = "sign-in"

ACCOUNT_ADAPTER = "carteira.web.signing_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
ACCOUNT_RATE_LIMITS = {"login": "", "login_failed": "5/5m/key"}  # passwords: carteira.web.signing_in.limits
MFA_ADAPTER = "carteira.web.signing_in.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Carteira"
SOCIALACCOUNT_ADAPTER = "carteira.web.signing_in.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = configured.provider()

SESSION_HOURS = configured.number("CARTEIRA_SESSION_HOURS")
IDLE_MINUTES = configured.number("CARTEIRA_IDLE_MINUTES")
SESSION_COOKIE_AGE = SESSION_HOURS * 3600

globals().update(configured.mail_settings())
MAIL_ENABLED = bool(SITE_ADDRESS and value("CARTEIRA_MAIL_URL"))

LANGUAGE_CODE = "pt-br"
LANGUAGES = [("pt-br", "Português"), ("es", "Español"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS] if SITE_ADDRESS else []
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

MAX_UPLOAD_BYTES = 4 * 2**30
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 2**20  # bodies without files: 10,000 rows that a program brings in
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"()": "carteira.logs.PlainFormatter", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
