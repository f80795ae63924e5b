"""What a template's calls go through, without the work that can't change anything.

Jinja asks of everything that a template calls, twice, whether it wants to be given the context. A function, a method or
a macro says so in one place. What comes out is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType, MethodType
from typing import Any

from jinja2.runtime import Context, Macro

_PLAIN = frozenset({FunctionType, MethodType})


class QuickContext(Context):
    """Jinja's context, which calls functions, methods and macros at once. Set it as an environment's `context_class`."""

    def call(
        self,
        obj: Callable[..., Any],
        /,
        *arguments: Any,
        _loop_vars: Mapping[str, Any] | None = None,
        _block_vars: Mapping[str, Any] | None = None,
        **named: Any,
    ) -> Any:
        """What a template's call gives back. Jinja passes the variables of its loop and its block along."""
        kind = type(obj)
        if kind in _PLAIN and getattr(obj, "jinja_pass_arg", None) is None:
            try:
                return obj(*arguments, **named)
            except StopIteration:
                return self.environment.undefined("a function has ended an iteration")
        if kind is Macro:
            return obj(self.eval_ctx, *arguments, **named)
        return super().call(obj, *arguments, _loop_vars=_loop_vars, _block_vars=_block_vars, **named)
