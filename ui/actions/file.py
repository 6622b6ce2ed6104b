"""The File menu."""

from desktop_nn.project.model_formats import ELSEWHERE, KERAS
from ui.actions.action import Action, Window


def _has_document(window: Window) -> bool:
    return window.session.has_document


def _drawn(window: Window) -> bool:
    return bool(window.session.graph.nodes)


FILE = (
    Action("file.new", "&New model", lambda w: w.documents.new(), "File", 0, "file-plus", "Ctrl+N"),
    Action("file.open", "&Open…", lambda w: w.documents.ask_open(), "File", 0, "folder-open", "Ctrl+O",
           "Open a project (.dnn), a model file (.h5, .keras) or a picture with its project (.png)"),
    Action("file.report", "Repor&t on the opened file", lambda w: w.reports.show(), "File", 0, "stethoscope",
           "Ctrl+Alt+R", "What the opened model file is, and what was changed, lost or locked in it",
           lambda w: w.reports.report is not None),
    Action("file.welcome", "&Examples and recent files", lambda w: w.show_welcome(), "File", 0, "house", "Ctrl+Home"),
    Action("file.save", "&Save project", lambda w: w.documents.save(), "File", 1, "save", "Ctrl+S",
           "Save the drawing, the data choices and the training choices as a .dnn file", _has_document),
    Action("file.save_as", "Save project &as…", lambda w: w.documents.ask_save_as(), "File", 1, "", "Ctrl+Shift+S",
           enabled=_has_document),
    Action("file.save_model", "Save &model as…", lambda w: w.documents.models.ask(KERAS), "File", 2, "download",
           "Ctrl+E", "Save the model with its weights for Keras 3, or for TensorFlow 2.0–2.15", _drawn),
    Action("file.export_model", "E&xport model…", lambda w: w.documents.models.ask(ELSEWHERE), "File", 2,
           "package-open", "Ctrl+Alt+X", "Give the model away as SavedModel, TensorFlow Lite or ONNX", _drawn),
    Action("file.load_weights", "Load &weights…", lambda w: w.documents.ask_weights(), "File", 2, "import", "",
           "Put the weights of a .weights.h5 or .h5 file into the model that is drawn", _drawn),
    Action("file.export_code", "Save as &Python script…", lambda w: w.documents.ask_export(), "File", 2, "file-code",
           tip="Save the same model and run as a readable Keras script, notebook or picture", enabled=_has_document),
    Action("file.export_picture", "Export p&icture…", lambda w: w.pictures.ask(), "File", 3, "file-image",
           "Ctrl+Alt+P", "Save the drawing as PNG (with the project inside), SVG or PDF", _drawn,
           contexts=frozenset({"canvas"})),
    Action("file.export_selection", "Export picture of se&lection…", lambda w: w.pictures.ask(selected=True), "File", 3,
           "crop", "", "The same of the selected layers only", lambda w: bool(w.session.selection),
           contexts=frozenset({"selection"})),
    Action("file.copy_picture", "Cop&y as picture", lambda w: w.pictures.copy(), "File", 3, "images", "Ctrl+Alt+C",
           "Put a picture of the selection, or of the whole drawing, on the clipboard", _drawn),
    Action("file.quit", "&Quit", lambda w: w.leave(), "File", 9, "log-out", "Ctrl+Q"),
)  # fmt: skip
