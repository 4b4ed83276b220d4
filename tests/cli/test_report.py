"""What a run says at its end, also where it ends badly."""

import json

import pytest

from newsspider.cli.report import MOST_SITES, reported
from newsspider.config import Config
from newsspider.errors import AccountingError, NoPermissionError
from newsspider.ledger import NEW
from newsspider.run import Run


@pytest.fixture
def run(tmp_path) -> Run:
    return Run.open(tmp_path / "newsspider.db", config=Config(workers=1), command="replay")


def object_of(capsys) -> dict:
    return json.loads(capsys.readouterr().out)


def test_a_failure_is_not_hidden_by_the_open_sum_that_it_leaves(run, capsys):
    run.owe("isle.example")

    with pytest.raises(NoPermissionError, match="not yours"), reported(run, as_json=True, is_quiet=True):
        raise NoPermissionError("not yours")

    assert object_of(capsys)["exit"] == 77


def test_an_open_sum_is_told_in_json_too(run, capsys):
    with pytest.raises(AccountingError), reported(run, as_json=True, is_quiet=True):
        run.owe("isle.example")

    assert object_of(capsys)["exit"] == 1


def test_an_interrupted_run_has_the_code_of_its_signal(run, capsys):
    with pytest.raises(KeyboardInterrupt), reported(run, as_json=True, is_quiet=True):
        raise KeyboardInterrupt

    assert object_of(capsys)["exit"] == 130


def test_thousands_of_sites_are_summed_up(run, capsys):
    with reported(run, as_json=False, is_quiet=False):
        for number in range(2_000):
            run.owe(f"isle{number}.example")
            run.ledger.site(f"isle{number}.example").outcomes[NEW] += 1

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == MOST_SITES + 1
    assert lines[-1] == "… all 2000 sites: 2000 new"


def test_problems_are_bounded_and_counted(run, capsys):
    with reported(run, as_json=False, is_quiet=True) as report:
        run.ledger.site("isle.example").problems.extend(f"line {number}" for number in range(100))
        report.exit_code = 3

    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "newsspider: isle.example: line 0"
    assert lines[-1] == "newsspider: 80 more problems; --json tells them"


@pytest.mark.parametrize("as_json", [True, False])
def test_the_report_is_printed_before_a_monitor_is_told(run, capsys, as_json):
    printed = []

    def tell(report):
        printed.append(capsys.readouterr().out)
        return "the monitor is down"

    with reported(run, as_json=as_json, is_quiet=False, tell=tell):
        run.owe("isle.example")
        run.ledger.site("isle.example").outcomes[NEW] += 1

    late = capsys.readouterr()
    assert '"new": 1' in printed[0] if as_json else "isle.example: 1 new" in printed[0]
    assert late.out == ""
    assert late.err == "newsspider: the monitor is down\n"


def test_a_monitor_is_told_of_a_run_that_failed(run):
    told = []

    with pytest.raises(NoPermissionError), reported(run, as_json=True, is_quiet=True, tell=told.append):
        raise NoPermissionError("not yours")

    assert [report["exit"] for report in told] == [77]


def test_a_monitor_is_told_of_a_run_whose_report_nobody_reads(run, monkeypatch):
    told = []
    monkeypatch.setattr("click.echo", broken)

    with pytest.raises(BrokenPipeError), reported(run, as_json=True, is_quiet=True, tell=told.append) as report:
        report.exit_code = 3

    assert [report["exit"] for report in told] == [3]


def broken(*_, **__):
    raise BrokenPipeError
