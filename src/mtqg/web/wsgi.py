"""What the server runs."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mtqg.web.settings")
application = get_wsgi_application()

from mtqg.web.figures import warming  # noqa: E402 - Django must stand first

if os.environ.get("MTQG_WARM") == "1":  # a server, and not somebody who looks at this module
    warming.begin()
