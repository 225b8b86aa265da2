class CellExecutionError(Exception):
    def __init__(self, traceback, evalue):
        super().__init__(traceback)
        self.evalue = evalue


class CellTimeoutError(Exception):
    pass


class DeadKernelError(Exception):
    pass
