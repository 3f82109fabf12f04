// Package serve shows a build over HTTP, by the rules of GitHub Pages, and one build after another as a preview.
//
// It serves an immutable snapshot from memory and never writes a file, so a preview cannot be published and a
// reader never meets a half-written page. What a preview adds to a page (a script, from which all else comes) is
// put in on the way to the browser, so that it cannot be published either. It answers to this machine alone, and to
// pages of its own alone, unless told otherwise.
package serve

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"path"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
)

// Site answers with the files under a prefix such as "/" or "/repo/". As on GitHub Pages, names are
// case-sensitive, x answers with x.html, a folder with its index.html, and all else with 404.html.
func Site(files []book.File, prefix string) http.Handler {
	pages := make(map[string][]byte, len(files))
	for _, f := range files {
		pages[f.Path] = f.Data
	}
	return site{pages, prefix, func(_ string, data []byte) []byte { return data }}
}

type site struct {
	pages  map[string][]byte
	prefix string
	dress  func(name string, data []byte) []byte // puts into a page what only a preview has
}

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-cache")
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "only GET and HEAD", http.StatusMethodNotAllowed)
		return
	}
	name, ok := strings.CutPrefix(r.URL.Path, s.prefix)
	found, folder := s.find(name)
	switch {
	case !ok && r.URL.Path+"/" == s.prefix:
		http.Redirect(w, r, s.prefix, http.StatusMovedPermanently)
	case ok && folder:
		http.Redirect(w, r, r.URL.Path+"/", http.StatusMovedPermanently)
	case !ok || found == "":
		s.notFound(w)
	default:
		data := s.dress(found, s.pages[found])
		w.Header().Set("Content-Type", contentType(found))
		hash := sha256.Sum256(data)
		w.Header().Set("ETag", `"`+hex.EncodeToString(hash[:8])+`"`)
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(data))
	}
}

// find returns the file for a path below the prefix, or tells that it is a folder's name without the slash.
func (s site) find(name string) (found string, folder bool) {
	has := func(file string) bool { _, ok := s.pages[file]; return ok }
	switch {
	case name == "" || strings.HasSuffix(name, "/"):
		if has(name + "index.html") {
			return name + "index.html", false
		}
	case has(name):
		return name, false
	case has(name + ".html"):
		return name + ".html", false
	case has(name + "/index.html"):
		return "", true
	}
	return "", false
}

func (s site) notFound(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusNotFound)
	_, _ = w.Write(s.dress("404.html", s.pages["404.html"]))
}

// types are those of a guide's files; the system's table differs from machine to machine.
var types = map[string]string{
	".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8",
	".json": "application/json", ".xml": "application/xml", ".txt": "text/plain; charset=utf-8", ".svg": "image/svg+xml",
	".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp",
	".avif": "image/avif", ".ico": "image/x-icon", ".pdf": "application/pdf", ".epub": "application/epub+zip",
}

func contentType(name string) string {
	ext := strings.ToLower(path.Ext(name))
	if known, ok := types[ext]; ok {
		return known
	}
	if guess := mime.TypeByExtension(ext); guess != "" {
		return guess
	}
	return "application/octet-stream"
}

// Listen takes the address, or the next free port of the ten after it.
func Listen(address string) (net.Listener, error) {
	host, given, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("%q is not a host and a port such as localhost:8080", address)
	}
	port, err := strconv.Atoi(given)
	if err != nil {
		return nil, fmt.Errorf("%q is not a port", given)
	}
	for try := port; ; try++ {
		listener, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(try)))
		if err == nil || port == 0 || try == port+10 || !errors.Is(err, syscall.EADDRINUSE) {
			return listener, err
		}
	}
}

// limits are how long a client may take: to ask, to send what it asks with, to take the answer, and to ask again.
type limits struct{ header, body, answer, idle time.Duration }

// Run serves until the context ends, and then lets open answers finish for a second.
func Run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	return limits{10 * time.Second, 10 * time.Second, time.Minute, 2 * time.Minute}.run(ctx, listener, handler)
}

func (l limits) run(ctx context.Context, listener net.Listener, handler http.Handler) error {
	timed := func(w http.ResponseWriter, r *http.Request) {
		to := http.NewResponseController(w)
		_ = to.SetWriteDeadline(time.Now().Add(l.answer)) // a message to a stream sets its own
		if r.ContentLength != 0 {
			_ = to.SetReadDeadline(time.Now().Add(l.body))
		}
		handler.ServeHTTP(w, r)
	}
	server := &http.Server{
		Handler: http.HandlerFunc(timed), ReadHeaderTimeout: l.header, IdleTimeout: l.idle, MaxHeaderBytes: 64 << 10,
		BaseContext: func(net.Listener) context.Context { return ctx }, // so that answers without an end have one
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return server.Close()
	}
	return nil
}
