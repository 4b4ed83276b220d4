from pathlib import Path

import pytest

from newsspider.config import Config, parse_duration, read_config
from newsspider.errors import ConfigError


def written(folder: Path, text: str) -> Path:
    path = folder / "newsspider.toml"
    path.write_text(text)
    return path


def test_without_a_file_the_defaults_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert read_config() == Config()


def test_a_file_beside_the_archive_is_found(tmp_path, monkeypatch):
    monkeypatch.chdir("/")
    written(tmp_path, 'contact = "desk@isle.example"\nmax_time = "1h30m"\nsites = ["mz"]\nnever = ["shop.example"]')

    config = read_config(archive=tmp_path / "news.db")

    assert (config.contact, config.max_time_seconds, config.sites) == ("desk@isle.example", 5400.0, ("mz",))
    assert config.never == ("shop.example",)


def test_a_folder_that_can_t_be_looked_into_has_no_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert read_config(archive=Path("n" * 300) / "news.db") == Config()


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    path = written(tmp_path, 'contact = "file@isle.example"')
    monkeypatch.setenv("NEWSSPIDER_CONTACT", "environment@isle.example")

    assert read_config(path).contact == "environment@isle.example"


def test_the_environment_may_name_the_file(tmp_path, monkeypatch):
    monkeypatch.setenv("NEWSSPIDER_CONFIG", str(written(tmp_path, "max_pages = 7")))

    assert read_config().max_pages == 7


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("max_page = 5", "did you mean 'max_pages'"),
        ("max_pages = 0", "max_pages"),
        ("max_pages = true", "max_pages"),
        ("max_pages = 99999999999999999999", "from 1 to 1000000000"),
        ("max_time = nan", "no duration"),
        ("delay = -1", "no duration"),
        ('delay = "soon"', "soon"),
        ("sites = 'mz'", 'sites = ["theeasternlink"]'),
        ("contact = 5", "contact must be a string"),
        ("site = 5", "[site.theeasternlink]"),
        ("this is no toml", "no TOML"),
    ],
)
def test_a_mistake_is_named_with_its_mend(text, words, tmp_path):
    path = written(tmp_path, text)

    with pytest.raises(ConfigError) as mistake:
        read_config(path)

    assert words in str(mistake.value)


def test_the_user_agent_names_the_operator():
    assert "(+desk@isle.example)" in Config(contact="desk@isle.example").user_agent_line()
    assert Config(user_agent="mine/1").user_agent_line() == "mine/1"


@pytest.mark.parametrize(("text", "seconds"), [(5, 5.0), ("90", 90.0), ("45s", 45.0), ("2m", 120), ("1h1m1s", 3661)])
def test_durations_are_read(text, seconds):
    assert parse_duration(text) == seconds


@pytest.mark.parametrize("text", ["", "m", "five", "1d", "-1"])
def test_what_is_no_duration_is_refused(text):
    with pytest.raises(ConfigError):
        parse_duration(text)
