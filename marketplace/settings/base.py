"""What every edition of the market shares. Each outside service is one setting away: see ``docs/settings.md``."""

from pathlib import Path
from typing import Any

import dj_database_url
import django_stubs_ext
from celery.schedules import crontab
from csp.constants import NONE, SELF

from marketplace.settings import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = env.folder("HARBORLINE_VAR", BASE_DIR / "var")

DEBUG = False
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1")
SITE_NAME = "Harborline"
PUBLIC_URL = env.text("PUBLIC_URL", "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "channels",
    "csp",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "allauth",
    "allauth.account",
    "marketplace.outbox.apps.OutboxConfig",
    "marketplace.web.apps.WebConfig",
    "marketplace.api.apps.ApiConfig",
    "marketplace.realtime.apps.RealtimeConfig",
    "marketplace.storage.apps.StorageConfig",
    "marketplace.identity.apps.IdentityConfig",
    "marketplace.ledger.apps.LedgerConfig",
    "messaging.apps.MessagingConfig",
    "vendors.apps.VendorsConfig",
    "listings.apps.ListingsConfig",
    "buyers.apps.BuyersConfig",
    "rfq.apps.RfqConfig",
    "escrow.apps.EscrowConfig",
    "escrow.disputes.apps.DisputesConfig",
    "escrow.returns.apps.ReturnsConfig",
    "escrow.agreements.apps.AgreementsConfig",
    "escrow.gateways.apps.GatewaysConfig",
    "escrow.gateways.fake.apps.FakeStripeConfig",
    "escrow.credit.apps.CreditConfig",
    "escrow.chargebacks.apps.ChargebacksConfig",
    "escrow.reconciliation.apps.ReconciliationConfig",
    "escrow.payouts.apps.PayoutsConfig",
    "escrow.statements.apps.StatementsConfig",
    "escrow.evidence.apps.EvidenceConfig",
    "search.apps.SearchConfig",
    "marketplace.operations.apps.OperationsConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "marketplace.web.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "marketplace.identity.middleware.ActorMiddleware",
    "marketplace.web.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
ASGI_APPLICATION = "marketplace.asgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "marketplace.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.static",
                "marketplace.web.templatetags.ui",
                "marketplace.identity.templatetags.countries",
            ],
        },
    }
]
FORM_RENDERER = "marketplace.web.forms.Renderer"

# The application connects as a role that cannot alter, delete or truncate ledger rows;
# migrations run as the owner (`make run` and infra/deploy set MIGRATION_DATABASE_URL for them).
DATABASE_URL = env.text("DATABASE_URL")
DATABASES = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True),
}
DATABASES["default"].setdefault("OPTIONS", {})
APP_DATABASE_ROLE = env.text("APP_DATABASE_ROLE", "harborline_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.text("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "marketplace.web.caches.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
    }
}
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE: dict[str, dict[str, Any]] = {
    "sweep operations": {"task": "escrow.tasks.sweep_operations", "schedule": 15},
    "sweep gateway events": {"task": "escrow.tasks.sweep_gateway_events", "schedule": 15},
    "fire due timers": {"task": "escrow.tasks.fire_due_timers", "schedule": 60},
    "reconcile lately": {"task": "escrow.reconciliation.tasks.reconcile_lately", "schedule": 600},
    "reconcile everything": {
        "task": "escrow.reconciliation.tasks.reconcile_everything",
        "schedule": crontab(hour=2, minute=30),
    },
    "claw back debts": {"task": "escrow.tasks.claw_back_debts", "schedule": crontab(minute=20)},
    "run daily payouts": {"task": "escrow.tasks.run_daily_payouts", "schedule": crontab(hour=6, minute=0)},
    "advance the sandbox provider": {"task": "escrow.gateways.fake.tasks.advance_sandbox", "schedule": 5},
    "seal the ledger": {"task": "marketplace.ledger.tasks.seal_ledger", "schedule": 30},
    "verify lately": {"task": "marketplace.ledger.tasks.verify_lately", "schedule": 600},
    "verify everything": {
        "task": "marketplace.ledger.tasks.verify_everything",
        "schedule": crontab(hour=3, minute=30),
    },
    "anchor the ledger": {"task": "marketplace.ledger.tasks.anchor_ledger", "schedule": crontab(hour=0, minute=10)},
    "close due RFQs": {"task": "rfq.tasks.close_due_rfqs", "schedule": 60},
    "expire due offers": {"task": "rfq.tasks.expire_due_offers", "schedule": 60},
}

AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_ADAPTER = "marketplace.identity.adapter.AccountAdapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
DEMO_LOGINS = env.flag("DEMO_LOGINS", False)  # the sign-in page offers the people of the demonstration market

# Mail: SMTP when EMAIL_HOST names a server; else the sandbox mailbox page shows what was sent.
EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 10
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "marketplace.identity.mailbox.MailboxBackend"
)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Harborline <no-reply@harborline.example>")
SANDBOX_MAILBOX = not EMAIL_HOST

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The socket process listens beside the pages; cookies ignore ports, the browser's policy does not.
WS_PORT = env.number("WS_PORT", 8001)
WS_URL = env.text("WS_URL", "")
S3_BUCKET = env.text("S3_BUCKET", "")
S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", "")
S3_REGION = env.text("S3_REGION", "eu-central-1")
S3_ACCESS_KEY_ID = env.text("S3_ACCESS_KEY_ID", "")
S3_SECRET_ACCESS_KEY = env.text("S3_SECRET_ACCESS_KEY", "")
_S3_ORIGIN = [S3_ENDPOINT_URL or f"https://{S3_BUCKET}.s3.{S3_REGION}.amazonaws.com"] if S3_BUCKET else []
_WS_ORIGINS = [WS_URL] if WS_URL else [f"ws://{host.lstrip('.')}:{WS_PORT}" for host in ALLOWED_HOSTS if host != "*"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *_S3_ORIGIN],
        "font-src": [SELF],
        "connect-src": [SELF, *_WS_ORIGINS, *_S3_ORIGIN],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        # A vendor's onboarding form leads on to Stripe's pages.
        "form-action": [SELF, *(["https://connect.stripe.com"] if env.text("STRIPE_SECRET_KEY", "") else [])],
        "frame-ancestors": [NONE],
    }
}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_ROOT = VAR_DIR / "files"
MEDIA_URL = "/files/"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": MEDIA_ROOT}},
    "staticfiles": {"BACKEND": "marketplace.web.staticfiles.HashedStorage"},
}
if S3_BUCKET:
    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": S3_ENDPOINT_URL or None,
            "region_name": S3_REGION,
            "access_key": S3_ACCESS_KEY_ID or None,
            "secret_key": S3_SECRET_ACCESS_KEY or None,
            "signature_version": "s3v4",
            "addressing_style": "path" if S3_ENDPOINT_URL else "auto",
            "file_overwrite": False,
            "querystring_expire": 60,
        },
    }

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "marketplace.identity.authentication.ApiKeyAuthentication",
        "marketplace.identity.authentication.ActorSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["marketplace.api.permissions.HasActor"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "marketplace.api.pagination.CursorPages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "marketplace.api.problems.handle",
    "PAGE_SIZE": 24,
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Harborline API",
    "DESCRIPTION": "Everything the screens do, by the same services. Errors are problem+json (RFC 9457).",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "ENUM_NAME_OVERRIDES": {
        "CapabilityEnum": "marketplace.identity.api.serializers.SCOPES",
        "OrderStateEnum": "marketplace.ledger.states.OrderState",
        "VendorStateEnum": "vendors.states.VendorState",
        "OperationStateEnum": "escrow.states.OperationState",
        "PayoutStateEnum": "escrow.states.PayoutState",
        "ReconciliationKindEnum": "escrow.reconciliation.states.RunKind",
        "BankReceiptStateEnum": "escrow.reconciliation.states.ReceiptState",
        "ChargebackStateEnum": "escrow.chargebacks.states.ChargebackState",
        "OperationKindEnum": "escrow.states.OperationKind",
        "CaseStateEnum": "escrow.disputes.states.CaseState",
        "CaseTypeEnum": "escrow.disputes.states.CaseType",
        "CaseRemedyEnum": "escrow.disputes.states.Remedy",
        "CaseReasonEnum": "escrow.disputes.states.Reason",
        "ProposalStateEnum": "escrow.disputes.states.ProposalState",
        "AgreementStateEnum": "escrow.agreements.states.ProposalState",
        "CurrencyEnum": "marketplace.lib.money.CURRENCIES",
        "InspectionStateEnum": "escrow.agreements.states.InspectionState",
        "ReturnStateEnum": "escrow.returns.states.ReturnState",
        "ReturnReasonEnum": "escrow.returns.states.Reason",
        "ReturnRemedyEnum": "escrow.returns.states.Remedy",
        "PaymentLegStateEnum": "escrow.states.LegState",
        "ReleaseUnitStateEnum": "escrow.states.UnitState",
        "EvidenceKindEnum": "escrow.disputes.states.EvidenceKind",
        "CreditAccountStateEnum": "escrow.credit.states.AccountState",
        "InvoiceStateEnum": "escrow.credit.states.InvoiceState",
        "ObjectionStateEnum": "escrow.credit.states.ObjectionState",
        "CertificateKindEnum": "vendors.states.Kind",
        "AttributeKindEnum": "listings.content.ATTRIBUTE_KINDS",
    },
}

