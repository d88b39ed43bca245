"""Runs server.py in a virtual environment with the pinned moto, which is made once: launch.py FOLDER

FOLDER keeps the environments, one for each list of requirements and Python that reads it.
"""

import fcntl
import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).parent


def make_environment(environment: Path, requirements: Path) -> None:
    venv.create(environment, clear=True, with_pip=True)
    # Standard output is the server's, which prints its address there.
    subprocess.run(
        [environment / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", requirements],
        stdout=sys.stderr,
        check=True,
    )


def main() -> None:
    folder = Path(sys.argv[1])
    requirements = HERE / "requirements.txt"
    key = hashlib.sha256(requirements.read_bytes() + sys.version.encode()).hexdigest()[:12]
    environment = folder / key
    folder.mkdir(parents=True, exist_ok=True)
    # Of two test processes that need it, one makes it and the other waits; the lock of one that is killed is gone.
    with open(folder / f"{key}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        complete = environment / "complete"
        if not complete.exists():
            make_environment(environment, requirements)
            complete.touch()
    python = environment / "bin" / "python"
    os.execv(python, [python, HERE / "server.py"])


main()
