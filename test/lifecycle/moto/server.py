"""moto as the AWS that the lifecycle suites apply to: prints its address, and ends when its standard input does.

The account is the one that MOTO_ACCOUNT_ID names. Beside AWS's calls it answers those of control.py.
"""

import os
import sys
import threading

from corrections import correct_moto
from control import Control
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server


def end_with_stdin() -> None:
    """A test process that is killed tells nobody, but its pipes are closed."""
    sys.stdin.read()
    os._exit(0)


def main() -> None:
    correct_moto()
    app = Control(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=end_with_stdin, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


main()
