"""The Run menu: training, evaluation and TensorBoard."""

from ui.actions.action import Action

RUN = (
    Action("run.train", "&Train", lambda w: w.train(), "Run", 0, "play", "F5 Ctrl+Return",
           "Train the model on its data", lambda w: w.run.may_start()),
    Action("run.stop", "&Stop", lambda w: w.run.stop(), "Run", 0, "square", "Shift+F5",
           "Stop within one batch and keep the model", lambda w: w.run.active and w.run.state != "stopping"),
    Action("run.evaluate", "&Evaluate", lambda w: w.show_panel("evaluation"), "Run", 1, "target", "",
           "Figures and predictions of the trained model on held-out data"),
    Action("run.runs", "Ru&ns", lambda w: w.show_panel("runs"), "Run", 1, "history"),
    Action("run.tensorboard", "&TensorBoard", lambda w: w.open_tensorboard(), "Run", 2, "external-link", "Ctrl+T",
           "Start TensorBoard on the run folder and open it in the browser"),
    Action("run.stop_tensorboard", "Stop Tensor&Board", lambda w: w.stop_tensorboard(), "Run", 2, "circle-stop",
           enabled=lambda w: w.tensorboard_running()),
)  # fmt: skip
