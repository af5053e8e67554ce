"""Whether a running engine is at work, asked of the engine itself."""

from __future__ import annotations

import http.client
import json
from urllib.parse import urlsplit

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.local.engine import Endpoint

TIMEOUT_S = 5.0
LOOK_EVERY_S = 0.2


def wait_until_idle(endpoint: Endpoint, cancel: CancelToken) -> None:
    """Wait until no answer is under way there. Raises Cancelled when `cancel` is set meanwhile."""
    while _is_busy(endpoint):
        cancel.wait(LOOK_EVERY_S)
        cancel.raise_if_set()


def _is_busy(endpoint: Endpoint) -> bool:
    """False too when the engine does not answer: then there is nothing to wait for."""
    connection = http.client.HTTPConnection(urlsplit(endpoint.base_url).netloc, timeout=TIMEOUT_S)
    try:
        connection.request("GET", "/slots", headers={"Authorization": f"Bearer {endpoint.api_key}"})
        slots = json.loads(connection.getresponse().read())
        return any(slot["is_processing"] for slot in slots)
    except (OSError, http.client.HTTPException, ValueError, TypeError, KeyError):
        return False
    finally:
        connection.close()
