"""Prints what a Bicep or Terraform file says as JSON, as a parser that is not ours reads it."""

import json
import sys
from pathlib import Path

path = Path(sys.argv[1])
if path.suffix == ".bicep":
    from pycep import BicepParser

    tree = BicepParser().parse(text=path.read_text())
else:
    import hcl2

    tree = hcl2.loads(path.read_text())
print(json.dumps(tree, default=str))
