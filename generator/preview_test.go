package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/disk"
)

const previewed = `
-- site.toml --
title       = "Seen"
description = "A guide that is being written."
language    = "en"
base_url    = "https://example.org/seen/"

[[part]]
title    = "One"
accent   = "teal"
chapters = ["one/*.md", "one/deep/*.md"]

[[part]]
title    = "Two"
chapters = ["two/*.md"]
-- content/index.md --
# Seen

Words of the cover.
-- content/one/a.md --
# First

Words of the first.

See [the second](b.md).
-- content/one/b.md --
# Second

Words of the second.
-- content/one/deep/c.md --
# Third

Words of the third.
-- content/two/d.md --
# Fourth

Words of the fourth.
-- layouts/static/note.txt --
A note.
`

// A stage is a preview that runs, with a guide that somebody edits and a browser that listens.
type stage struct {
	*testing.T
	root, base string
	stop       func()
	said       *saying

	mu   sync.Mutex
	news []news
	uses map[string]use
}

// news is what the browser hears.
type news struct {
	Build    string
	Changed  []string
	Problems struct {
		Errors, Warnings int
		List             []struct{ File, Message string }
	}
	Token string
}

// A saying is what the program prints.
type saying struct {
	sync.Mutex
	text bytes.Buffer
}

func (s *saying) Write(p []byte) (int, error) { s.Lock(); defer s.Unlock(); return s.text.Write(p) }
func (s *saying) String() string              { s.Lock(); defer s.Unlock(); return s.text.String() }

// raise starts a preview of a guide.
func raise(t *testing.T, archive string, set ...func(*previewing)) *stage {
	t.Helper()
	s := &stage{T: t, root: t.TempDir(), said: new(saying)}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		s.write(f.Name, string(f.Data))
	}
	p := previewing{guide: guide{root: s.root}, address: "localhost:0"}
	for _, change := range set {
		change(&p)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- p.serve(ctx, s.said, s.said) }()
	s.stop = sync.OnceFunc(func() {
		stop()
		select {
		case err := <-ended:
			s.ok(err)
		case <-time.After(10 * time.Second):
			t.Error("the preview does not end")
		}
	})
	t.Cleanup(s.stop)
	s.until("an address", func() bool { return strings.Contains(s.said.String(), "Ctrl-C") })
	s.base, _, _ = strings.Cut(s.said.String(), " ")
	s.get("")
	return s
}

func (s *stage) ok(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// patience is for what must happen once, on a machine that may be busy.
const patience = time.Minute

func (s *stage) until(what string, holds func() bool) {
	s.Helper()
	for late := time.Now().Add(patience); !holds(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(late) {
			s.Fatalf("there is never %s; the program said\n%s", what, s.said)
		}
	}
}

func (s *stage) path(name string) string { return filepath.Join(s.root, filepath.FromSlash(name)) }

func (s *stage) write(name, text string) {
	s.Helper()
	s.ok(os.MkdirAll(filepath.Dir(s.path(name)), 0o755))
	s.ok(os.WriteFile(s.path(name), []byte(text), 0o644))
}

func (s *stage) rename(from, to string) { s.Helper(); s.ok(os.Rename(s.path(from), s.path(to))) }
func (s *stage) remove(name string)     { s.Helper(); s.ok(os.RemoveAll(s.path(name))) }

// shell runs a command in the guide's folder.
func (s *stage) shell(command string) {
	s.Helper()
	cmd := exec.Command("sh", "-ec", command)
	cmd.Dir = s.root
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@b", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@b")
	if out, err := cmd.CombinedOutput(); err != nil {
		s.Fatalf("%s: %v\n%s", command, err, out)
	}
}

var dressing = regexp.MustCompile(`<script src="/\.guide/preview\.js"[^>]*></script>`)

// get fetches a page, without what a preview puts into it.
func (s *stage) get(name string) (status int, text string) {
	s.Helper()
	answer, err := http.Get(s.base + book.EscapePath(name))
	s.ok(err)
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	s.ok(err)
	return answer.StatusCode, dressing.ReplaceAllString(string(data), "")
}

