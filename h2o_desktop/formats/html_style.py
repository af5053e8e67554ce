"""The style sheet of exported HTML; colours with a contrast of at least 4.5 : 1 in light and in dark."""

STYLE = """:root { --ground: #f6f7f9; --card: #ffffff; --line: #e2e5ea; --text: #1b1f24; --muted: #5c6675;
 --link: #7d5a00; --user: #eef1f6; --code: #f4f5f7; --warn: #b0282f; --word: #8a3ab9; --string: #1c7430;
 --number: #a3460f;
 --name: #0b57a4; }
@media (prefers-color-scheme: dark) { :root { --ground: #16181c; --card: #202429; --line: #2e333b; --text: #e6e8eb;
 --muted: #98a2b0; --link: #f2c744; --user: #272c33; --code: #1a1d22; --warn: #ff9a94; --word: #d3a2f2;
 --string: #96d38c; --number: #f0a878; --name: #8dbdff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 760px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 22px; line-height: 1.3; overflow-wrap: anywhere; }
nav { color: var(--muted); font-size: 13px; }
a { color: var(--link); }
article { margin: 16px 0; padding: 12px 16px; border: 1px solid var(--line); border-radius: 8px;
 background: var(--card); overflow-wrap: anywhere; }
article.user { background: var(--user); }
header { font-size: 13px; color: var(--muted); }
header strong { color: var(--text); }
.typed { white-space: pre-wrap; margin: 8px 0; }
.way { margin: 8px 16px; color: var(--muted); font-size: 13px; }
.note { color: var(--muted); font-style: italic; }
.failure { color: var(--warn); font-style: normal; }
pre { padding: 12px; border-radius: 6px; background: var(--code); overflow-x: auto; overflow-wrap: normal; }
code { font: 13px/1.5 ui-monospace, monospace; }
:not(pre) > code { padding: 1px 4px; border-radius: 4px; background: var(--code); }
blockquote { margin: 12px 0; padding-left: 12px; border-left: 3px solid var(--line); color: var(--muted); }
p, li, h1, h2, h3, h4, h5, h6, td, th { unicode-bidi: plaintext; text-align: start; }
div table { display: block; overflow-x: auto; border-collapse: collapse; margin: 12px 0; overflow-wrap: normal; }
div td, div th { padding: 4px 8px; border: 1px solid var(--line); }
div th { background: var(--code); }
hr { border: 0; border-top: 1px solid var(--line); margin: 16px 0; }
math { font-size: 1.15em; }
math[display="block"] { margin: 12px 0; padding: 2px 0; overflow: auto hidden; }
.task-list-item { list-style: none; }
.task-list-item-checkbox { margin: 0 6px 0 -20px; vertical-align: middle; }
.footnotes { font-size: 13px; }
.thoughts { margin: 0 0 12px; padding-left: 12px; border-left: 3px solid var(--line); }
article > div > :first-child { margin-top: 8px; }
details { margin-top: 8px; font-size: 13px; color: var(--muted); }
details.branches { font-size: inherit; color: inherit; }
details th { padding-right: 12px; font-weight: normal; text-align: start; vertical-align: top; }
details td { font-variant-numeric: tabular-nums; }
[class^="t-k"], .t-ow { color: var(--word); }
[class^="t-s"] { color: var(--string); }
[class^="t-m"] { color: var(--number); }
[class^="t-c"] { color: var(--muted); }
.t-nf, .t-nc, .t-nn, .t-nt, .t-nb, .t-nd { color: var(--name); }
.t-gd { color: var(--warn); }
.t-gi { color: var(--string); }
@media print { body { background: none; } article { break-inside: auto; } details, .way { display: none; }
 pre { white-space: pre-wrap; overflow-wrap: anywhere; } h2, h3, header { break-after: avoid; } }
"""
