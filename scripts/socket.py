"""Two processes that talk over TCP, which keeps no borders between messages."""

import os, sys
sys.path[0] = os.path.join(os.path.dirname(__file__), "about")  # this folder has its own queue.py

import socket
import struct
from multiprocessing import Process
from twin import counted, lesson, say, toggle, whole


def message(number, size):
    filling = f"message {number} ".encode()
    return (filling * (size // len(filling) + 1))[:size]


def client(port, messages, size, framing):
    pid = os.getpid()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        say(f"process {pid} is connected", f"进程 {pid} 已连接")
        for number in range(1, messages + 1):
            if framing:
                connection.sendall(struct.pack(">I", size))
            connection.sendall(message(number, size))
    say(f"process {pid} sent {counted(messages, 'message')} of {counted(size, 'byte')}",
        f"进程 {pid} 发送了 {messages} 条消息，每条 {size} 字节")


def pieces(connection, framing):
    if not framing:
        yield from iter(lambda: connection.recv(65536), b"")
        return
    with connection.makefile("rb") as stream:
        while head := stream.read(4):
            yield stream.read(struct.unpack(">I", head)[0])


def program(given):
    server = socket.create_server(("127.0.0.1", 0))
    port, pid = server.getsockname()[1], os.getpid()
    say(f"process {pid} listens on port {port}", f"进程 {pid} 在端口 {port} 上监听")
    child = Process(target=client, args=(port, given.messages, given.size, given.framing))
    child.start()
    connection, _ = server.accept()
    received = []
    for piece in pieces(connection, given.framing):
        received.append(piece)
        say(f"received no. {len(received)}: {counted(len(piece), 'byte')}",
            f"第 {len(received)} 次收到：{len(piece)} 字节")
    connection.close()
    server.close()
    child.join()
    say("the main process has ended", "主进程执行完毕！")

    sent = [message(i + 1, given.size) for i in range(given.messages)]
    before, after = b"".join(sent), b"".join(received)
    return {"server": pid, "client": child.pid, "sent": len(before), "received": len(after),
            "sizes": [len(piece) for piece in received], "whole": received == sent,
            "same": before == after}


if __name__ == "__main__":
    lesson(program, messages=whole(10, 1, 1000), size=whole(64, 1, 65_536), framing=toggle(True))
