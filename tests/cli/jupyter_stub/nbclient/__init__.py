"""A kernel that does what a cell's source says: `print TEXT`, `fail TEXT`, `slow`, `die`, `odd`, `wait`."""

import signal
from contextlib import contextmanager

from .exceptions import CellExecutionError, CellTimeoutError, DeadKernelError


class Connection:
    def kernel_info(self):
        return "request 1"


class KernelClient:
    def kernel_info(self):
        return "info"


class NotebookClient:
    kc = KernelClient()

    def wait_for_reply(self, request):
        assert request == "info"
        return {"content": {"language_info": {"name": "typescript"}}}

    kc = Connection()

    def __init__(self, notebook, timeout, kernel_name, resources):
        assert kernel_name == "deno" and isinstance(timeout, int)
        self.folder = resources["metadata"]["path"]

    @contextmanager
    def setup_kernel(self):
        yield

    def wait_for_reply(self, request):
        assert request == "request 1"
        return {"content": {"language_info": {"name": "typescript"}}}

    def execute_cell(self, cell, index):
        word, _, rest = cell.source.partition(" ")
        cell.metadata["execution"] = {"iopub.status.busy": str(id(cell))}
        if word == "print":
            cell["outputs"] = [rest or self.folder]
        elif word == "fail":
            raise CellExecutionError("a traceback", rest)
        elif word == "slow":
            raise CellTimeoutError()
        elif word == "die":
            raise DeadKernelError()
        elif word == "odd":
            raise ValueError("\x1b[31modd\x1b[0m")
        elif word == "wait":
            signal.pause()
