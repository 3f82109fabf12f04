package serve_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/serve"
)

var files = []book.File{
	{Path: "index.html", Data: []byte("cover")}, {Path: "404.html", Data: []byte("lost")},
	{Path: "a/b.html", Data: []byte("b")}, {Path: "a/index.html", Data: []byte("a")}, {Path: "c.html", Data: []byte("c page")},
	{Path: "c/d.html", Data: []byte("d")}, {Path: "e", Data: []byte("plain")}, {Path: "e.html", Data: []byte("e page")},
	{Path: "f/index.html", Data: []byte("f folder")}, {Path: "f.html", Data: []byte("f page")},
	{Path: "x y/é.txt", Data: []byte("odd")}, {Path: "p.svg", Data: []byte("<svg/>")}, {Path: "CNAME", Data: []byte("example.org")},
}

// GitHub Pages serves x.html for x, a folder's index.html, and 404.html for the rest; case counts.
func TestPagesAreServedAsOnGitHub(t *testing.T) {
	for _, prefix := range []string{"/", "/repo/", "/a/b/"} {
		handler := serve.Site(files, prefix)
		for _, test := range []struct {
			path   string
			status int
			want   string // body, or where it is sent
		}{
			{"", 200, "cover"}, {"index.html", 200, "cover"}, {"index", 200, "cover"}, {"Index.html", 404, "lost"},
			{"a/b.html", 200, "b"}, {"a/b", 200, "b"}, {"a/b/", 404, "lost"}, {"A/b.html", 404, "lost"}, {"a/B.html", 404, "lost"},
			{"a/", 200, "a"}, {"a", 301, "a/"}, {"c", 200, "c page"}, {"c/", 404, "lost"}, {"c/d", 200, "d"},
			{"e", 200, "plain"}, {"e.html", 200, "e page"}, {"f", 200, "f page"}, {"f/", 200, "f folder"},
			{"x%20y/%C3%A9.txt", 200, "odd"}, {"no", 404, "lost"}, {"a/b/c/d", 404, "lost"}, {"404", 200, "lost"},
			{"../index.html", 404, "lost"}, {"a//b.html", 404, "lost"},
		} {
			answer := httptest.NewRecorder()
			handler.ServeHTTP(answer, httptest.NewRequest("GET", prefix+test.path, nil))
			got := answer.Body.String()
			if test.status == 301 {
				got = strings.TrimPrefix(answer.Header().Get("Location"), prefix)
			}
			if answer.Code != test.status || got != test.want {
				t.Errorf("GET %s%s: %d %q, want %d %q", prefix, test.path, answer.Code, got, test.status, test.want)
			}
		}
	}
}

func TestOnlyThePrefixIsServed(t *testing.T) {
	handler := serve.Site(files, "/repo/")
	for path, want := range map[string]int{"/": 404, "/index.html": 404, "/repo": 301, "/repository/": 404, "/repo/": 200} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		if answer.Code != want {
			t.Errorf("GET %s: %d, want %d", path, answer.Code, want)
		}
	}
}

func TestTypesAreTheGuidesOwn(t *testing.T) {
	handler := serve.Site(files, "/")
	for path, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/no": "text/html; charset=utf-8", "/p.svg": "image/svg+xml",
		"/x%20y/%C3%A9.txt": "text/plain; charset=utf-8", "/CNAME": "application/octet-stream",
	} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
		if got := answer.Header().Get("Content-Type"); got != want || answer.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
}

func TestOnlyReadingIsAllowed(t *testing.T) {
	handler := serve.Site(files, "/")
	for method, want := range map[string]int{"GET": 200, "HEAD": 200, "POST": 405, "PUT": 405, "DELETE": 405, "OPTIONS": 405} {
		answer := httptest.NewRecorder()
		handler.ServeHTTP(answer, httptest.NewRequest(method, "/index.html", nil))
		if answer.Code != want || method == "HEAD" && answer.Body.Len() > 0 {
			t.Errorf("%s: %d with %d bytes, want %d", method, answer.Code, answer.Body.Len(), want)
		}
	}
}

func TestAPageThatDidNotChangeIsNotSentAgain(t *testing.T) {
	handler := serve.Site(files, "/")
	first := httptest.NewRecorder()
	handler.ServeHTTP(first, httptest.NewRequest("GET", "/", nil))
	request := httptest.NewRequest("GET", "/", nil)
	request.Header.Set("If-None-Match", first.Header().Get("ETag"))
	second := httptest.NewRecorder()
	handler.ServeHTTP(second, request)
	if second.Code != http.StatusNotModified || second.Body.Len() > 0 {
		t.Errorf("%d with %d bytes", second.Code, second.Body.Len())
	}
}

func TestListenTakesTheNextFreePort(t *testing.T) {
	one, err := serve.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	two, err := serve.Listen(one.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer two.Close()
	if one.Addr().String() == two.Addr().String() {
		t.Error("both listen at", one.Addr())
	}
	for _, address := range []string{"nowhere", "localhost:http-ish", ""} {
		if l, err := serve.Listen(address); err == nil {
			l.Close()
			t.Errorf("%q was taken for an address", address)
		}
	}
}

func TestRunServesUntilTheContextEnds(t *testing.T) {
	listener, err := serve.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- serve.Run(ctx, listener, serve.Site(files, "/")) }()
	answer, err := http.Get("http://" + listener.Addr().String() + "/c")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(answer.Body)
	answer.Body.Close()
	if string(body) != "c page" || err != nil {
		t.Errorf("%q, %v", body, err)
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
