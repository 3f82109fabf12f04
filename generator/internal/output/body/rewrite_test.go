package body

import (
	"encoding/xml"
	"strings"
	"testing"
)

func TestRewrite(t *testing.T) {
	r := Rewriter{
		ID: func(id string) string { return "a:" + id }, Drop: []string{"loading"},
		Href: func(href string) string { return strings.TrimPrefix(href, "gone") },
		Also: func(name, value string) string {
			if name == "role" {
				return ` also="` + value + `"`
			}
			return ""
		},
	}
	for _, test := range []struct{ in, want string }{
		{`<p id="x">1 &lt; 2 id="y"</p>`, `<p id="a:x">1 &lt; 2 id="y"</p>`},
		{`<p id="">`, `<p id="a:">`},
		{`<br><img src='a "b".png' loading=lazy>`, `<br/><img src="a &#34;b&#34;.png"/>`},
		{`<span popover hidden role=note>`, `<span popover="" hidden="" role="note" also="note">`},
		{`<a aria-labelledby="b c" aria-label="b c">`, `<a aria-labelledby="a:b a:c" aria-label="b c">`},
		{`<a href="gone">x</a><a href="y">z</a>`, `<a>x</a><a href="y">z</a>`},
		{`<svg viewBox="0 0 1 1"><path fill="url(#g) red"/><use href="#g"/></svg>`, `<svg viewBox="0 0 1 1"><path fill="url(#a:g) red"/><use href="#g"/></svg>`},
		{`<h2 id="x">X <a class="anchor" href="#x" aria-label="Link to &#34;X&#34;">#</a></h2>`, `<h2 id="a:x">X</h2>`},
	} {
		if got := string(r.Rewrite(nil, []byte(test.in))); got != test.want {
			t.Errorf("%s\nbecame %s\nwant   %s", test.in, got, test.want)
		}
	}
}

func FuzzRewrite(f *testing.F) {
	f.Add(`<p id="x" hidden>a<br>b</p>`, "x")
	f.Fuzz(func(t *testing.T, markup, id string) {
		r := Rewriter{ID: func(string) string { return id }, Href: func(href string) string { return href }}
		out := r.Rewrite(nil, []byte(markup))
		var any struct{}
		if xml.Unmarshal([]byte(markup), &any) == nil && strings.Trim(id, "abc") == "" && xml.Unmarshal(out, &any) != nil {
			t.Errorf("%q was well-formed, and %q is not", markup, out)
		}
	})
}
