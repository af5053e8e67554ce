"""The language of the window: translations of the program and of Qt, and the locale for numbers and days."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from h2o_desktop.ui.resources import resource_path

SOURCE_LANGUAGE = "en"
LANGUAGES = (SOURCE_LANGUAGE, "ru")


def use_language(app: QCoreApplication, language: str = "") -> str:
    """Speak `language`, such as *ru*, from now on; the first of the system's that is known when it is empty.

    Returns the code of the language in use. Call it before the first widget is made: what stands on the screen
    already is not translated again. English, in which the program is written, reads no file.
    """
    chosen = language if language in LANGUAGES else _system_language()
    locale = QLocale(chosen)
    # Where the system speaks the same language, its own country's forms of numbers and days stay.
    QLocale.setDefault(QLocale.system() if QLocale.system().language() == locale.language() else locale)
    if chosen != SOURCE_LANGUAGE:
        _install(app, f"h2o_desktop_{chosen}", str(resource_path("translations")))
        _install(app, f"qtbase_{chosen}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    return chosen


def _system_language() -> str:
    for name in QLocale.system().uiLanguages():
        code = name.replace("_", "-").partition("-")[0]
        if code in LANGUAGES:
            return code
    return SOURCE_LANGUAGE


def _install(app: QCoreApplication, name: str, folder: str) -> None:
    translator = QTranslator(app)
    if translator.load(name, folder):
        app.installTranslator(translator)
