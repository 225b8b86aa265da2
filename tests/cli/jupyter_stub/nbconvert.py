class HTMLExporter:
    def __init__(self, embed_images):
        assert embed_images

    def from_notebook_node(self, notebook):
        return f"<p>{len(notebook.cells)} cells</p>", {}
