"""The broker without Redis: a message is read whole or not at all, and a broken one ends no worker."""

import threading
from json import JSONDecodeError
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from config.celery import app
from config.file_broker import Transport

MESSAGES = 300


@pytest.fixture
def channel(tmp_path):
    """`channel(Transport)`: a channel on a folder of its own."""
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    return lambda transport=Transport: Connection("memory://", transport=transport, transport_options=options).channel()


def test_the_app_uses_it_where_there_is_no_redis():
    assert Connection("filesystem://").get_transport_cls() is Transport
    assert app.main == "hubs"


def test_messages_written_while_another_process_reads_all_arrive(channel):
    writer, reader, arrived = channel(), channel(), []
    write = threading.Thread(target=lambda: [writer._put("work", {"number": n}) for n in range(MESSAGES)])
    write.start()
    while len(arrived) < MESSAGES:
        try:
            arrived.append(reader._get("work")["number"])
        except Empty:
            assert write.is_alive() or reader._size("work")
    write.join()
    assert sorted(arrived) == list(range(MESSAGES))


def test_a_broken_message_is_dropped_and_the_next_one_read(channel, tmp_path):
    (tmp_path / "0_cut-off.work.msg").touch()
    here = channel()
    here._put("work", {"number": 1})
    with pytest.raises(Empty):
        here._get("work")
    assert here._get("work") == {"number": 1}


def test_kombus_own_ends_on_a_broken_message(channel, tmp_path):
    (tmp_path / "0_cut-off.work.msg").touch()
    with pytest.raises(JSONDecodeError):
        channel(filesystem.Transport)._get("work")
