"""Scripts without comments and needless blanks: they are shorter, and they do the same."""

import pytest

from macros.build.minify import ShrinkError, script, style


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("// why\nconst a = 1; // because\n", "const a=1"),
        ("/** @param {string} b */\nfunction f(b) {\n  return b;\n}\n", "function f(e){return e}"),
        ("let a = b\n++c", "let a=b;++c"),  # a line end that ends a statement
        ("let a = x /* two */ in y", "let a=x in y"),
        ("a + +b - -c", "a+ +b- -c"),
        ("a / /b  c/.exec(d)", "a/ /b  c/.exec(d)"),
        ("for (const row of /a \\/ b/g.exec(x) ?? []) y();", "for(const e of/a \\/ b/g.exec(x)??[])y()"),
        ('const s = `x  ${b ? ` · ${c}  ` : ""}  // no`;', 'const s=`x  ${b?` · ${c}  `:""}  // no`'),
        ("const s = '/* no */  \"';", "const s='/* no */  \"'"),
        ('import { a, b as c } from "./d.js";', 'import{a,b as c}from"./d.js"'),
        ('const { a } = await import("./b.js");', 'const{a}=await import("./b.js")'),
        ("class A {\n  #x = 1;\n  static y = 2;\n}", "class A{#e=1;static y=2}"),
        ("const 名 = '一  二';", 'const 名="一  二"'),
        ("", ""),
    ],
)
def test_what_means_something_stays(text: str, found: str) -> None:
    assert script(text, "a.js") == found


def test_what_is_no_script_is_refused_with_its_line() -> None:
    with pytest.raises(ShrinkError, match=r"^docs/a\.js: 这里不是能运行的 JavaScript：unexpected ; .* on line 2 "):
        script("const a = 1;\nconst b = (;\n", "docs/a.js")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/* why */\n.a { color: red; }\n", ".a{color:red}"),
        # What an older browser reads stays beside what a newer one does.
        (
            ".a { line-height: 24px; line-height: round(1.7em, 1px); }",
            ".a{line-height:24px;line-height:round(1.7em,1px)}",
        ),
        ("@media (scripting: none) { .a { display: none; } }", "@media(scripting:none){.a{display:none}}"),
        ('.a::before { content: "  □  "; }', '.a::before{content:"  □  "}'),
        ("[data-a] :is(.b, .c):has(> .d) { margin: 0; }", "[data-a] :is(.b,.c):has(>.d){margin:0}"),
    ],
)
def test_a_style_sheet_means_the_same(text: str, found: str) -> None:
    assert style(text) == found