// listen hears what a browser would hear, until the preview ends.
func (s *stage) listen() {
	s.Helper()
	answer, err := http.Get(strings.TrimSuffix(s.base, "/") + "/.guide/events")
	s.ok(err)
	go func() {
		defer answer.Body.Close()
		for lines := bufio.NewReader(answer.Body); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			if data, ok := strings.CutPrefix(line, "data: "); ok {
				var n news
				if err := json.Unmarshal([]byte(data), &n); err != nil {
					s.Error(err)
				}
				s.mu.Lock()
				s.news = append(s.news, n)
				s.mu.Unlock()
			}
		}
	}()
	s.until("a first message", func() bool { return len(s.heard()) > 0 })
}

func (s *stage) heard() []news { s.mu.Lock(); defer s.mu.Unlock(); return slices.Clone(s.news) }

// clean builds what stands on the disk now, by a program that remembers nothing.
func (s *stage) clean() build.Result {
	s.Helper()
	own, err := disk.Read(s.root)
	s.ok(err)
	options := new(guide).options()
	options.Once = true
	return build.New(options).Build(own.Over(builtIn()))
}

// settled waits until the preview shows what a clean build makes, and tells how long that took. While there are errors
// it shows them, and the pages before.
func (s *stage) settled() time.Duration {
	s.Helper()
	begin, want := time.Now(), s.clean()
	var differs string
	s.until("what a clean build makes", func() bool { differs = s.differs(want); return differs == "" || time.Since(begin) > patience })
	if differs != "" {
		s.Fatalf("in the end %s; the program said\n%s", differs, s.said)
	}
	return time.Since(begin)
}

func (s *stage) differs(want build.Result) string {
	s.Helper()
	heard := s.heard()
	var got, wanted []string
	for _, p := range heard[len(heard)-1].Problems.List {
		got = append(got, p.File+": "+p.Message)
	}
	for _, p := range want.Problems {
		wanted = append(wanted, p.File+": "+p.Message)
	}
	slices.Sort(got)
	slices.Sort(wanted)
	if !slices.Equal(got, wanted) {
		return fmt.Sprintf("the problems are %q instead of %q", got, wanted)
	}
	if errors, _ := diag.Count(want.Problems); errors > 0 {
		return ""
	}
	for _, f := range want.Files {
		if status, text := s.get(f.Path); status != http.StatusOK || text != string(f.Data) {
			return fmt.Sprintf("%s (%d) is not what a clean build makes", f.Path, status)
		}
	}
	return ""
}

// Whatever is done to a guide, and in whatever way it is saved: the preview shows what a clean build makes, soon, with
// one message where one thing was done.
func TestEveryKindOfSaveIsSeen(t *testing.T) {
	for name, poll := range map[string]bool{"by events": false, "by looking": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			testSaves(t, poll)
		})
	}
}

const many = -1 // messages: as many as there are

