"""The broker of a machine without Redis: kombu's folder of files, where no half-written message is ever read.

kombu's own opens a message under its final name and then writes it. A worker that looks in between reads
nothing, takes it for broken JSON, and ends: seen within minutes on a busy machine.
"""

import os
import uuid
from queue import Empty
from time import monotonic

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps


class Channel(filesystem.Channel):
    def _put(self, queue, payload, **kwargs):
        """Write the message beside the others, then give it the name that readers look for."""
        name = os.path.join(self.data_folder_out, f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg")
        try:
            with open(f"{name}.part", "w", encoding="utf-8") as file:
                file.write(dumps(payload))
            os.replace(f"{name}.part", name)
        except OSError as error:
            raise ChannelError(f"Cannot write the message {name}") from error

    def _get(self, queue):
        """A message that a full disk or a power cut left broken is dropped: each is only a hint to look for work."""
        try:
            return super()._get(queue)
        except ValueError:
            raise Empty from None


class Transport(filesystem.Transport):
    Channel = Channel
