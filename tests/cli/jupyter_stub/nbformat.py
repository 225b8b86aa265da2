"""As much of nbformat as execute_notebook.py uses: notebooks as JSON with attributes."""

import json


class Node(dict):
    def __getattr__(self, name):
        return self[name]


def read(path, as_version):
    assert as_version == 4
    with open(path, encoding="utf-8") as file:
        return json.load(file, object_hook=Node)


def writes(notebook):
    return json.dumps(notebook, indent=1)
