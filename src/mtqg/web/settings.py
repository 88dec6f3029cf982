"""Settings of the Django project. Secrets and the place of the database come from the environment.

MTQG_HOME             the instance; its ``instance.json`` says whether its register is SQLite or PostgreSQL
DATABASE_URL          the PostgreSQL server, where the register stands there
MTQG_SECRET_KEY       signs sessions; otherwise HOME/web.key is made, readable by its owner alone
MTQG_HOSTS            names under which the office is reached, with commas between
MTQG_PLAIN_HTTP=1     no TLS: this computer alone, or a demonstration (``mtqg serve`` sets it then)
MTQG_BEHIND_PROXY=1   a proxy in front ends TLS and says so in X-Forwarded-Proto
MTQG_SECOND_FACTOR    required (whoever decides or administers), all, off (demonstrations only)
MTQG_API_PER_MINUTE   how often somebody may ask the programming interface, of each process; 600 unless said
MTQG_IDLE_MINUTES     how long somebody may be idle before signing in again; 30 unless said
MTQG_SMTP_HOST        the server that takes reminders by e-mail; without it they are only printed. MTQG_SMTP_PORT,
                      MTQG_SMTP_USER, MTQG_SMTP_PASSWORD, MTQG_SMTP_TLS (starttls unless said; ssl, none)
MTQG_MAIL_FROM        who sends them
MTQG_ADDRESS          the office's address in the browser, to be named in them
MTQG_KEEP_DAYS        how long reports that were written stay to be downloaded; 30 unless said
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from mtqg.web.databases import database_of_home
from mtqg.web.journal import LOGGING as LOGGING
from mtqg.web.secrets_of_home import about_home, second_factor, secret_key, temporary_folder

HOME = Path(os.environ["MTQG_HOME"]) if os.environ.get("MTQG_HOME") else None
ABOUT = about_home(HOME)
IS_SYNTHETIC = ABOUT.get("origin") == "synthetic"

DEBUG = False
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = os.environ.get("MTQG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
SECOND_FACTOR = second_factor(is_synthetic=IS_SYNTHETIC)

INSTALLED_APPS = [
    "mtqg.web.accounts",
    "mtqg.web.acts",
    "mtqg.web.intake",
    "mtqg.web.law",
    "mtqg.web.localities",
    "mtqg.web.poverty",
    "mtqg.web.ntm",
    "mtqg.web.ocop",
    "mtqg.web.decisions",
    "mtqg.web.programmes",
    "mtqg.web.statements",
    "mtqg.web.submissions",
    "mtqg.web.steering",
    "mtqg.web.jobs",
    "mtqg.web.figures",
    "mtqg.web.registers",
    "mtqg.web.audit",
    "mtqg.web.evidence",
    "mtqg.web.api",
    "mtqg.web.admin_config.Config",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "axes",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "mtqg.web.compressing.Compressing",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "mtqg.web.middleware.Speaking",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "mtqg.web.api.middleware.Interface",
    "mtqg.web.middleware.Guarding",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "mtqg.web.urls"
WSGI_APPLICATION = "mtqg.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "mtqg.web.layout.context",
            ],
            "builtins": ["mtqg.web.tags"],
        },
    }
]
CSRF_FAILURE_VIEW = "mtqg.web.problem_pages.forbidden"
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "mtqg.web.accounts.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "sign_in"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database_of_home(HOME)}

# Guessing: five wrong passwords for an account from an address, and it waits.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_CALLABLE = "mtqg.web.accounts.signing.locked_out"
AXES_DISABLE_ACCESS_LOG = True
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
SILENCED_SYSTEM_CHECKS = ["axes.W006"]

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

IS_PLAIN = os.environ.get("MTQG_PLAIN_HTTP") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not IS_PLAIN
SECURE_HSTS_SECONDS = 0 if IS_PLAIN else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_PLAIN
if os.environ.get("MTQG_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
IDLE_SECONDS = 60 * int(os.environ.get("MTQG_IDLE_MINUTES", "30"))
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
# Reminders
EMAIL_HOST = os.environ.get("MTQG_SMTP_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = int(os.environ.get("MTQG_SMTP_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("MTQG_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MTQG_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("MTQG_SMTP_TLS", "starttls") == "starttls"
EMAIL_USE_SSL = os.environ.get("MTQG_SMTP_TLS") == "ssl"
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = os.environ.get("MTQG_MAIL_FROM", "mtqg@localhost")
ADDRESS = os.environ.get("MTQG_ADDRESS", "").rstrip("/")

# What comes in waits on the instance's own disk, where people's data are kept, and not in the folder of all programs.
TEMPORARY = "tmp"
FILE_UPLOAD_TEMP_DIR = temporary_folder(HOME, TEMPORARY)
FILE_UPLOAD_PERMISSIONS = 0o600
KEEP_DAYS = int(os.environ.get("MTQG_KEEP_DAYS", "30"))
DATA_UPLOAD_MAX_NUMBER_FILES = 1_000  # a folder with a workbook of each commune
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a keying grid of a commune
