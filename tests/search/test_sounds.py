"""How signs are read: as in the names that have them, and as pypinyin reads them with all that it knows."""

import json
import os
import subprocess
import sys
from importlib import resources

from macros.exports.sounds import _readers, sounds

#: Phrases cut off and run together as names do it, from all over the dictionary.
WORDS = resources.files("jieba").joinpath("dict.txt").read_text(encoding="utf-8").split("\n")[::97]
RUNS = [word.split(" ")[0] for word in WORDS if "\u3400" <= word[:1] <= "\u9fff"]
RUNS += [one + other for one, other in zip(RUNS, RUNS[7:], strict=False)]
RUNS += [run[:-1] for run in RUNS if len(run) > 2]

READ_BY_ALL = """
import json, sys
from pypinyin import lazy_pinyin
print(json.dumps([lazy_pinyin(run) for run in json.load(sys.stdin)]))
"""


def test_a_sign_is_read_as_in_the_names_that_have_it() -> None:
    found = sounds(["重复", "客户"]).split(" ")
    assert any(one.startswith("ke") and "客" in one for one in found)
    of_both = [one for one in found if "重" in one]
    assert {"".join(c for c in one if c.isascii()) for one in of_both} == {"zhong", "chong"}


def test_some_of_the_phrases_read_as_all_of_them() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "PYPINYIN_NO_PHRASES"}
    whole = subprocess.run(
        [sys.executable, "-c", READ_BY_ALL],
        input=json.dumps(RUNS),
        capture_output=True,
        check=True,
        text=True,
        env=environment,
    )
    read, _ = _readers(RUNS)
    assert len(RUNS) > 5000
    assert [read(run) for run in RUNS] == json.loads(whole.stdout)
