"""How a text of the data names a setting."""

from __future__ import annotations

import re

#: A setting in running text, with the blank behind it where Chinese follows.
SETTING = re.compile(r"\$(?P<setting>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)(?P<gap> (?=[\u4e00-\u9fff]))?")
