package serve_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

var tree = source.NewTree([]*source.File{source.NewFile("content/a.md", []byte("# A\n\none\n\ttwo\nthree\nfour\n"))})

func page(path, body string) book.File {
	return book.File{Path: path, Data: []byte("<!doctype html><html><head><title>x</title></head><body>" + body + "</body></html>")}
}

func shown(files ...book.File) serve.Update { return serve.Update{Files: files, Tree: tree} }

func ask(h http.Handler, method, path string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	r.Host = "localhost:8080"
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	answer := httptest.NewRecorder()
	h.ServeHTTP(answer, r)
	return answer
}

func TestTheScriptIsInPagesThatCanBePatched(t *testing.T) {
	p := serve.NewPreview("/repo/")
	p.Show(shown(page("a b/c.html", "c"), page("404.html", "lost"), book.File{Path: "x.txt", Data: []byte("<head>")},
		book.File{Path: "old.html", Data: []byte(`<head><meta http-equiv="refresh">`)}))
	for path, want := range map[string]string{"a%20b/c.html": "a%20b/c.html", "no": "404.html", "x.txt": "", "old.html": ""} {
		body := ask(p, "GET", "/repo/"+path).Body.String()
		if has := strings.Contains(body, `<head><script src="/.guide/preview.js" data-build="`); has != (want != "") ||
			has && !strings.Contains(body, `data-page="`+want+`"`) {
			t.Errorf("%s: %s", path, body)
		}
	}
	if answer := ask(p, "GET", "/.guide/preview.js"); answer.Code != 200 || !strings.Contains(answer.Body.String(), "EventSource") {
		t.Errorf("the script: %d", answer.Code)
	}
}

// A page elsewhere can neither pass for one of this preview by a name of its own, nor listen from where it is.
func TestStrangersAreRefused(t *testing.T) {
	p := serve.NewPreview("/")
	p.Hosts = []string{"desk.local"}
	p.Show(shown(page("index.html", "x")))
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:1": 200, "127.0.0.1:8080": 200, "127.9.9.9": 200, "[::1]:8080": 200, "a.localhost": 200, "desk.local:80": 200,
		"example.org": 403, "localhost.example.org": 403, "127.0.0.1.example.org": 403, "": 403, "192.168.1.2": 403, "0.0.0.0": 403, "[::]": 403,
	} {
		if got := ask(p, "GET", "/", "Host", host).Code; got != want {
			t.Errorf("%q is answered %d, want %d", host, got, want)
		}
	}
	p.Network = true
	if got := ask(p, "GET", "/", "Host", "192.168.1.2:8080").Code; got != 200 {
		t.Errorf("an address of the network is answered %d", got)
	}
	for header, foreign := range map[string]string{"Origin": "http://example.org", "Sec-Fetch-Site": "cross-site"} {
		for _, path := range []string{"/.guide/events", "/.guide/preview.js", "/.guide/open"} {
			if got := ask(p, "GET", path, header, foreign).Code; got != 403 {
				t.Errorf("%s with %s of another site is answered %d", path, header, got)
			}
		}
	}
	if got := ask(p, "GET", "/.guide/preview.js", "Origin", "http://localhost:8080", "Sec-Fetch-Site", "same-origin").Code; got != 200 {
		t.Errorf("its own page is answered %d", got)
	}
	for _, path := range []string{"/.guide/", "/.guide/x", "/.guide/../preview.go", "/../serve.go", "/.guide/..%2f..%2fgo.mod"} {
		if got := ask(p, "GET", path).Code; got != 404 {
			t.Errorf("%s is answered %d", path, got)
		}
	}
}

func TestARequestWaitsForTheFirstBuild(t *testing.T) {
	p := serve.NewPreview("/")
	done := make(chan string)
	go func() { done <- ask(p, "GET", "/").Body.String() }()
	select {
	case body := <-done:
		t.Fatalf("answered too soon: %s", body)
	case <-time.After(30 * time.Millisecond):
	}
	p.Show(shown(page("index.html", "at last")))
	if body := <-done; !strings.Contains(body, "at last") {
		t.Error(body)
	}
}

