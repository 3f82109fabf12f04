package theme

import "testing"

func TestProblemsOfStyles(t *testing.T) {
	for _, test := range []struct{ name, sheet, want string }{
		{"good", `
@layer a, b;
/* a comment with "quotes' and { braces */
@import-like { x: y }
@media screen and (min-width: 40em) { a[href^='http']:not(.b)::after { content: " (" attr(href) ")"; margin: calc(1rem + 2px) } }
@supports (selector(:popover-open)) { .x { background: url(data:image/png;base64,AAAA) } .y { fill: url("#gradient") } }
:root { --x: { a: b }; --y: light-dark(#fff, #000) }
`, ""},
		{"brackets", "a { color: red\nb { c: d }\n", `
layouts/styles/base.css:1:3: this is opened and never closed with "}" [bad-style]
`},
		{"more brackets", "a { color: rgb(1, 2; }\n}\nü ] {}\n", `
layouts/styles/base.css:1:22: "}" closes nothing that is open [bad-style]
layouts/styles/base.css:2:1: "}" closes nothing that is open [bad-style]
layouts/styles/base.css:3:3: "]" closes nothing that is open [bad-style]
layouts/styles/base.css:1:3: this is opened and never closed with "}" [bad-style]
layouts/styles/base.css:1:12: this is opened and never closed with ")" [bad-style]
`},
		{"a comment", "a {}\n/* b", `
layouts/styles/base.css:2:1: the comment does not end [bad-style]
`},
		{"a string", "a { b: 'c\n}", `
layouts/styles/base.css:1:8: the string does not end on its line [bad-style]
`},
		{"a string at the end", "a {} 'c", `
layouts/styles/base.css:1:6: the string does not end on its line [bad-style]
`},
		{"the end of the page's style", "a::before { content: '</STYLE>' }\n/* </style */", `
layouts/styles/base.css:1:23: </style would end the style of the page [bad-style]
layouts/styles/base.css:2:4: </style would end the style of the page [bad-style]
`},
		{"what is loaded", "@import url(x.css);\n@IMPORT 'y.css';\na { b: url( 'c.png' ); d: url(//x.org/e.png) }", `
layouts/styles/base.css:1:1: a page loads no other sheets, so @import does nothing [bad-style]
layouts/styles/base.css:1:9: a sheet stands in pages at any depth, so url(x.css) leads nowhere [bad-style]
    write it as data:…
layouts/styles/base.css:2:1: a page loads no other sheets, so @import does nothing [bad-style]
layouts/styles/base.css:3:8: a sheet stands in pages at any depth, so url(c.png) leads nowhere [bad-style]
    write it as data:…
layouts/styles/base.css:3:27: a sheet stands in pages at any depth, so url(//x.org/e.png) leads nowhere [bad-style]
    write it as data:…
`},
		// tdewolff/minify 2.24 writes the calc() in it as calc(1rem+2px), which is not valid.
		{"a query in a rule", "@media print { a { color: red; @media (width > 1px) { margin: calc(1rem + 2px) } } }", `
layouts/styles/base.css:1:32: @media in a rule is unknown to the browsers of 2022, and to the minifier [bad-style]
    write @media around the rule
`},
		{"no text", "a { b: \xff }", `
layouts/styles/base.css:1:8: the file is not UTF-8 [bad-style]
`},
		{"not CSS", "a { \x00 }", `
layouts/styles/base.css:1:5: the file holds a NUL byte, so it is not text [bad-style]
`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, problems := read("-- strings/en.toml --\n-- styles/base.css --\n"+test.sheet, "en")
			expect(t, "problems", report(problems), test.want)
		})
	}
}