# Who keeps the daily anchors of the ledger's chain, besides the storage: people outside the database's reach.
ANCHOR_EMAILS = env.words("ANCHOR_EMAILS")

# Market rules that an operator sets once.
COMMISSION_BASIS_POINTS = env.number("COMMISSION_BASIS_POINTS", 300)
TRANSIT_DAYS = env.number("TRANSIT_DAYS", 45)
SHIP_LAPSE_DAYS = env.number("SHIP_LAPSE_DAYS", 14)
HOLD_LIMIT_DAYS = env.number("HOLD_LIMIT_DAYS", 80)
DISPUTE_FOUR_EYES_MINOR = env.number("DISPUTE_FOUR_EYES_MINOR", 1_000_000)  # above it, two officers decide
MATURITY_DAYS = env.number("MATURITY_DAYS", 0)
VENDOR_RESERVE_BASIS_POINTS = env.number("VENDOR_RESERVE_BASIS_POINTS", 0)
PAYOUT_FOUR_EYES_MINOR = env.number("PAYOUT_FOUR_EYES_MINOR", 2_500_000)  # bank payouts above it, two operators
VENDOR_RESERVE_DAYS = env.number("VENDOR_RESERVE_DAYS", 90)
PAYMENT_DUE_DAYS = env.number("PAYMENT_DUE_DAYS", 7)
LATE_INTEREST_BASIS_POINTS = env.number("LATE_INTEREST_BASIS_POINTS", 1015)  # a year; the statutory rate
WRITE_OFF_FOUR_EYES_MINOR = env.number("WRITE_OFF_FOUR_EYES_MINOR", 500_000)  # above it, two officers write off

# Payments: Stripe over HTTPS with a key; without one, the fake under the same SDK, which moves no real money.
PAYMENT_GATEWAY = "escrow.gateways.stripe.adapter.StripeGateway"
STRIPE_SECRET_KEY = env.text("STRIPE_SECRET_KEY", "")
STRIPE_PUBLISHABLE_KEY = env.text("STRIPE_PUBLISHABLE_KEY", "")
STRIPE_WEBHOOK_SECRET = env.text("STRIPE_WEBHOOK_SECRET", "")
STRIPE_CONNECT_WEBHOOK_SECRET = env.text("STRIPE_CONNECT_WEBHOOK_SECRET", "")
STRIPE_BANK_COUNTRY = env.text("STRIPE_BANK_COUNTRY", "NL")
STRIPE_API_BASE = ""
STRIPE_FAKE_TRANSPORT = "escrow.gateways.fake.transport.FakeTransport"
SANDBOX_FEE_BASIS_POINTS = env.number("SANDBOX_FEE_BASIS_POINTS", 290)
SANDBOX_FEE_FIXED_MINOR = env.number("SANDBOX_FEE_FIXED_MINOR", 30)
SANDBOX_FLOAT_MINOR = env.number("SANDBOX_FLOAT_MINOR", 100_000_000)
BANK_ACCOUNT_NAME = env.text("BANK_ACCOUNT_NAME", "Harborline")  # our own account, for buyers who pay by transfer
BANK_IBAN = env.text("BANK_IBAN", "")
BANK_BIC = env.text("BANK_BIC", "")
# Evidence packs are signed with this Ed25519 key (32 secret bytes as hex); without it, one derived from SECRET_KEY.
EVIDENCE_SIGNING_KEY = env.text("EVIDENCE_SIGNING_KEY", "")
EVIDENCE_RETIRED_KEYS = env.words("EVIDENCE_RETIRED_KEYS")
SEARCH_BACKEND = env.text("SEARCH_BACKEND", "search.backends.postgres.PostgresBackend")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"stripe": {"level": "WARNING"}},  # it tells of every call
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
}
