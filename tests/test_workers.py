from collections.abc import Iterator

import pytest

from newsspider.article import Reason
from newsspider.errors import NotAnArticle, WorkerCrashed, WorkerError, WorkerTimeout
from newsspider.workers import WorkerPool
from tests import jobs


@pytest.fixture(scope="module")
def pool() -> Iterator[WorkerPool]:
    with WorkerPool(1, memory_bytes=300 << 20) as pool:
        yield pool


def test_a_job_answers(pool):
    assert pool.submit(jobs.double, 21).result() == 42


def test_a_job_that_never_ends_costs_its_worker_only(pool):
    hostile = pool.submit(jobs.spin_for_ever, deadline_seconds=0.2)
    good = pool.submit(jobs.double, 2)

    with pytest.raises(WorkerTimeout):
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
