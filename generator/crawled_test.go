package main

import (
	"bytes"
	"cmp"
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

const wantedPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'sha256-%s'; img-src 'self' data:; connect-src 'self'; " +
	"base-uri 'none'; form-action 'none'"

// wantedAlone is the policy of the edition that is one file.
const wantedAlone = "default-src 'none'; script-src %s; style-src %s; img-src data:; base-uri 'none'; form-action 'none'"

// alone tells of the edition that is one file: it holds its scripts and the style for paper.
func (p *crawled) alone() bool {
	return bytes.Contains(p.files[p.name], []byte(`<style media="print">`))
}

// policy wants the policy to stand first in the head, and to allow the page's own style and the site's files, and nothing else.
func (p *crawled) policy(page document) {
	head := slices.IndexFunc(page, func(e element) bool { return e.name == "head" })
	if first := page[head+1:]; len(first) == 0 || first[0].attribute("http-equiv") != "Content-Security-Policy" {
		p.bad("the policy is not first in the head")
		return
	}
	var styles, hashes, scripts []string
	for _, e := range page {
		hash := sha256.Sum256([]byte(e.text))
		name := "'sha256-" + base64.StdEncoding.EncodeToString(hash[:]) + "'"
		switch e.name {
		case "style":
			styles, hashes = append(styles, e.text), append(hashes, name)
		case "script":
			if !isData(e) {
				scripts = append(scripts, name)
			}
		}
	}
	want := "default-src 'none'; base-uri 'none'; form-action 'none'" // of a redirect
	if len(styles) > 0 {
		hash := sha256.Sum256([]byte(styles[0]))
		want = fmt.Sprintf(wantedPolicy, base64.StdEncoding.EncodeToString(hash[:]))
	}
	if p.alone() {
		want = fmt.Sprintf(wantedAlone, cmp.Or(strings.Join(scripts, " "), "'none'"), strings.Join(hashes, " "))
	}
	if got := page[head+1].attribute("content"); got != want || len(styles) > 1 && !p.alone() {
		p.bad("%d styles and the policy\n%s\nwant\n%s", len(styles), got, want)
	}
	for _, style := range styles {
		p.urls(style)
	}
}

// isData tells of a script that no browser runs.
func isData(e element) bool {
	kind := e.attribute("type")
	return kind == "application/ld+json" || kind == "application/json"
}

var named = []string{"for", "popovertarget", "list", "headers", "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns", "aria-details"}

func (p *crawled) element(e element) {
	seen := map[string]bool{}
	for _, a := range e.attributes {
		switch key := a.Name.Local; {
		case seen[key]:
			p.bad("<%s> has two attributes %s", e.name, key)
		case key == "style" || strings.HasPrefix(key, "on"):
			p.bad("<%s> has the attribute %s, which the policy blocks", e.name, key)
		case key == "id" && (p.ids[a.Value] != 1 || a.Value == "" || strings.ContainsAny(a.Value, " \t\n")):
			p.bad("the id %q is given %d times, or is none", a.Value, p.ids[a.Value])
		case slices.Contains(named, key):
			for id := range strings.FieldsSeq(a.Value) {
				if p.ids[id] == 0 {
					p.bad("<%s %s=%q> names nothing", e.name, key, id)
				}
			}
		case key == "srcset" || key == "ping" || key == "background" || key == "action" || key == "formaction":
			p.bad("<%s> has the attribute %s, which nothing needs", e.name, key)
		case key == "href" || key == "src" || key == "data" || key == "poster":
			p.follow(e, a.Value)
		default:
			p.urls(a.Value)
		}
		seen[a.Name.Local] = true
	}
	p.special(e)
}

func (p *crawled) special(e element) {
	switch e.name {
	case "script":
		if isData(e) {
			var any map[string]any
			if err := json.Unmarshal([]byte(e.text), &any); err != nil {
				p.bad("data: %v", err)
			}
		} else if e.attribute("src") == "" && !p.alone() {
			p.bad("a script stands in the page, which the policy blocks")
		}
	case "meta":
		if _, to, ok := strings.Cut(e.attribute("content"), "url="); ok && e.attribute("http-equiv") == "refresh" {
			p.follow(e, to)
		}
	case "form":
		if e.attribute("autocomplete") != "off" || e.attribute("action") != "" || e.attribute("method") != "" {
			p.bad("a form that could keep or send what is chosen in it")
		}
	case "base", "iframe", "object", "embed":
		p.bad("there is a <%s>", e.name)
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
func (p *crawled) follow(e element, address string) {
	to, err := p.at.Parse(address)
	if err != nil || address == "" || strings.TrimSpace(address) != address {
		p.bad("<%s> has the address %q: %v", e.name, address, err)
		return
	}
	link := e.name == "a" || e.name == "meta" || e.attribute("rel") == "canonical" // fetched only if somebody wants to
	whole := strings.Contains(address, ":")
	switch {
	case whole && p.base != "" && strings.HasPrefix(address, p.base):
		to.Path = p.prefix + strings.TrimPrefix(to.Path, mustParse(p.base).Path)
		if p.name != "404.html" && !p.alone() && e.attribute("rel") != "canonical" {
			p.bad("%q knows where the guide stands", address)
		}
	case to.Scheme == "data" && (e.name == "img" || e.attribute("rel") == "icon"):
		return
	case whole || to.Host != p.at.Host:
		if !link {
			p.bad("<%s> asks another origin: %s", e.name, address)
		}
		return
	}
	if e.name == "use" && strings.HasPrefix(address, "#") {
		to.Path = p.at.Path
	}
	p.arrive(e, address, to)
}

func mustParse(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil {
		panic(err)
	}
	return u
}

func (p *crawled) arrive(e element, address string, to *url.URL) {
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
		p.bad("<%s> leads to %q: %d", e.name, address, status)
		return
	}
	if path.Ext(target) != ".html" {
		if len(data) == 0 {
			p.bad("%q is empty", address)
		}
		return
	}
	if e.name == "a" && target != p.at.Path {
		p.from[target] = p.name
	}
	if to.Fragment != "" && p.load(target).ids[to.Fragment] == 0 {
		p.bad("%q has no such anchor", address)
	}
}
