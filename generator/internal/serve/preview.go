package serve

import (
	"bytes"
	"crypto/rand"
	"embed"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// remembered is how many builds a browser may miss before it must look at everything anew.
const remembered = 16

const (
	notFound = "404.html"
	nothing  = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Nothing yet</title></head><body><main><p>There is no page here yet.</p></main></body></html>`
)

// own is where the preview's own addresses begin. Names that begin with a dot are never a guide's.
const own = "/.guide/"

//go:embed patch.js preview.js
var scripts embed.FS

// script is what the preview puts into a page: all in one function, so that none of its names is the page's.
func script() []byte {
	patch, _ := scripts.ReadFile("patch.js") // what is embedded can be read
	preview, _ := scripts.ReadFile("preview.js")
	return slices.Concat([]byte("(() => {\n'use strict'\n"), patch, preview, []byte("})()\n"))
}

// An Update is what a build made.
type Update struct {
	Files    []book.File       // nil if the pages before are to stay
	Moved    map[string]string // new paths of pages by their old ones
	Problems []diag.Problem
	Tree     *source.Tree // of which they tell

	Rest  func() []book.File                            // makes what is asked for seldom; may be nil
	Place func(page, text string) (diag.Position, bool) // where a block of a page was written; may be nil
}

// A Preview shows the newest of the builds that it is given. A request before the first waits for it.
type Preview struct {
	// Hosts are names by which it may be asked besides those of this machine's loopback; with Network also any
	// address that is a number, which no page elsewhere can make a browser mistake for its own.
	Hosts   []string
	Network bool
	// Open opens a file of the guide in an editor; nil if there is none.
	Open func(file string, line, column int) error

	prefix string
	run    string // of this program; a page of an earlier run has another
	token  string // known to pages of this preview alone

	listening atomic.Int32 // browsers that wait for builds

	mu      sync.Mutex
	current *state
	past    []*state       // the last few before it, for a browser that was away
	ahead   []string       // pages that are newer than the build, by ShowAhead
	looked  map[string]int // at which pages how many browsers look
	newer   chan struct{}
}

// A state is what the browser can see. It never changes.
type state struct {
	id       string
	pages    map[string][]byte
	moved    map[string]string
	problems json.RawMessage
	tree     *source.Tree
	rest     func() []book.File
	place    func(page, text string) (diag.Position, bool)
}

// NewPreview makes a preview whose pages stand under a prefix such as "/" or "/repo/".
func NewPreview(prefix string) *Preview {
	return &Preview{prefix: prefix, run: rand.Text()[:8], token: rand.Text(), newer: make(chan struct{}), looked: map[string]int{}}
}

// Show replaces what is shown, and tells the browsers.
func (p *Preview) Show(u Update) (changed []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	next := &state{moved: map[string]string{}, problems: describe(u.Problems, u.Tree), tree: u.Tree, place: u.Place}
	number := 1
	if old := p.current; old != nil {
		next.pages, next.rest, number = old.pages, old.rest, numberOf(old.id)+1
		for from, to := range old.moved {
			next.moved[from] = to
		}
	}
	next.id = fmt.Sprintf("%s-%d", p.run, number)
	if u.Files != nil {
		next.rest = u.Rest
		next.pages = make(map[string][]byte, len(u.Files)+1)
		next.pages[notFound] = []byte(nothing) // if the guide has none, as when all is broken
		for _, f := range u.Files {
			next.pages[f.Path] = f.Data
		}
	}
	for from, to := range u.Moved {
		next.moved[from] = to
	}
	if p.current != nil {
		changed = p.current.changes(next)
		if len(changed)+len(p.ahead) == 0 && bytes.Equal(p.current.problems, next.problems) {
			return nil
		}
		for _, page := range p.ahead {
			if !slices.Contains(changed, page) {
				changed = append(changed, page)
			}
		}
		p.ahead = nil
	}
	p.replace(next)
	return changed
}

// replace puts a state in the place of the one before, and tells the browsers.
func (p *Preview) replace(next *state) {
	if p.current != nil {
		p.past = append(p.past[max(0, len(p.past)-remembered+1):], &state{id: p.current.id, pages: p.current.pages})
	}
	p.current = next
	close(p.newer)
	p.newer = make(chan struct{})
}

// ShowAhead replaces single pages, of a build that is not done yet. All else stays as it is until Show.
func (p *Preview) ShowAhead(files []book.File) {
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.current
	if old == nil {
		return
	}
	next := *old
	next.id, next.pages = fmt.Sprintf("%s-%d", p.run, numberOf(old.id)+1), maps.Clone(old.pages)
	for _, f := range files {
		next.pages[f.Path] = f.Data
	}
	if changed := old.changes(&next); len(changed) > 0 {
		p.ahead = append(p.ahead, changed...)
		p.replace(&next)
	}
}

// Looked lists the pages that browsers look at.
func (p *Preview) Looked() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Sorted(maps.Keys(p.looked))
}

// look notes that a browser looks at a page, until the function that it gives is called.
func (p *Preview) look(page string) (end func()) {
	count := func(n int) {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.looked[page] += n; p.looked[page] == 0 {
			delete(p.looked, page)
		}
	}
	count(1)
	return func() { count(-1) }
}

func numberOf(id string) (n int) {
	_, _ = fmt.Sscanf(id[strings.Index(id, "-")+1:], "%d", &n)
	return n
}

// changes lists the paths at which two states differ.
func (s *state) changes(next *state) []string {
	var paths []string
	for path, data := range next.pages {
		old, ok := s.pages[path]
		if !ok || !sameBytes(old, data) {
			paths = append(paths, path)
		}
	}
	for path := range s.pages {
		if _, ok := next.pages[path]; !ok {
			paths = append(paths, path)
		}
	}
	return paths
}

// sameBytes is fast where a build has remembered a page.
func sameBytes(a, b []byte) bool {
	return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0] || bytes.Equal(a, b))
}

// with gives the pages with one of those that are made when they are asked for, if it has the name.
func (s *state) with(name string) map[string][]byte {
	for _, f := range s.rest() {
		if f.Path == name {
			return map[string][]byte{name: f.Data}
		}
	}
	return s.pages
}

// state is what is shown now, and a channel that is closed once that is not so any more. Both wait for a first build.
func (p *Preview) state(r *http.Request) (*state, <-chan struct{}) {
	for {
		p.mu.Lock()
		now, newer := p.current, p.newer
		p.mu.Unlock()
		if now != nil {
			return now, newer
		}
		select {
		case <-newer:
		case <-r.Context().Done():
			return nil, nil
		}
	}
}

// had finds the state that a browser says it has, or gives nil.
func (p *Preview) had(id string) *state {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range append(p.past[:len(p.past):len(p.past)], p.current) {
		if s.id == id {
			return s
		}
	}
	return nil
}

func (p *Preview) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-cache")
	w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
	if !p.known(r.Host) {
		http.Error(w, "this preview is not for "+r.Host+"; guide serve --addr says for whom it is", http.StatusForbidden)
		return
	}
	if name, ok := strings.CutPrefix(r.URL.Path, own); ok {
		if !sameOrigin(r) {
			http.Error(w, "this is for pages of the preview alone", http.StatusForbidden)
			return
		}
		p.serveOwn(w, r, name)
		return
	}
	now, _ := p.state(r)
	if now == nil {
		http.Error(w, "the preview has ended", http.StatusServiceUnavailable)
		return
	}
	pages := site{now.pages, p.prefix, func(name string, data []byte) []byte { return p.dress(now.id, name, data) }}
	if name, ok := strings.CutPrefix(r.URL.Path, p.prefix); ok {
		found, folder := pages.find(name)
		if found == "" && !folder && now.rest != nil {
			pages.pages = now.with(name)
			found, _ = pages.find(name)
		}
		if to := now.moved[name]; found == "" && to != "" {
			w.Header().Set("X-Guide-Moved", p.prefix+book.EscapePath(to))
		}
	}
	pages.ServeHTTP(w, r)
}

func (p *Preview) serveOwn(w http.ResponseWriter, r *http.Request, name string) {
	switch {
	case name == "events" && r.Method == http.MethodGet:
		p.events(w, r)
	case name == "open" && r.Method == http.MethodPost:
		p.edit(w, r)
	case name == "preview.js" && r.Method == http.MethodGet:
		w.Header().Set("Content-Type", types[".js"])
		_, _ = w.Write(script())
	default:
		http.NotFound(w, r)
	}
}

// dress puts the preview's script first into a page, so that it sees the page as it was sent. A page that leads
// elsewhere stays as it is.
func (p *Preview) dress(id, name string, data []byte) []byte {
	const head = "<head>"
	at := bytes.Index(data, []byte(head))
	if !strings.HasSuffix(name, ".html") || at < 0 || bytes.Contains(data, []byte(`http-equiv="refresh"`)) {
		return data
	}
	at += len(head)
	tag := fmt.Sprintf(`<script src="%spreview.js" data-build="%s" data-page="%s" data-root="%s" defer></script>`,
		own, id, book.EscapePath(name), p.prefix)
	return bytes.Join([][]byte{data[:at], []byte(tag), data[at:]}, nil)
}

// known tells whether the host that a browser asked for may be this preview's. A page elsewhere whose name leads to
// this machine has another.
func (p *Preview) known(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	if address := net.ParseIP(host); address != nil {
		return address.IsLoopback() || p.Network
	}
	for _, name := range append(p.Hosts, "localhost") {
		if strings.EqualFold(host, name) {
			return true
		}
	}
	return strings.HasSuffix(host, ".localhost")
}

// sameOrigin tells whether a request comes from a page of this preview, or from no page at all.
func sameOrigin(r *http.Request) bool {
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	from, err := url.Parse(origin)
	return err == nil && from.Host == r.Host
}
