"""What stands beside the conversation and the parameters: joined after the first paint, part by part."""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from h2o_desktop.app.paper import LatePages
from h2o_desktop.app.second_start import SecondStartsAnswered
from h2o_desktop.app.sweeps import sweep_presenter
from h2o_desktop.qt.budget_controller import BudgetController
from h2o_desktop.qt.keeping_controller import KeepingController
from h2o_desktop.qt.lens_controller import LensController
from h2o_desktop.qt.mirror_controller import MirrorController
from h2o_desktop.qt.server_facts_controller import ServerFactsController
from h2o_desktop.ui.presenters.answer_presenter import AnswerPresenter
from h2o_desktop.ui.presenters.budget_presenter import BudgetPresenter
from h2o_desktop.ui.presenters.compare_presenter import CompareParts, ComparePresenter
from h2o_desktop.ui.presenters.cut_presenter import CutPresenter
from h2o_desktop.ui.presenters.details_presenter import DetailsPresenter
from h2o_desktop.ui.presenters.dragging_presenter import DraggingPresenter
from h2o_desktop.ui.presenters.keeping_presenter import KeepingPresenter
from h2o_desktop.ui.presenters.lens_presenter import LensPresenter
from h2o_desktop.ui.presenters.mirror_presenter import MirrorPresenter
from h2o_desktop.ui.presenters.model_preset_presenter import ModelPresetPresenter
from h2o_desktop.ui.presenters.parameter_presenter import ParameterPresenter
from h2o_desktop.ui.presenters.print_presenter import PrintPresenter
from h2o_desktop.ui.presenters.saving_presenter import SavingPresenter
from h2o_desktop.ui.presenters.sharing_presenter import SharingPresenter
from h2o_desktop.ui.presenters.tokens_presenter import TokensPresenter
from h2o_desktop.wiring.describing import describe
from h2o_desktop.wiring.server_knowledge import ServerKnowledge
from h2o_desktop.wiring.token_services import TokenServices

if TYPE_CHECKING:
    from h2o_desktop.app import Application
    from h2o_desktop.qt.connections_model import ConnectionsModel
    from h2o_desktop.qt.parameter_model import ParameterModel
    from h2o_desktop.qt.tokens_controller import TokensController


