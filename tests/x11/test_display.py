"""What the program finds out about a display before Qt is loaded, on a real one."""

from __future__ import annotations

from h2o_desktop.preflight import problem_with_display
from tests.x11.screen import Screen


def test_a_display_that_is_there_is_no_problem_and_one_that_has_gone_is() -> None:
    with Screen() as screen:
        environment = {"DISPLAY": screen.display}
        assert problem_with_display(environment, "linux") is None
        assert problem_with_display({"DISPLAY": f"{screen.display}.0"}, "linux") is None
    problem = problem_with_display(environment, "linux")
    assert problem is not None
    assert screen.display in problem
