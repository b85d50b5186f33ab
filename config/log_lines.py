"""Lines of the log, without what opens something: a link that was sent says its token in its address.

So does the way back from a provider that people sign in with: its code and our state.
"""

import logging
import re

BEFORE_TOKEN = "draft|offer|continue|passing-on|alternative|claims|sign|reminders|invitation|reset/key|confirm-email"
TOKEN = re.compile(rf"(?:(/(?:{BEFORE_TOKEN})/)[\w:-]{{8,}}|([?&](?:code|state)=)[^\s&\"']+)")


class WithoutTokens(logging.Formatter):
    def format(self, record):
        return TOKEN.sub(r"\1\2…", super().format(record))
