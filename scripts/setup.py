"""Make .venv ready: `python3 scripts/setup.py site` to build with, `… tests` to test with.

Uses the standard library alone. An older Python must be able to read this file (no syntax newer than 3.6), so
that it can say what is missing, or find a newer Python by itself.
"""

import os
import shutil
import subprocess
import sys

OLDEST = (3, 11)
NAMES = ["python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"]


def hand_over() -> None:
    """Run this file again with a Python that is new enough, or say that there is none."""
    wanted = ".".join(str(number) for number in OLDEST)
    here = ".".join(str(number) for number in sys.version_info[:3])
    question = f"import sys; sys.exit(sys.version_info < {OLDEST})"
    for name in [] if os.environ.get("PYTHON") else NAMES:
        path = shutil.which(name)
        if path and subprocess.call([path, "-c", question], stderr=subprocess.DEVNULL) == 0:
            sys.exit(subprocess.call([path, *sys.argv]))
    sys.exit(
        f"set-up: Python {wanted} or newer is needed; {sys.executable} is {here}.\n"
        f"  Install a newer one, or name one that is there: make PYTHON=/path/to/python3.12 …\n"
        f"  需要 Python {wanted} 或更新的版本；现在的 {sys.executable} 是 {here}。"
    )


if __name__ == "__main__" and sys.version_info < OLDEST:
    hand_over()

import argparse  # noqa: E402 (the version comes first)
import contextlib  # noqa: E402
import hashlib  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
from collections.abc import Iterator, Sequence  # noqa: E402
from pathlib import Path  # noqa: E402

PROJECT = Path(__file__).resolve().parent.parent
LOCKS = {"site": ["requirements.txt"], "tests": ["requirements.txt", "requirements-dev.txt"]}
BROWSERS = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
]
"""Chromium and its kin, by the names they have on PATH."""


class SetupError(Exception):
    """Something a person has to see to; the message says what."""


def say(text: str) -> None:
    """Tell the person at the terminal."""
    print(f"set-up: {text}", file=sys.stderr, flush=True)


# --- the environment ---


