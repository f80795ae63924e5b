"""A script as it is sent: without comments and needless blanks, its local names made short."""


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
