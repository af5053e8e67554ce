"""What is known of the connections, and the choice of a model."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.local_model import LocalModel
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import H2O_ID, LOCAL_ID, default_connections
from h2o_desktop.qt.connections_model import ConnectionsModel

SMALL = LocalModel("small", "Small Model", 98_362_432, "Apache-2.0", "somewhere")
BIGGER = LocalModel("bigger", "Bigger Model", 320_000_000, "Apache-2.0", "somewhere")


@pytest.fixture
def model(qtbot: QtBot) -> ConnectionsModel:
    made = ConnectionsModel()
    made.set_profiles(default_connections())
    return made


def test_profiles_are_shown_in_their_order(model: ConnectionsModel) -> None:
    assert [profile.id for profile in model.profiles()] == [LOCAL_ID, H2O_ID]
    found = model.profile(H2O_ID)
    assert found is not None
    assert found.name == "H2O (gpt-gm.h2o.ai)"
    assert model.profile("gone") is None


def test_nothing_is_known_at_first(model: ConnectionsModel) -> None:
    assert model.status(LOCAL_ID).state is Reachability.UNKNOWN
    assert model.current == ("", "")
    assert model.current_model() is None


def test_a_new_state_is_told_and_the_same_again_is_not(model: ConnectionsModel, qtbot: QtBot) -> None:
    ready = ConnectionStatus(Reachability.READY, (ModelInfo("small"),))

    with qtbot.waitSignal(model.changed):
        model.set_status(LOCAL_ID, ready)
    assert model.status(LOCAL_ID) is ready
    with qtbot.assertNotEmitted(model.changed):
        model.set_status(LOCAL_ID, ConnectionStatus(Reachability.READY, (ModelInfo("small"),)))


def test_what_is_known_stays_when_connections_are_added_and_goes_with_them(model: ConnectionsModel) -> None:
    ready = ConnectionStatus(Reachability.READY)
    model.set_status(LOCAL_ID, ready)
    model.set_status(H2O_ID, ready)

    model.set_profiles(default_connections()[:1])
    assert model.status(LOCAL_ID) is ready
    model.set_profiles(default_connections())
    assert model.status(H2O_ID).state is Reachability.UNKNOWN


def test_a_choice_is_told_once(model: ConnectionsModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.changed):
        model.set_current(H2O_ID, "falcon-7b")
    with qtbot.assertNotEmitted(model.changed):
        model.set_current(H2O_ID, "falcon-7b")

    assert model.current == (H2O_ID, "falcon-7b")


def test_the_chosen_model_is_known_by_its_id_until_the_server_tells_more(model: ConnectionsModel) -> None:
    model.set_current(LOCAL_ID, "small")
    assert model.current_model() == ModelInfo("small")

    model.set_status(LOCAL_ID, ConnectionStatus(Reachability.READY, (ModelInfo("small", "Small Model"),)))
    assert model.current_model() == ModelInfo("small", "Small Model")


def test_models_that_are_here_are_not_offered_again(model: ConnectionsModel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.changed):
        model.set_local_models([SMALL, BIGGER])
    assert model.fetchable_models() == (SMALL, BIGGER)

    model.set_status(LOCAL_ID, ConnectionStatus(Reachability.READY, (ModelInfo("small"),)))
    assert model.fetchable_models() == (BIGGER,)
