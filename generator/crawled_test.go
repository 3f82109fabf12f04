package main

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A crawled page.
type crawled struct {
	*crawler
	name string
	at   *url.URL
	ids  map[string]int
}

func (p *crawled) bad(format string, args ...any) {
	p.Errorf("%s: %s", p.name, fmt.Sprintf(format, args...))
}

func ids(document *html.Node) map[string]int {
	found := map[string]int{}
	for n := range document.Descendants() {
		if id := attribute(n, "id"); id != "" {
			found[id]++
		}
	}
	return found
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

const wantedPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-%s'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'"

// policy wants the policy to stand first in the head, and to allow the page's own style and the site's files, and nothing else.
func (p *crawled) policy(document *html.Node) {
	var head *html.Node
	var styles []string
	for n := range document.Descendants() {
		switch {
		case n.Type != html.ElementNode:
		case n.Data == "head":
			head = n
		case n.Data == "style":
			styles = append(styles, n.FirstChild.Data)
		}
	}
	first := head.FirstChild
	for first != nil && first.Type != html.ElementNode {
		first = first.NextSibling
	}
	if first == nil || attribute(first, "http-equiv") != "Content-Security-Policy" {
		p.bad("the policy is not first in the head")
		return
	}
	want := "default-src 'none'; base-uri 'none'; form-action 'none'" // of a redirect
	if len(styles) > 0 {
		hash := sha256.Sum256([]byte(styles[0]))
		want = fmt.Sprintf(wantedPolicy, base64.StdEncoding.EncodeToString(hash[:]))
	}
	if got := attribute(first, "content"); got != want || len(styles) > 1 {
		p.bad("%d styles and the policy\n%s\nwant\n%s", len(styles), got, want)
	}
	for _, style := range styles {
		p.urls(style)
	}
}

var named = []string{"for", "popovertarget", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"}

func (p *crawled) element(n *html.Node) {
	seen := map[string]bool{}
	for _, a := range n.Attr {
		switch key := a.Key; {
		case seen[key]:
			p.bad("<%s> has two attributes %s", n.Data, key)
		case key == "style" || strings.HasPrefix(key, "on"):
			p.bad("<%s> has the attribute %s, which the policy blocks", n.Data, key)
		case key == "id" && (p.ids[a.Val] != 1 || a.Val == "" || strings.ContainsAny(a.Val, " \t\n")):
			p.bad("the id %q is given %d times, or is none", a.Val, p.ids[a.Val])
		case slices.Contains(named, key):
			for id := range strings.FieldsSeq(a.Val) {
				if p.ids[id] == 0 {
					p.bad("<%s %s=%q> names nothing", n.Data, key, id)
				}
			}
		case key == "srcset" || key == "ping" || key == "background" || key == "action" || key == "formaction":
			p.bad("<%s> has the attribute %s, which nothing needs", n.Data, key)
		case key == "href" || key == "src" || key == "data" || key == "poster":
			p.follow(n, a.Val)
		default:
			p.urls(a.Val)
		}
		seen[a.Key] = true
	}
	p.special(n)
}

func (p *crawled) special(n *html.Node) {
	switch n.Data {
	case "script":
		if attribute(n, "type") == "application/ld+json" {
			var any map[string]any
			if err := json.Unmarshal([]byte(n.FirstChild.Data), &any); err != nil {
				p.bad("linked data: %v", err)
			}
		} else if attribute(n, "src") == "" {
			p.bad("a script stands in the page, which the policy blocks")
		}
	case "meta":
		if _, to, ok := strings.Cut(attribute(n, "content"), "url="); ok && attribute(n, "http-equiv") == "refresh" {
			p.follow(n, to)
		}
	case "base", "iframe", "object", "embed", "form":
		p.bad("there is a <%s>", n.Data)
	}
}

var cssURL = regexp.MustCompile(`url\(\s*["']?([^"')]*)["']?\s*\)|@import`)

func (p *crawled) urls(css string) {
	for _, match := range cssURL.FindAllStringSubmatch(css, -1) {
		if to := match[1]; strings.HasPrefix(to, "#") {
			if p.ids[to[1:]] == 0 {
				p.bad("%s leads nowhere", match[0])
			}
		} else if !strings.HasPrefix(to, "data:") {
			p.bad("%s is a further request", match[0])
		}
	}
}

// follow goes where an address leads, as a browser would from this page.
func (p *crawled) follow(n *html.Node, address string) {
	to, err := p.at.Parse(address)
	if err != nil || address == "" || strings.TrimSpace(address) != address {
		p.bad("<%s> has the address %q: %v", n.Data, address, err)
		return
	}
	link := n.Data == "a" || n.Data == "meta" || attribute(n, "rel") == "canonical" // fetched only if somebody wants to
	whole := strings.Contains(address, ":")
	switch {
	case whole && p.base != "" && strings.HasPrefix(address, p.base):
		to.Path = p.prefix + strings.TrimPrefix(to.Path, mustParse(p.base).Path)
		if p.name != "404.html" && attribute(n, "rel") != "canonical" {
			p.bad("%q knows where the guide stands", address)
		}
	case to.Scheme == "data" && (n.Data == "img" || attribute(n, "rel") == "icon"):
		return
	case whole || to.Host != p.at.Host:
		if !link {
			p.bad("<%s> asks another origin: %s", n.Data, address)
		}
		return
	}
	if n.Data == "use" && strings.HasPrefix(address, "#") {
		to.Path = p.at.Path
	}
	p.arrive(n, address, to)
}

func mustParse(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return u
}

func (p *crawled) arrive(n *html.Node, address string, to *url.URL) {
	if to.RawQuery != "" {
		p.bad("%q has a query", address)
	}
	if !strings.HasPrefix(to.Path, p.prefix) {
		p.bad("%q leaves the guide", address)
		return
	}
	target := to.Path
	if target == p.prefix && p.base != "" {
		target += "index.html" // whole addresses of the cover
	}
	data, status := p.get(target)
	if status != http.StatusOK {
		p.bad("<%s> leads to %q: %d", n.Data, address, status)
		return
	}
	if path.Ext(target) != ".html" {
		if len(data) == 0 {
			p.bad("%q is empty", address)
		}
		return
	}
	if n.Data == "a" && target != p.at.Path {
		p.from[target] = p.name
	}
	if to.Fragment != "" && ids(p.load(target))[to.Fragment] == 0 {
		p.bad("%q has no such anchor", address)
	}
}