class Environment:
    """The folder .venv, and what it remembers of the last set-up that came to its end."""

    def __init__(self, project: Path) -> None:
        self.project = project
        self.folder = project / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.folder / "setup.json"

    def locks(self, purpose: str) -> dict[str, str]:
        """The lock files that a purpose needs, each with the digest of what it says."""
        return {
            name: hashlib.sha256((self.project / name).read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            for name in LOCKS[purpose]
        }

    def remembered(self) -> dict[str, str]:
        """What the last set-up installed; nothing when it didn't come to its end."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) and stamp.get("python") == self.version() else {}

    def remember(self, purpose: str) -> None:
        """Note that the set-up for this purpose has come to its end."""
        stamp = {"python": self.version(), **self.locks(purpose)}
        unfinished = self.stamp.with_suffix(".new")
        unfinished.write_text(json.dumps(stamp, indent=2) + "\n", encoding="utf-8")
        unfinished.replace(self.stamp)

    def version(self) -> str:
        """The version of the environment's Python: "3.12.1", or nothing when it doesn't start."""
        return version_of(str(self.python)) if self.python.exists() else ""

    def is_ready(self, purpose: str) -> bool:
        """Whether it holds what the locks name today, with the Python that was asked for."""
        known = self.remembered()
        asked = os.environ.get("PYTHON")
        if asked and known and version_of(asked) != known["python"]:
            return False
        return self.locks(purpose).items() <= known.items()


def version_of(python: str) -> str:
    """The version of a Python: "3.12.1", or nothing when it doesn't start."""
    try:
        done = subprocess.run(
            [python, "-I", "-S", "-c", "import platform; print(platform.python_version())"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""


def prepare(env: Environment, purpose: str) -> None:
    """Make the environment ready, unless it is.

    What the locks no longer name has to go too, and a set-up that was cut short leaves who knows what: in both
    cases the folder is made anew. Only the tests' packages are added to an environment that is ready to build.
    """
    if env.is_ready(purpose):
        return
    with alone(env.project / LOCKS[purpose][0]):
        if env.is_ready(purpose):  # made meanwhile by somebody else
            return
        if "requirements-dev.txt" in env.remembered():
            purpose = "tests"
        if not env.is_ready("site"):
            say("making .venv with Python " + version_of(sys.executable))
            make_venv(env)
        env.stamp.unlink(missing_ok=True)
        install(env, env.project / LOCKS[purpose][-1])
        env.remember(purpose)
    say("ready")


@contextlib.contextmanager
def alone(file: Path) -> Iterator[None]:
    """Let one set-up at a time through. The system holds the lock, and drops it however the process ends."""
    with file.open("rb") as handle:
        try:
            import fcntl
        except ImportError:  # Windows
            yield
            return
        with contextlib.suppress(OSError):  # a file system without locks
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def make_venv(env: Environment) -> None:
    """Make an empty environment: with venv, or with what stands in for it where Debian has left venv out."""
    if env.folder.is_symlink() or env.folder.is_file():
        raise SetupError(f"{env.folder} is in the way: it should be a folder. Remove it and try again.")
    folder, python = str(env.folder), sys.executable
    ways = [[python, "-m", "venv", folder], [python, "-m", "virtualenv", "--quiet", folder]]
    if shutil.which("virtualenv"):
        ways.append(["virtualenv", "--quiet", "--python", python, folder])
    if shutil.which("uv"):
        ways.append(["uv", "venv", "--quiet", "--seed", "--python", python, folder])
    heard = []
    for way in ways:
        heard.append(try_way(env, way))
        if has_pip(env):
            return
    package = f"python3.{sys.version_info.minor}-venv"
    if apt_install([package]):
        try_way(env, ways[0])
        if has_pip(env):
            return
    raise SetupError(
        f"{heard[0].strip()}\n\n{python} can't make a virtual environment. On Debian and Ubuntu:\n"
        f"  sudo apt-get install {package}\n"
        f"Elsewhere install virtualenv or uv, or name another Python: make PYTHON=/path/to/python3.12 …\n"
        f"这个 Python 缺少 venv 模块，建不了虚拟环境。请先安装 {package}，再运行一次。"
    )


def try_way(env: Environment, command: Sequence[str]) -> str:
    """Make the environment with this command; what the command said."""
    if env.folder.exists():
        shutil.rmtree(env.folder)
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.stdout.decode("utf-8", "replace")


def has_pip(env: Environment) -> bool:
    """Whether packages can be installed into the environment."""
    if not env.python.exists():
        return False
    ask = [str(env.python), "-I", "-m", "pip", "--version"]
    return subprocess.run(ask, capture_output=True, check=False).returncode == 0


def install(env: Environment, lock: Path) -> None:
    """Install what the lock names, each file held against its hash."""
    names = [line for line in lock.read_text(encoding="utf-8").splitlines() if line[:1].isalnum()]
    say(f"installing the packages of {lock.name}: half a minute, more on a slow line")
    command = [str(env.python), "-I", "-m", "pip", "install", "--require-hashes", "--no-input"]
    command += ["--disable-pip-version-check", "--progress-bar", "off", "--requirement", str(lock)]
    heard: list[str] = []
    seen = 0
    bar = sys.stderr.isatty()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as pip:
        assert pip.stdout is not None
        for raw in pip.stdout:
            line = raw.decode("utf-8", "replace")
            heard.append(line)
            seen += line.startswith(("Collecting ", "Requirement already satisfied: ", "Ignoring "))
            if bar:
                what = "unpacking" if line.startswith("Installing collected") else "fetching"
                print(f"\rset-up: {what} {min(seen, len(names))} of {len(names)} ", end="", file=sys.stderr)
    if bar:
        print(file=sys.stderr)
    if pip.returncode:
        raise SetupError(
            "".join(heard[-30:]) + f"\npip could not install {lock.name} (its last words are above). "
            "Is the network there? A mirror or a proxy is set in pip's own settings.\n"
            "Then run the same command again.\n"
            "软件包没有装完，原因见上。请检查网络，或在 pip 的设置里换一个镜像，再运行一次同样的命令。"
        )


# --- the browser ---


def find_browser() -> str | None:
    """The path of a Chromium on PATH that starts. Ubuntu has one that only says where to get it."""
    for name in BROWSERS:
        path = shutil.which(name)
        if path and starts(path):
            return path
    return None


def starts(browser: str) -> bool:
    """Whether the browser runs at all."""
    try:
        done = subprocess.run([browser, "--version"], capture_output=True, check=False, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwright_browser(env: Environment) -> str | None:
    """The path of the Chromium that Playwright installed for itself, if it is there."""
    code = "from playwright.sync_api import sync_playwright as p\nwith p() as it: print(it.chromium.executable_path)"
    done = subprocess.run([str(env.python), "-c", code], capture_output=True, text=True, check=False)
    path = done.stdout.strip()
    return path if path and Path(path).exists() else None


def playwright_install(env: Environment) -> str:
    """Install Playwright's own Chromium, with the libraries it needs where that may be; what was said."""
    command = [str(env.python), "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get") and as_root() is not None:
        command.append("--with-deps")
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=900,
        )
    except subprocess.TimeoutExpired:
        return "it took more than 15 minutes"
    return done.stdout.decode("utf-8", "replace")


def prepare_browser(env: Environment) -> None:
    """Have a Chromium, and letters for Chinese. Without a browser the browser tests fail, and say why."""
    browser = find_browser() or playwright_browser(env)
    missing = [] if browser else ["chromium"]
    if not has_chinese_font():
        missing += ["fonts-noto-cjk"]
    if not missing:
        return
    say("the browser tests lack " + " and ".join(missing))
    if system() == "ubuntu":  # its package only says where to get a snap
        missing = [name for name in missing if name != "chromium"]
    apt_install(missing)
    if not browser and not find_browser():
        say("installing Playwright's Chromium: some minutes on a slow line")
        heard = playwright_install(env)
        if not playwright_browser(env):
            say("\n".join(heard.splitlines()[-8:]))
            say(NO_BROWSER)
    if not has_chinese_font():
        say("there is no Chinese font: pages will show boxes. 没有中文字体，页面上的汉字会显示成方框。")


NO_BROWSER = """no browser for the browser tests: there is no Chromium on PATH, and none could be installed.
  Debian: sudo apt-get install chromium · any system: .venv/bin/python -m playwright install chromium
  没有浏览器：PATH 里找不到 Chromium，也没能装上。请按上面任一条命令安装后再运行一次。"""


def has_chinese_font() -> bool:
    """Whether a page can show Chinese. Where fontconfig isn't the system's way (macOS, Windows), it can."""
    if sys.platform in ("darwin", "win32"):
        return True
    if not shutil.which("fc-list"):
        return False
    done = subprocess.run(["fc-list", ":lang=zh-cn", "family"], capture_output=True, check=False)
    return bool(done.stdout.strip())


def system() -> str:
    """The Linux this is: "debian", "ubuntu", …; nothing elsewhere."""
    try:
        return platform.freedesktop_os_release()["ID"]
    except OSError:
        return ""


def as_root() -> list[str] | None:
    """What goes before a command so that root runs it, or None where that isn't to be had without a password."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def apt_install(packages: Sequence[str]) -> bool:
    """Install Debian packages, where there is apt and the right to use it without asking for a password."""
    apt = shutil.which("apt-get")
    root = as_root() if apt and packages else None
    if apt is None or root is None:
        return False
    command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", apt, "-o", "DPkg::Lock::Timeout=120", "-q"]
    say("apt-get install " + " ".join(packages))
    for act in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        done = subprocess.run(
            [*command, *act],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:  # the install's: an update may fail on one of many sources
        say("apt-get said: " + done.stdout.decode("utf-8", "replace").strip()[-600:])
    return done.returncode == 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Make ready what the purpose needs; 0 when it is there."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    parser = argparse.ArgumentParser(prog="scripts/setup.py", description="Make .venv ready.")
    parser.add_argument("purpose", choices=sorted(LOCKS), nargs="?", default="site")
    purpose = parser.parse_args(arguments).purpose
    env = Environment(PROJECT)
    try:
        prepare(env, purpose)
        if purpose == "tests":
            prepare_browser(env)
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        say("cut short; the next run starts it again. 已中断，下次运行时重做。")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
