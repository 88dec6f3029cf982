"""Settings of the Django project. Secrets and the place of the database come from the environment.

MTQG_HOME     the instance; its ``instance.json`` says whether its register is SQLite or PostgreSQL
DATABASE_URL  the PostgreSQL server, where the register stands there
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from mtqg.web.databases import database_of_home

DEBUG = False
# Without the variable each start makes its own key, and everybody signs in again.
SECRET_KEY = os.environ.get("MTQG_SECRET_KEY") or secrets.token_urlsafe(48)
ALLOWED_HOSTS = os.environ.get("MTQG_HOSTS", "localhost,127.0.0.1,[::1]").split(",")

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
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "mtqg.web.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]
AUTH_USER_MODEL = "accounts.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

DATABASES = {"default": database_of_home(Path(os.environ["MTQG_HOME"]) if os.environ.get("MTQG_HOME") else None)}

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
STATIC_URL = "/static/"

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = os.environ.get("MTQG_INSECURE_COOKIES") != "1"
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
