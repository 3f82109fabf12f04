package chapter_test

import (
	"strings"
	"testing"
)

// A file that holds an address without a protocol is read by goldmark's own search. It must not find other addresses
// than the quick one does in files that hold none.
func TestAddressesAreTheSameByBothWaysOfLooking(t *testing.T) {
	const naked = "\n\nwww.example.org\n"
	for _, test := range []struct{ text, links string }{
		{"https://a.example", "https://a.example"},
		{"See https://a.example/b_c?f=g&h#i, and http://b.example. Or ftp://c.example:", "https://a.example/b_c?f=g&h#i http://b.example ftp://c.example"},
		{"(https://a.example) *https://b.example* **_http://c.example_** ~~https://d.example/~~ ~https://e.example", "https://a.example https://b.example http://c.example https://d.example/ https://e.example"},
		{"`x`https://a.example [b](c.md)http://b.example", "c.md https://a.example http://b.example"},
		{"[https://a.example](b.md) [x https://c.example](https://d.example/\"t\") [f](https://g.example \"h\") <https://i.example>", "b.md https://d.example/\"t\" https://g.example https://i.example"},
		{"[a](https://b.example c", "https://b.example"},
		{"xhttps://a.example 1http://b.example éhttp://c.example \\http://d.example HTTP://e.example https: //f.example http:", ""},
		{"https://a https://b. https:c.example http://", ""},
		{"- https://a.example\n  https://b.example\n> https://c.example\n\n| a |\n|-|\n| https://d.example |\n\n# https://e.example", "https://a.example https://b.example https://c.example https://d.example https://e.example"},
		{"`https://a.example` <!-- https://b.example -->\n\n    https://c.example", ""},
		{"a\thttps://a.example", "https://a.example"},
		{"https://a.example/https://b.example", "https://a.example/https://b.example"},
		{"\"https://a.example\" 'https://b.example' --https://c.example", "https://a.example https://b.example https://c.example"},
	} {
		quick, slow := parse("a.md", "# A\n\n"+test.text), parse("a.md", "# A\n\n"+test.text+naked)
		var links []string
		for _, l := range quick.Links {
			links = append(links, l.Target)
		}
		if got := strings.Join(links, " "); len(links) != len(strings.Fields(test.links)) || !sameWords(got, test.links) {
			t.Errorf("%s\nleads to %s\nwant     %s", test.text, got, test.links)
		}
		if got := strings.TrimSuffix(string(slow.Body.HTML), string(parse("b.md", "# B"+naked).Body.HTML)); got != string(quick.Body.HTML) {
			t.Errorf("%s\nquickly  %s\notherwise %s", test.text, quick.Body.HTML, got)
		}
	}
}

func sameWords(a, b string) bool {
	for word := range strings.FieldsSeq(a) {
		if !strings.Contains(" "+b+" ", " "+word+" ") {
			return false
		}
	}
	return true
}
