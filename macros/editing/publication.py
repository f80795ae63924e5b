"""Commit what was edited, send it, and take in what others sent: whole, or not at all, with every failure in words.

Only files of data/ and docs/ are ever committed. What somebody else has staged stays staged, and no file of the
working tree changes but by taking in what others sent.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from macros.editing import uncommitted
from macros.problems import git
from macros.yamltext.edit import EditError

#: How many seconds the other side may take.
PATIENCE = 60.0
#: What git is in the middle of, by what lies in its folder then.
_BUSY = {
    "MERGE_HEAD": "合并",
    "rebase-merge": "变基",
    "rebase-apply": "变基",
    "CHERRY_PICK_HEAD": "摘取提交",
    "REVERT_HEAD": "撤回提交",
}
#: What git says, in lower-case, and what that means for an editor: on this machine, and over the network.
_HERE: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("please tell me who you are", "unable to auto-detect email", "empty ident name"),
        'git 还不知道你是谁。在终端里运行这两行，再提交：git config --global user.name "你的名字"，'
        'git config --global user.email "你的邮箱"',
    ),
    (("index.lock", "another git process"), "另一个程序正在用 git（例如编辑器）。等它做完再来。"),
    (("nothing to commit", "no changes added", "nothing added to commit"), "没有可以提交的改动。"),
    (("no space left",), "磁盘满了。"),
    (("gpg failed", "failed to sign"), "提交要签名，而签名没有成。在终端里用 git commit 提交。"),
)
_THERE: tuple[tuple[tuple[str, ...], str], ...] = (
    (("could not resolve host", "network is unreachable", "no route to host"), "连不上网络，或者找不到代码仓库。"),
    (("connection refused", "timed out", "failed to connect", "couldn't connect"), "代码仓库没有应答。过一会儿再试。"),
    (
        ("authentication failed", "permission denied", "could not read username", "could not read password",
         "returned error: 403", "returned error: 401", "host key verification"),
        "代码仓库不认得你，或者你没有往那里写的权限。找管仓库的人，或在编辑器里登录一次再来。",
    ),
    (("not found", "does not appear to be a git repository"), "记着的代码仓库地址打不开。找管仓库的人。"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a repository stands: what keeps it from a commit ("" when nothing does), its branch, where that is sent.

    `ahead` and `behind` count the commits that only this side, or as far as is known only the other, has.
    """

    obstacle: str = ""
    branch: str = ""
    remote: str = ""
    ahead: int = 0
    behind: int = 0
    conflicts: list[str] = field(default_factory=list)


def standing(root: Path) -> Standing:
    """Where the repository stands. Nothing is written, and nobody is asked over the network."""
    try:
        folder = Path(git.ask(root, "rev-parse", "--absolute-git-dir").decode().strip())
    except git.GitError as error:
        return Standing(f"{error}。")
    busy = next((name for mark, name in _BUSY.items() if (folder / mark).exists()), None)
    unmerged = sorted({line.partition("\t")[2] for line in _lines(root, "ls-files", "--unmerged", "--full-name", ":/")})
    if unmerged:
        return Standing(
            f"git 正在{busy or '合并'}，这些文件两边都改过，还没有定下来：{'、'.join(unmerged)}。"
            "先在编辑器里定好，或用 git merge --abort 放弃合并。",
            conflicts=unmerged,
        )
    if busy:
        return Standing(f"git 正在{busy}，还没有做完。先在编辑器或终端里做完它，或放弃它。")
    branch = _line(root, "symbolic-ref", "--quiet", "--short", "HEAD")
    if not branch:
        return Standing("现在不在任何分支上，提交了也容易找不到。先在终端里运行 git switch 加分支的名字。")
    if not _line(root, "rev-parse", "--quiet", "--verify", "HEAD"):
        return Standing("这个仓库一次都还没有提交。第一次提交请在终端里做。", branch)
    remote = _line(root, "config", f"branch.{branch}.remote")
    names = _lines(root, "remote")
    if not remote:
        remote = "origin" if "origin" in names else names[0] if len(names) == 1 else ""
    counts = _line(root, "rev-list", "--left-right", "--count", f"HEAD...{_upstream(root, remote, branch)}").split()
    ahead, behind = (int(counts[0]), int(counts[1])) if len(counts) == 2 else (0, 0)
    if remote and len(counts) != 2:
        ahead = int(_line(root, "rev-list", "--count", "HEAD") or 0)
    return Standing("", branch, remote, ahead, behind)


def commit(root: Path, sentence: str) -> list[str]:
    """Commit every edited file of data/ and docs/ with a sentence; give back their paths.

    Raises EditError, in an editor's words, when it can't be; then nothing is committed and the index is as it was.
    """
    text = " ".join(sentence.split())
    if not text:
        raise EditError("用一句话写明改了什么，例如：早检提前到 09:00。")
    if text.startswith("#"):
        raise EditError("这句话不能用 # 开头，git 会当成注释。")
    if (now := standing(root)).obstacle:
        raise EditError(f"没有提交。{now.obstacle}")
    files = uncommitted.files_of(root)
    if not files:
        raise EditError("没有可以提交的改动：data/ 和 docs/ 与上次提交的一样。")
    fresh = [path for path in files if not _line(root, "ls-files", "--", _literal(path))]
    listed = b"\0".join(_literal(path).encode() for path in files)
    if fresh:
        _do(root, "没有提交。", "add", "--intent-to-add", "--", *map(_literal, fresh))
    try:
        _do(
            root, "没有提交。", "commit", "--quiet", "--only", "--cleanup=verbatim", "--message", text,
            "--pathspec-from-file=-", "--pathspec-file-nul", given=listed,
        )  # fmt: skip
    except EditError:
        if fresh:
            git.run(root, "reset", "--quiet", "--", *map(_literal, fresh), writes=True)
        raise
    return files


