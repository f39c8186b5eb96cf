"""The application class: what a view raises that is no error to Python is one to us."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue


class ViewEnded(Exception):
    """A view tried to end the process: sys.exit(), a stray KeyboardInterrupt."""


class PortalJSON(DefaultJSONProvider):
    """JSON that anybody may have written."""

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        """What stands there. Raises ValueError also for what is nested so deeply that Python gives
        up: a request that sends that is wrong, and the plugin it is sent to has not failed."""
        try:
            return super().loads(s, **kwargs)
        except RecursionError:
            raise ValueError("nested too deeply") from None


class PortalFlask(Flask):
    """Flask, which lets such things through to the server."""

    json_provider_class = PortalJSON

    def dispatch_request(self) -> ResponseReturnValue:
        """Answers the request by its view."""
        return self._held(super().dispatch_request)

    def preprocess_request(self) -> ResponseReturnValue | None:
        """Asks what stands in front of the view."""
        return self._held(super().preprocess_request)

    @staticmethod
    def _held(answer: Any) -> Any:
        try:
            return answer()
        except Exception:
            raise
        except BaseException as problem:
            raise ViewEnded(f"{type(problem).__name__} was raised") from problem