func testSaves(t *testing.T, poll bool) {
	s := raise(t, previewed, func(p *previewing) { p.poll = poll })
	s.listen()
	s.settled()
	edition := 0
	text := func() string { edition++; return fmt.Sprintf("# First\n\nEdition %d.\n", edition) }
	a := s.path("content/one/a.md")
	var took []time.Duration
	for _, c := range []struct {
		what     string
		messages int
		do       func()
		gone     string // a page that is not there any more
	}{
		{"in place", 1, func() { s.write("content/one/a.md", text()) }, ""},
		{"by another file of another name (VS Code, Helix)", 1, func() {
			s.write("content/one/a.md.tmp123~", text())
			s.rename("content/one/a.md.tmp123~", "content/one/a.md")
		}, ""},
		{"by a hidden file (JetBrains)", 1, func() {
			s.write("content/one/a.md___jb_tmp___", text())
			s.rename("content/one/a.md", "content/one/a.md___jb_old___")
			s.rename("content/one/a.md___jb_tmp___", "content/one/a.md")
			s.remove("content/one/a.md___jb_old___")
		}, ""},
		{"with a backup (vim)", 1, func() {
			s.write("content/one/4913", "")
			s.remove("content/one/4913")
			s.rename("content/one/a.md", "content/one/a.md~")
			s.write("content/one/a.md", text())
			s.remove("content/one/a.md~")
		}, ""},
		{"with a lock and an autosave (Emacs)", 1, func() {
			s.ok(os.Symlink("me@here:1", s.path("content/one/.#a.md")))
			s.write("content/one/#a.md#", "x")
			s.rename("content/one/a.md", "content/one/a.md~")
			s.write("content/one/a.md", text())
			s.remove("content/one/.#a.md")
			s.remove("content/one/#a.md#")
			s.remove("content/one/a.md~")
		}, ""},
		{"by sed -i", 1, func() { s.shell("sed -i.bak~ s/Edition/Version/ content/one/a.md && rm content/one/a.md.bak~") }, ""},
		{"emptied, and written after a pause", 1, func() {
			s.ok(os.Truncate(a, 0))
			time.Sleep(30 * time.Millisecond)
			s.write("content/one/a.md", text())
		}, ""},
		{"deleted, and made again", 1, func() {
			s.remove("content/one/a.md")
			time.Sleep(20 * time.Millisecond)
			s.write("content/one/a.md", text())
		}, ""},
		{"touched", 0, func() { now := time.Now(); s.ok(os.Chtimes(a, now, now)) }, ""},
		{"permissions", 0, func() { s.ok(os.Chmod(a, 0o600)) }, ""},
		{"saved without a change", 0, func() { data, err := os.ReadFile(a); s.ok(err); s.write("content/one/a.md", string(data)) }, ""},
		{"a file renamed", 1, func() { s.rename("content/two/d.md", "content/two/e.md") }, "two/d.html"},
		{"in case only", 1, func() { s.rename("content/two/e.md", "content/two/E.md") }, "two/e.html"},
		{"a folder renamed", 1, func() { s.rename("content/one/deep", "content/one/low") }, ""},
		{"and back", 1, func() { s.rename("content/one/low", "content/one/deep") }, ""},
		{"a parent renamed", 1, func() {
			s.rename("content/one", "content/uno")
			s.shell("sed 's,one/,uno/,g' site.toml > site.toml~ && mv site.toml~ site.toml")
		}, "one/a.html"},
		{"a file in it", 1, func() { s.write("content/uno/deep/c.md", text()) }, ""},
		{"and the parent's name back", many, func() {
			s.shell("sed 's,uno/,one/,g' site.toml > site.toml~ && mv site.toml~ site.toml")
			s.rename("content/uno", "content/one")
		}, "uno/a.html"},
		{"new folders, filled at once", many, func() {
			for i := range 20 {
				s.write(fmt.Sprintf("content/one/deep/f%d/g/h%d.md", i, i), fmt.Sprintf("---\ndraft: true\n---\n\n# Deep %d\n", i))
			}
			s.write("content/one/deep/new.md", "# New\n\nWords.\n")
		}, ""},
		{"a file in one of them", 1, func() { s.write("content/one/deep/new.md", "# New\n\nOther words.\n") }, ""},
		{"a hundred files at once", many, func() {
			for i := range 100 {
				s.write(fmt.Sprintf("content/two/n%d.md", i), fmt.Sprintf("# Number %d\n\nWords.\n", i))
			}
		}, ""},
		{"and all of them gone", many, func() { s.shell("rm content/two/n*.md") }, "two/n7.html"},
		{"a branch", many, func() {
			s.shell("git init -q . && git add . && git commit -qm one && git checkout -qb other && " +
				"rm content/one/deep/new.md && echo '# Sixth' > content/two/f.md && echo Words. >> content/one/a.md && " +
				"git add -A && git commit -qm two && git checkout -q -")
		}, "two/f.html"},
		{"the other branch", many, func() { s.shell("git checkout -q other") }, "one/deep/new.html"},
		{"the first branch", many, func() { s.shell("git checkout -q -") }, "two/f.html"},
		{"a link swapped", many, func() {
			s.shell("cp -r content content.two && echo More. >> content.two/one/a.md && mv content content.one && ln -s content.one content && " +
				"ln -s content.two content.new && mv -T content.new content")
		}, ""},
		{"a file behind the link", 1, func() { s.write("content.two/one/a.md", text()) }, ""},
		{"a mistake", 1, func() { s.write("content/one/a.md", "# First\n\n[lost](lost.md)\n") }, ""},
		{"mended", 1, func() { s.write("content/one/a.md", text()) }, ""},
		{"site.toml deleted", 1, func() { s.rename("site.toml", "site.away") }, ""},
		{"and there again", many, func() { s.rename("site.away", "site.toml") }, ""},
		{"a mistake in site.toml", 1, func() { s.shell("sed -i 's/title/tittle/' site.toml") }, ""},
		{"a style", many, func() {
			s.shell("sed -i 's/tittle/title/' site.toml")
			s.write("layouts/styles/prose.css", "@layer prose { .prose { margin: 1px } }\n")
		}, ""},
		{"a layout", 1, func() {
			s.write("layouts/components/footer/footer.html", `{{define "footer"}}<footer class="footer"><p>Own.</p></footer>{{end}}`)
		}, ""},
		{"a file that is copied", 1, func() { s.write("layouts/static/note.txt", "Another note.\n") }, ""},
		{"layouts gone", 1, func() { s.remove("layouts") }, "note.txt"},
	} {
		if strings.Contains(c.what, "branch") {
			if _, err := exec.LookPath("git"); err != nil {
				continue
			}
		}
		before := len(s.heard())
		begin := time.Now()
		c.do()
		atOnce := time.Since(begin) < 80*time.Millisecond // on a busy machine one thing may become two
		d := s.settled()
		took = append(took, d)
		if c.messages != many && atOnce {
			time.Sleep(50 * time.Millisecond) // for one too many
			if got := len(s.heard()) - before; got != c.messages {
				t.Errorf("%s: %d messages, want %d: %v\n%s", c.what, got, c.messages, s.heard()[before:], s.said)
			}
		}
		if c.gone != "" {
			if status, _ := s.get(c.gone); status != http.StatusNotFound {
				t.Errorf("%s: %s is still there (%d)", c.what, c.gone, status)
			}
		}
	}
	slices.Sort(took)
	// How fast is for "make bench" to say: here a machine may be busy. A change that is never seen has failed above.
	t.Logf("seen after %v at the median, %v at most", took[len(took)/2], took[len(took)-1])
}

func TestACleanStopLeavesNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	s := raise(t, previewed)
	s.listen()
	s.write("content/one/a.md", "# First\n\nOther words.\n")
	s.settled()
	begin := time.Now()
	s.stop()
	if d := time.Since(begin); d > 5*time.Second { // a busy machine has taken 1.4
		t.Errorf("the preview took %v to end", d)
	}
	http.DefaultClient.CloseIdleConnections()
	s.until("an end of what was begun", func() bool { return runtime.NumGoroutine() <= before })
}

func TestTheNextFreePortIsTaken(t *testing.T) {
	one := raise(t, previewed)
	two := raise(t, previewed, func(p *previewing) { p.address = strings.TrimSuffix(strings.TrimPrefix(one.base, "http://"), "/") })
	if one.base == two.base {
		t.Error("both are at", one.base)
	}
}

func TestAPrefixIsServed(t *testing.T) {
	s := raise(t, previewed, func(p *previewing) { p.baseURL = "http://localhost:8080/repo/" })
	if !strings.HasSuffix(s.base, "/repo/") {
		t.Fatal(s.base)
	}
	if status, text := s.get("one/a.html"); status != http.StatusOK || !strings.Contains(text, "http://localhost:8080/repo/one/a.html") {
		t.Errorf("%d %s", status, text)
	}
}

func TestAMovedPageLeadsToItsNewPlace(t *testing.T) {
	s := raise(t, previewed)
	s.listen()
	s.rename("content/two/d.md", "content/two/e.md")
	s.settled()
	answer, err := http.Get(s.base + "two/d.html")
	s.ok(err)
	answer.Body.Close()
	if answer.StatusCode != http.StatusNotFound || answer.Header.Get("X-Guide-Moved") != "/two/e.html" {
		t.Errorf("%s %v", answer.Status, answer.Header)
	}
}
