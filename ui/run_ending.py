"""What the window says when a run has ended."""

from __future__ import annotations

from desktop_nn.training.events import RunEnded
from desktop_nn.training.metric_titles import in_order, number_text
from ui.running import RunControl
from ui.session import Session


def tell_end(session: Session, run: RunControl, ended: RunEnded) -> None:
    """Say how the run ended, with its figures of the test part, and offer to save the model."""
    seconds = f"{ended.seconds:.0f} s" if ended.seconds < 90 else f"{ended.seconds / 60:.1f} min"
    epochs = f"{ended.epochs} epoch{'s' if ended.epochs != 1 else ''}"
    if ended.problem is not None:
        session.tell_problem(ended.problem)
        return
    if ended.status == "discarded":
        session.tell(f"Discarded; the run has its {epochs} of before." if ended.epochs else "Discarded.")
        return
    figures = ", ".join(f"{name} {number_text(ended.test[name])}" for name in in_order(ended.test)[:3])
    tail = f" On the test part: {figures}." if figures else ""
    why = f" {ended.early}" if ended.early else ""
    word = "Stopped after" if ended.status == "stopped" else "Finished"
    if run.left:
        where = f" Its model is {ended.model}" if ended.model else ""
        session.tell(f"The run of the other project: {word.lower()} {epochs}.{where}", "good")
        return
    can_save = "file.save_model" if ended.model else ""
    session.tell(f"{word} {epochs} in {seconds}.{why}{tail}", "good", can_save)
