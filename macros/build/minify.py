"""A script or style sheet as it is sent: without comments and needless blanks, local names of scripts made short."""


class ShrinkError(ValueError):
    """A script can't be read; the message names the file and the line."""


def script(text: str, path: str) -> str:
    """The script at `path`, smaller and doing the same. Raises ShrinkError where its grammar is wrong."""
    # Imported late: it starts threads, and a build forks before the first script is minified.
    import minify

    try:
        small: str = minify.string("application/javascript", text)
    except minify.MinifyError as error:
        reason = str(error).partition("\n")[0]
        raise ShrinkError(f"{path}: 这里不是能运行的 JavaScript：{reason}。") from None
    return small


def style(text: str) -> str:
    """A style sheet, smaller and meaning the same. What can't be read stays: a browser leaves it out."""
    import minify

    small: str = minify.string("text/css", text)
    return small
