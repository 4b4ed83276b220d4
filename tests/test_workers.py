import multiprocessing
from collections.abc import Iterator

import pytest

from newsspider.article import Reason
from newsspider.errors import NotAnArticle, WorkerCrashed, WorkerError, WorkerTimeout
from newsspider.workers import MAX_ANSWER_BYTES, WorkerPool
from tests import jobs
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, memory_bytes=300 << 20) as pool:
        yield pool


def children() -> set[int | None]:
    return {child.pid for child in multiprocessing.active_children()}


def test_a_job_answers(pool):
    assert pool.submit(jobs.double, 21).result() == 42


def test_a_job_that_never_ends_costs_its_worker_only(pool):
    hostile = pool.submit(jobs.spin_for_ever, deadline_seconds=0.2)
    good = pool.submit(jobs.double, 2)

    with pytest.raises(WorkerTimeout, match="ended after"):
        hostile.result()
    assert good.result() == 4


def test_a_job_that_kills_its_worker_costs_its_worker_only(pool):
    hostile = pool.submit(jobs.die)
    good = pool.submit(jobs.double, 3)

    with pytest.raises(WorkerCrashed):
        hostile.result()
    assert good.result() == 6


def test_memory_is_bounded(pool):
    hostile = pool.submit(jobs.take_memory, 1 << 30)
    good = pool.submit(jobs.take_memory, 1 << 20)

    with pytest.raises(WorkerCrashed, match="memory"):
        hostile.result()
    assert good.result() == 1 << 20


def test_an_expected_outcome_comes_through_as_it_is(pool):
    with pytest.raises(NotAnArticle) as outcome:
        pool.submit(jobs.refuse).result()

    assert (outcome.value.reason, outcome.value.detail) == (Reason.LISTING, "ten teasers")


def test_an_unexpected_error_names_itself(pool):
    with pytest.raises(WorkerError, match="ZeroDivisionError: by nothing"):
        pool.submit(jobs.fail).result()


def test_a_worker_lives_on_after_an_answer(pool):
    assert pool.submit(jobs.process_id).result() == pool.submit(jobs.process_id).result()


def test_a_job_that_raises_what_channels_raise_costs_no_worker(pool):
    before = pool.submit(jobs.process_id).result()

    with pytest.raises(WorkerError, match="FileNotFoundError"):
        pool.submit(jobs.open_nothing).result()

    assert pool.submit(jobs.process_id).result() == before


def test_a_spare_worker_stands_ready_for_who_waits_behind_a_page_that_kills():
    others = children()
    with WorkerPool(1) as pool:
        first = pool.submit(jobs.process_id).result()
        assert wait_until(lambda: len(children() - others) == 2)
        (spare,) = children() - others - {first}

        with pytest.raises(WorkerCrashed):
            pool.submit(jobs.die).result()

        assert pool.submit(jobs.process_id).result() == spare


def test_a_worker_that_others_kill_does_not_condemn_its_page(tmp_path):
    with WorkerPool(1) as pool:
        assert pool.submit(jobs.be_killed_once, tmp_path / "once").result() == "read"


def test_a_closed_pool_leaves_no_process():
    before = children()

    with WorkerPool(2) as pool, pytest.raises(WorkerCrashed):
        pool.submit(jobs.die).result()

    assert children() <= before


def test_an_answer_that_stops_half_way_is_waited_for_until_the_deadline(pool):
    hostile = pool.submit(jobs.claim_an_answer, 1_000, 500, deadline_seconds=0.5)
    good = pool.submit(jobs.double, 2)

    with pytest.raises(WorkerTimeout):
        hostile.result()
    assert good.result() == 4


def test_an_answer_that_trickles_ends_at_the_deadline(pool):
    hostile = pool.submit(jobs.trickle_an_answer, deadline_seconds=0.5)

    with pytest.raises(WorkerTimeout):
        hostile.result()


def test_a_job_that_is_not_taken_ends_however_little_it_computes(pool):
    assert pool.submit(jobs.stop_once_answered).result() is None

    with pytest.raises(WorkerTimeout, match="ended after 2 s"):
        pool.submit(jobs.length, bytes(10 << 20), deadline_seconds=0.5).result()
    assert pool.submit(jobs.double, 2).result() == 4


@pytest.mark.parametrize("size", [MAX_ANSWER_BYTES + 1, 1 << 60])
def test_an_answer_that_claims_to_be_endless_is_not_awaited(pool, size):
    with pytest.raises(WorkerCrashed, match=f"{size} bytes"):
        pool.submit(jobs.claim_an_answer, size, 1).result()


def test_an_answer_that_is_too_long_is_not_sent(pool):
    with pytest.raises(WorkerCrashed, match="bytes"):
        pool.submit(jobs.answer_at_length, MAX_ANSWER_BYTES).result()
    assert len(pool.submit(jobs.answer_at_length, MAX_ANSWER_BYTES - 100).result()) == MAX_ANSWER_BYTES - 100


def test_an_answer_that_makes_no_sense_costs_its_worker(pool):
    with pytest.raises(WorkerCrashed, match="can't be read"):
        pool.submit(jobs.answer_nonsense).result()
    assert pool.submit(jobs.double, 2).result() == 4


def test_an_answer_that_cannot_be_sent_is_an_error(pool):
    with pytest.raises(WorkerError, match="pickle"):
        pool.submit(jobs.answer_unreadably).result()


def test_a_page_too_large_for_the_workers_memory_is_told_as_such(pool):
    with pytest.raises(WorkerCrashed, match="memory"):
        pool.submit(jobs.length, bytes(200 << 20)).result()
    assert pool.submit(jobs.double, 2).result() == 4