// heard reads the messages of a browser that has a build already.
func heard(t *testing.T, p *serve.Preview, build string) (next func() (string, []string, string)) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	t.Cleanup(stop)
	r, w := io.Pipe()
	request := httptest.NewRequest("GET", "/.guide/events?build="+build, nil).WithContext(ctx)
	request.Host = "localhost"
	go p.ServeHTTP(&piped{httptest.NewRecorder(), w}, request)
	lines := bufio.NewReader(r)
	return func() (string, []string, string) {
		t.Helper()
		var m struct {
			Build    string
			Changed  []string
			Problems json.RawMessage
		}
		line, err := lines.ReadString('\n')
		if err == nil {
			err = json.Unmarshal([]byte(strings.TrimPrefix(line, "data: ")), &m)
		}
		if blank, _ := lines.ReadString('\n'); err != nil || blank != "\n" {
			t.Fatalf("%q %v", line, err)
		}
		return m.Build, m.Changed, string(m.Problems)
	}
}

type piped struct {
	*httptest.ResponseRecorder
	w io.Writer
}

func (p *piped) Write(data []byte) (int, error) { return p.w.Write(data) }

func TestABrowserHearsWhatChangedSinceItsBuild(t *testing.T) {
	p := serve.NewPreview("/")
	p.Show(shown(page("a.html", "1"), page("b.html", "1")))
	next := heard(t, p, "unknown")
	build, changed, _ := next()
	if changed != nil {
		t.Errorf("of an unknown build, %q is known to have changed", changed)
	}
	if _, changed, _ := heard(t, p, build)(); changed == nil || len(changed) > 0 {
		t.Errorf("of the same build, %q has changed", changed)
	}
	p.Show(shown(page("a.html", "1"), page("b.html", "2"), page("c.html", "2")))
	if other, changed, _ := next(); other == build || strings.Join(sorted(changed), " ") != "b.html c.html" {
		t.Errorf("%q has changed", changed)
	}
	p.Show(shown(page("a.html", "1"), page("b.html", "2"), page("c.html", "2"))) // nothing to tell
	p.Show(serve.Update{Tree: tree, Problems: []diag.Problem{{
		Position: diag.Position{File: "content/a.md", Line: 4, Column: 2}, Rule: "r", Message: "it is <so>", Hint: "mend it",
	}}})
	_, changed, problems := next()
	want := `{"errors":1,"warnings":0,"list":[{"file":"content/a.md","line":4,"column":2,"severity":"error","rule":"r",` +
		`"message":"it is \u003cso\u003e","hint":"mend it","first":2,"frame":["","one","\ttwo","three","four"]}]}`
	if len(changed) > 0 || problems != want {
		t.Errorf("%q has changed, and the problems are\n%s\nwant\n%s", changed, problems, want)
	}
	if body := ask(p, "GET", "/b.html").Body.String(); !strings.Contains(body, "<body>2") {
		t.Errorf("the last good page is gone: %s", body)
	}
	p.Show(shown(page("a.html", "1")))
	if _, changed, problems := next(); strings.Join(sorted(changed), " ") != "b.html c.html" || !strings.Contains(problems, `"errors":0`) {
		t.Errorf("%q has changed, problems %s", changed, problems)
	}
}

// A page that is looked at is shown before the rest of its build, and the rest follows.
func TestAPageThatIsLookedAtIsShownAhead(t *testing.T) {
	p := serve.NewPreview("/")
	p.ShowAhead([]book.File{page("a b.html", "0")}) // there is no build yet
	p.Show(shown(page("a b.html", "1"), page("c.html", "1")))
	next := heard(t, p, "x&page=a%2520b.html")
	first, _, _ := next()
	if looked := p.Looked(); !slices.Equal(looked, []string{"a b.html"}) {
		t.Errorf("looked at are %q", looked)
	}
	p.ShowAhead([]book.File{page("a b.html", "1")}) // as it is
	p.ShowAhead([]book.File{page("a b.html", "2"), {Path: "new.js", Data: []byte("2")}})
	second, changed, _ := next()
	if second == first || strings.Join(sorted(changed), " ") != "a b.html new.js" {
		t.Errorf("%q has changed", changed)
	}
	if a, c := ask(p, "GET", "/a%20b.html").Body.String(), ask(p, "GET", "/c.html").Body.String(); !strings.Contains(a, "<body>2") || !strings.Contains(c, "<body>1") {
		t.Errorf("ahead of the build there are %s and %s", a, c)
	}
	if changed := p.Show(shown(page("a b.html", "2"), page("c.html", "2"), book.File{Path: "new.js", Data: []byte("2")})); strings.Join(sorted(changed), " ") != "a b.html c.html new.js" {
		t.Errorf("the build changed %q", changed)
	}
	if _, changed, _ := next(); strings.Join(changed, " ") != "c.html" {
		t.Errorf("after the page ahead, %q has changed", changed)
	}
}

