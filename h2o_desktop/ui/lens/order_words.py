"""In which order a server works, said in words: that decides what the sliders do."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from h2o_desktop.core.engines import Engine
from h2o_desktop.core.sampling import Step
from h2o_desktop.ui.lens.lens_bars import step_name

translate = QCoreApplication.translate


def order_words(engine: Engine) -> str:
    """Some sentences on the place of the temperature, and on what else there is to know."""
    sentences = [_about_temperature(engine)]
    if not engine.is_sure:
        sentences.append(translate("Lens", "It does not tell this: servers of its kind usually work so."))
    if engine.others:
        words = translate("Lens", "It also uses {samplers}, which this picture leaves out.")
        sentences.append(words.format(samplers=", ".join(engine.others)))
    return " ".join(sentences)


def _about_temperature(engine: Engine) -> str:
    order = engine.order
    if Step.TEMPERATURE not in order:
        return translate("Lens", "This engine does not use the temperature.")
    place = order.index(Step.TEMPERATURE)
    before, after = order[:place], order[place + 1 :]
    if not before:
        return translate(
            "Lens", "This engine applies the temperature first: a higher one lets more tokens through the cuts."
        )
    if not after:
        return translate(
            "Lens", "This engine cuts first and applies the temperature last: it never changes which tokens remain."
        )
    words = translate("Lens", "This engine cuts by {before}, then applies the temperature, then cuts by {after}.")
    return words.format(before=", ".join(map(step_name, before)), after=", ".join(map(step_name, after)))
