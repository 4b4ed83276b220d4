import socket
import subprocess
import sys

import pytest

FAR = ("192.0.2.1", 9)  # TEST-NET-1, RFC 5737: nobody is there, and the guard must refuse before anybody is asked


def test_a_connection_beyond_loopback_is_refused_in_the_test_process():
    with socket.socket() as here, pytest.raises(PermissionError, match="tests stay on loopback"):
        here.connect(FAR)


def test_a_datagram_beyond_loopback_is_refused():
    with socket.socket(type=socket.SOCK_DGRAM) as here, pytest.raises(PermissionError, match="tests stay on loopback"):
        here.sendto(b"hello", FAR)


def test_a_name_beyond_loopback_is_not_looked_up():
    with pytest.raises(PermissionError, match="tests stay on loopback"):
        socket.getaddrinfo("news.example", 80)


def test_children_are_guarded_too():
    code = f"import socket; socket.socket().connect({FAR!r})"

    child = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert "LeavesThisMachineError" in child.stderr


def test_loopback_itself_is_open():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as there:
        assert there.getpeername() == server.getsockname()