func TestAMovedPageIsLookedForAtItsNewPlace(t *testing.T) {
	p := serve.NewPreview("/repo/")
	p.Show(shown(page("a.html", "1")))
	u := shown(page("b c.html", "1"), page("404.html", "lost"))
	u.Moved = map[string]string{"a.html": "b c.html"}
	p.Show(u)
	if answer := ask(p, "GET", "/repo/a.html"); answer.Code != 404 || answer.Header().Get("X-Guide-Moved") != "/repo/b%20c.html" {
		t.Errorf("%d %v", answer.Code, answer.Header())
	}
	if answer := ask(p, "GET", "/repo/z.html"); answer.Header().Get("X-Guide-Moved") != "" {
		t.Error("a page that never was has moved")
	}
}

func sorted(list []string) []string { return slices.Sorted(slices.Values(list)) }

func TestOnlyFilesOfTheGuideAreOpened(t *testing.T) {
	p := serve.NewPreview("/")
	var opened []string
	p.Open = func(file string, line, column int) error {
		opened = append(opened, fmt.Sprint(file, ":", line, ":", column))
		return nil
	}
	u := shown(page("a.html", "1"))
	u.Place = func(page, text string) (diag.Position, bool) {
		return diag.Position{File: "content/a.md", Line: len(text), Column: 1}, page == "a.html"
	}
	p.Show(u)
	body := httptest.NewRecorder()
	r := httptest.NewRequest("GET", "/.guide/events", nil)
	ctx, stop := context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer stop()
	r.Host = "localhost"
	p.ServeHTTP(body, r.WithContext(ctx))
	_, token, _ := strings.Cut(body.Body.String(), `"token":"`)
	token, _, _ = strings.Cut(token, `"`)
	for _, c := range []struct {
		method, token, body string
		want                int
	}{
		{"POST", token, `{"file":"content/a.md","line":3,"column":2}`, 204},
		{"POST", token, `{"page":"a.html","text":"four"}`, 204},
		{"POST", "", `{"file":"content/a.md"}`, 403},
		{"POST", token + "x", `{"file":"content/a.md"}`, 403},
		{"GET", token, `{"file":"content/a.md"}`, 404},
		{"POST", token, `{"file":"content/b.md"}`, 404},
		{"POST", token, `{"file":"../content/a.md"}`, 404},
		{"POST", token, `{"file":"/etc/passwd"}`, 404},
		{"POST", token, `{}`, 404},
		{"POST", token, `{"file"`, 400},
		{"POST", token, `{"text":"` + strings.Repeat("x", 100<<10) + `"}`, 400},
	} {
		r := httptest.NewRequest(c.method, "/.guide/open", strings.NewReader(c.body))
		r.Host = "localhost"
		r.Header.Set("X-Guide-Token", c.token)
		answer := httptest.NewRecorder()
		p.ServeHTTP(answer, r)
		if answer.Code != c.want {
			t.Errorf("%s %.60s: %d, want %d", c.method, c.body, answer.Code, c.want)
		}
	}
	if got := strings.Join(opened, " "); got != "content/a.md:3:2 content/a.md:4:1" {
		t.Errorf("opened %s", got)
	}
	if body := ask(p, "GET", "/a.html").Body.String(); strings.Contains(body, token) {
		t.Error("the token stands in a page, where any page of this machine could read it")
	}
}

func TestWhatIsAskedForSeldomIsMadeThen(t *testing.T) {
	p, made := serve.NewPreview("/"), 0
	u := shown(page("a.html", "1"))
	u.Rest = func() []book.File {
		made++
		return []book.File{{Path: "assets/index.js", Data: []byte("x")}}
	}
	p.Show(u)
	if answer := ask(p, "GET", "/a.html"); answer.Code != 200 || made != 0 {
		t.Errorf("%d, made %d times", answer.Code, made)
	}
	if answer := ask(p, "GET", "/assets/index.js"); answer.Code != 200 || answer.Body.String() != "x" || made != 1 {
		t.Errorf("%d %s, made %d times", answer.Code, answer.Body, made)
	}
}

func TestAGuideWithoutAPageIsStillListenedTo(t *testing.T) {
	p := serve.NewPreview("/")
	p.Show(serve.Update{Files: []book.File{}, Tree: tree})
	if answer := ask(p, "GET", "/"); answer.Code != 404 || !strings.Contains(answer.Body.String(), "preview.js") {
		t.Errorf("%d %s", answer.Code, answer.Body)
	}
}