def push(root: Path) -> str:
    """Send the branch to where it is sent; give back what was done. Raises EditError in an editor's words."""
    now = _sendable(root)
    done = _over_network(root, "push", "--porcelain", "--set-upstream", now.remote, f"HEAD:refs/heads/{now.branch}")
    if done.returncode == 0:
        return f"推送好了：{now.branch} → {now.remote}。"
    told = _told(done)
    if any(sign in told.lower() for sign in ("non-fast-forward", "fetch first", "stale info")):
        raise EditError("没有推送：别人先推送了改动。先点“取回别人的改动”，再推送。")
    if "protected branch" in told or "hook declined" in told:
        raise EditError(
            f"没有推送：代码仓库不收直接推到 {now.branch} 的提交。找管仓库的人，或开一个合并请求。{_said(told)}"
        )
    raise EditError(f"没有推送。{_reason(told, network=True)}提交还在这台机器上，没有丢。")


def take_in(root: Path) -> str:
    """Take in what others sent to the branch; give back what was done.

    What both sides changed is found before any file is touched: then nothing is done. Raises EditError in an editor's
    words.
    """
    now = _sendable(root)
    done = _over_network(root, "fetch", "--quiet", now.remote)
    if done.returncode != 0:
        raise EditError(f"没有取回。{_reason(_told(done), network=True)}")
    other = _upstream(root, now.remote, now.branch)
    if not _line(root, "rev-parse", "--quiet", "--verify", other):
        return "代码仓库里还没有这个分支，没有什么要取回的。"
    if _line(root, "rev-list", "--count", f"HEAD..{other}") == "0":
        return "别人没有新的改动。"
    tried = git.run(root, "merge-tree", "--write-tree", "--name-only", "--no-messages", "HEAD", other)
    if tried.returncode == 1:
        both = tried.stdout.decode(errors="replace").splitlines()[1:]
        raise EditError(
            f"没有取回：这些文件你和别人改了同一处，机器定不了用哪个：{'、'.join(filter(None, both))}。"
            "文件都没有动。在编辑器里合并，或请管仓库的人帮忙。"
        )
    if tried.returncode != 0:
        raise EditError("没有取回：git 太旧，看不出会不会撞在一起（要 2.38 或更新）。在编辑器里合并。")
    done = git.run(root, "merge", "--no-edit", "--quiet", other, writes=True)
    if done.returncode != 0:
        told = _told(done)
        if standing(root).obstacle:
            git.run(root, "merge", "--abort", writes=True)
        if "would be overwritten" in told or "uncommitted changes" in told:
            raise EditError("没有取回：别人改了你还没提交的文件。先提交你的改动，再取回。")
        raise EditError(f"没有取回。{_reason(told)}")
    return "别人的改动取回来了。看一眼页面，没有错误就可以推送。"


def _sendable(root: Path) -> Standing:
    now = standing(root)
    if now.obstacle:
        raise EditError(now.obstacle)
    if not now.remote:
        raise EditError("这个仓库没有设代码仓库的地址，没有地方可以推送。")
    return now


def _upstream(root: Path, remote: str, branch: str) -> str:
    """Where git keeps what it knows of the branch on the other side."""
    merge = _line(root, "config", f"branch.{branch}.merge").removeprefix("refs/heads/") or branch
    return f"refs/remotes/{remote}/{merge}"


def _over_network(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return git.run(root, *arguments, patience=PATIENCE, writes=True)
    except subprocess.TimeoutExpired:
        raise EditError(f"等了 {PATIENCE:.0f} 秒，代码仓库没有应答。过一会儿再试。") from None
    except git.GitError as error:
        raise EditError(f"{error}。") from None


def _do(root: Path, lead: str, *arguments: str, given: bytes = b"") -> None:
    try:
        done = git.run(root, *arguments, given=given, writes=True)
    except git.GitError as error:
        raise EditError(f"{lead}{error}。") from None
    if done.returncode != 0:
        raise EditError(f"{lead}{_reason(_told(done), '提交前的检查没有放行。')}")


def _told(done: subprocess.CompletedProcess[bytes]) -> str:
    return (done.stderr + b"\n" + done.stdout).decode(errors="replace").strip()


def _reason(told: str, otherwise: str = "", *, network: bool = False) -> str:
    """What git says, in an editor's words; where it says something else, in its own behind `otherwise`."""
    lower = told.lower()
    for signs, words in (*_HERE, *(_THERE if network else ())):
        if any(sign in lower for sign in signs):
            return words
    return otherwise + _said(told)


def _said(told: str) -> str:
    lines = [line.strip() for line in told.splitlines() if line.strip()]
    return f"git 说：{'；'.join(lines[:5])}。" if lines else ""


def _literal(path: str) -> str:
    """A path as git is to take it: its signs mean nothing else."""
    return f":(literal){path}"


def _line(root: Path, *arguments: str) -> str:
    """What git answers, on one line; "" when it answers nothing."""
    try:
        done = git.run(root, *arguments)
    except git.GitError:
        return ""
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else ""


def _lines(root: Path, *arguments: str) -> list[str]:
    return _line(root, *arguments).splitlines()
