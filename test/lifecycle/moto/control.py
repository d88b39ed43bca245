"""Lets a test see which actions were called, and make some of the next calls fail."""

import json
import threading
from urllib.parse import parse_qs

from actions import iam_action
from moto.core.model import OperationModel
from moto.core.request import Request, determine_request_protocol
from moto.core.responses import boto3_service_name
from moto.core.routing import get_service_router
from moto.core.serialize import get_serializer_class
from moto.core.utils import get_service_model, service_name_from_moto_package_name
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response


class ChosenError(Exception):
    """The error that a test chose. moto takes its own exceptions' code from the models of the service that raises them."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Control:
    """Stands before moto's application. Its own routes:

    POST /_weir/fail           {"action", "times", "code", "message", "status"}: the next calls of an IAM action fail
    GET  /_weir/actions        [{"action", "accessKey"}]: the IAM actions called since they were last forgotten, each once
    POST /_weir/reset-actions  forgets them
    """

    def __init__(self, aws) -> None:
        self.aws = aws
        self.lock = threading.Lock()
        self.failures: list[dict] = []
        self.actions: dict[tuple[str, str], None] = {}

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if path.startswith("/_weir/"):
            return self.answer(Request(environ))(environ, start_response)
        # moto's own routes are no AWS actions.
        operation = None if path.startswith("/moto-api") else self.operation_of(environ)
        if operation is None:
            return self.aws(environ, start_response)
        failure = self.note(iam_action(operation), access_key_of(environ))
        if failure is None:
            return self.aws(environ, start_response)
        return error_response(operation, environ, failure)(environ, start_response)

    def answer(self, request: Request) -> Response:
        with self.lock:
            match request.method, request.path:
                case "POST", "/_weir/fail":
                    self.failures.append(json.loads(request.get_data()))
                case "POST", "/_weir/reset-actions":
                    self.actions.clear()
                case "GET", "/_weir/actions":
                    seen = [{"action": action, "accessKey": access_key} for action, access_key in self.actions]
                    return Response(json.dumps(seen), mimetype="application/json")
                case method, path:
                    return Response(f"no control {method} {path}", status=404)
        return Response(status=204)

    def note(self, action: str, access_key: str) -> dict | None:
        """Notes a call, and gives the failure that it shall meet."""
        with self.lock:
            self.actions[action, access_key] = None
            for failure in self.failures:
                if failure["action"] == action and failure["times"] > 0:
                    failure["times"] -= 1
                    return failure
        return None

    def operation_of(self, environ) -> OperationModel | None:
        """The operation that a request calls, found the way moto finds it; None where it is no operation at all."""
        host = self.aws.infer_service_region_host(environ, environ["PATH_INFO"])
        backend = self.aws.get_backend_for_host(host)
        if backend is None:
            return None
        service = service_name_from_moto_package_name(boto3_service_name.get(backend, backend))
        model = get_service_model(service)
        if target := environ.get("HTTP_X_AMZ_TARGET"):
            return model.operation_model(target.split(".")[-1])
        # S3's bodies are data, and may be large: only a query's are read.
        form = None if service == "s3" else self.aws._get_body(environ)
        if form:
            return model.operation_model(parse_qs(form)["Action"][0])
        try:
            operation, _ = get_service_router(service).match(Request(environ))
        except NotFound:
            return None
        return model.operation_model(operation.name)


def access_key_of(environ) -> str:
    """The access key that signed a request, of its header `AWS4-HMAC-SHA256 Credential=KEY/DATE/…`."""
    return environ.get("HTTP_AUTHORIZATION", "").partition("Credential=")[2].partition("/")[0]


def error_response(operation: OperationModel, environ, failure: dict) -> Response:
    """An AWS error in the protocol of the call."""
    model = operation.service_model
    protocol = determine_request_protocol(model, environ.get("CONTENT_TYPE"))
    serializer = get_serializer_class(model.service_name, protocol)(operation)
    error = serializer.serialize(ChosenError(failure["code"], failure["message"]))
    return Response(error["body"], status=failure["status"], headers=error["headers"])
