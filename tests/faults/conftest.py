"""How often to break things: a few times in every test run, ``--kills 100`` for ``make faults``."""

import pytest

from tests.faults.test_kill import moments


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "moment" in metafunc.fixturenames:
        metafunc.parametrize("moment", moments(metafunc.config.getoption("--kills")))
