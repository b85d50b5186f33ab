"""A mail server that takes the message and then says nothing for a minute."""

import os
import time
from pathlib import Path

from django.core.mail.backends.base import BaseEmailBackend


class SlowBackend(BaseEmailBackend):
    def send_messages(self, messages):
        Path(os.environ["SENDING"]).write_text(messages[0].extra_headers["Message-ID"])
        time.sleep(60)
        return len(messages)