class LateParts:
    """The late parts of an application's window, kept alive for as long as it is open.

    A part that has to be stopped before the window closes puts its method into `stops`.
    """

    def __init__(self, application: Application) -> None:
        self._application = application
        self.stops: list[Callable[[], None]] = []
        self._knowledge = ServerKnowledge(application.services)
        self.saving = SavingPresenter(application.window, application.turn_parts.saving, self._stop_answers)
        self._answer_second_starts()
        self._join_transcripts()
        self._join_safekeeping()
        self._join_budget_and_lens()
        window, models = application.window, application.models
        self.answers = AnswerPresenter(window, models, application.chat)
        self.parameters = ParameterPresenter(
            window, models, application.services, lane=application.store_lane, now_s=time.monotonic
        )
        self.model_presets = ModelPresetPresenter(
            window, models, application.chat, self.parameters, application.options.new_chat
        )
        self._join_details()
        self._join_compare()
        self._join_tokens()
        self.sweeps = sweep_presenter(application, self.details)
        self.sweeps.changed.connect(self.mirror.touch)
        self.stops.append(self.sweeps.stop)
        self._join_server_facts()

    def stop(self) -> None:
        """Stop every part, in the order in which they were joined."""
        for stop in self.stops:
            stop()

    def _stop_answers(self) -> None:
        self._application.chat.board.stop_all(0)
        self.compare.stop_answers()
        self.sweeps.stop_cells()

    def _join_compare(self) -> None:
        application, services = self._application, self._application.services
        parts = CompareParts(
            turns=application.turn_parts,
            history=application.history,
            connections=application.connections_presenter,
            views=application.view_presenter,
            details=self.details,
            drafts=application.transcripts.drafts,
            capabilities=services.capabilities,
            presets=lambda: self.parameters.presets,
            state=services.settings.compare_state,
            line_up=services.settings.compare_panes,
            keep=application.settings_keeper.keep_comparing,
            facts=self._server_facts,
        )
        self.compare = ComparePresenter(application.window, application.models, application.chat, parts)
        self.compare.changed.connect(self.mirror.touch)
        self.compare.ended.connect(application.transcripts.consider_title)
        self.stops.append(self.compare.stop)

    def _answer_second_starts(self) -> None:
        lock = self._application.services.window_lock
        if lock.is_held:
            self.second_starts = SecondStartsAnswered(self._application, lock)
            self.stops.append(self.second_starts.stop)

    def _join_transcripts(self) -> None:
        services, transcripts = self._application.services, self._application.transcripts
        services.pages = LatePages(self._application.window.pane.loaded_images)
        transcripts.join_late(services.transfers)
        assert transcripts.transfer is not None
        self._application.export_presenter.join_late(transcripts.transfer.export_one)
        self.printing = PrintPresenter(
            self._application.window, self._application.chat, transcripts.transfer, services.transfers.servers_of
        )
        self.sharing = SharingPresenter(
            self._application.window,
            self._application.chat,
            exports=self._application.export_presenter,
            texts=services.transfers.clipboard_texts,
            lane=self._application.network_lane,
        )
        self.dragging = DraggingPresenter(
            self._application.window,
            self._application.chat,
            services.transfers,
            theme=self._application.theme,
            lane=self._application.network_lane,
        )
        transcripts.shelf.copy_requested.connect(self.dragging.copy)
        transcripts.offer_titles(services.provider_for, self._application.network_lane)

    def _join_safekeeping(self) -> None:
        application, transcripts = self._application, self._application.transcripts
        self.mirror = MirrorController(application.services.mirroring(), time.time)
        self.mirror_presenter = MirrorPresenter(
            application.window, self.mirror, application.settings_keeper.keep_mirror_folder
        )
        self.mirror_presenter.follow(application.chat, application.history)
        transcripts.tell_changes(self.mirror)
        self.mirror_presenter.begin(application.services.settings.mirror_folder)
        self.keeping = KeepingController(application.services.store_keeping())
        self.keeping_presenter = KeepingPresenter(
            application.window, self.keeping, application.chat, application.history
        )
        self.keeping.restored.connect(self.mirror.touch_all)
        self.stops.extend((self.mirror.stop, self.keeping.stop))

    def _join_details(self) -> None:
        services = self._application.services
        self.details = DetailsPresenter(
            self._application.window,
            self._application.models,
            self._application.chat,
            servers=services,
            describe=partial(describe, services.provider_for),
            lane=self._application.network_lane,
            now_s=time.time,
        )
        self.stops.append(self.details.stop)

    def _server_facts(self, parameters: ParameterModel, connections: ConnectionsModel) -> ServerFactsController:
        return ServerFactsController(
            self._knowledge, self._application.network_lane, parameters=parameters, connections=connections
        )

    def _join_server_facts(self) -> None:
        application, models = self._application, self._application.models
        self.server_facts = self._server_facts(models.parameters, models.connections)
        self.server_facts.notice_raised.connect(application.window.pane.notices.show_notice)
        application.chat.answer_ended.connect(self.server_facts.note_answer)
        self.stops.append(self.server_facts.stop)

    def _join_budget_and_lens(self) -> None:
        services, models = self._application.services, self._application.models
        window, lane = self._application.window, self._application.network_lane
        self.budget = BudgetController(
            services,
            lane,
            conversation=models.conversation,
            parameters=models.parameters,
            connections=models.connections,
        )
        self.budget_presenter = BudgetPresenter(window, models, self.budget)
        self.cut_presenter = CutPresenter(window, models, self.budget)
        self.budget_presenter.bar.cut_asked.connect(self.cut_presenter.go_to)
        self.lens = LensController(services, lane, parameters=models.parameters, connections=models.connections)
        self.lens_presenter = LensPresenter(window, models, self._application.chat, self.budget, self.lens)
        self.stops.extend((self.budget.stop, self.lens.stop))

    def _join_tokens(self) -> None:
        application = self._application
        source = TokenServices(application.services)
        application.window.actions_.probabilities.setChecked(application.services.settings.token_probabilities)
        self.tokens = TokensPresenter(
            application.window, application.models, partial(_tokens_controller, application, source), source.keep_wanted
        )
        self.stops.append(self.tokens.stop)


def _tokens_controller(application: Application, source: TokenServices) -> TokensController:
    from h2o_desktop.qt.tokens_controller import TokensController

    return TokensController(
        application.chat,
        source,
        application.services.store,
        store_lane=application.store_lane,
        lane=application.network_lane,
    )
