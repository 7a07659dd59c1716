"""Build hook of the wheel: fetches the front end and compiles the messages, neither of which is committed."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class AssetsHook(BuildHookInterface[Any]):
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Builds both in place before a wheel is packed. For an editable install `make` does it instead."""
        if self.target_name != "wheel" or version == "editable":
            return
        environment = os.environ | {"PYTHONPATH": str(Path(self.root) / "src")}
        subprocess.run([sys.executable, "-m", "carteira.web.build"], cwd=self.root, env=environment, check=True)
