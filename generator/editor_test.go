package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/publish"
)

func TestEditorsAreToldOfThePlace(t *testing.T) {
	for set, want := range map[string]string{
		"code": "code|--goto|/g/a b.md:3:7", "code --wait": "code|--wait|--goto|/g/a b.md:3:7", "/usr/bin/subl": "/usr/bin/subl|/g/a b.md:3:7",
		"idea": "idea|--line|3|--column|7|/g/a b.md", "gvim": "gvim|+3|/g/a b.md", "emacsclient": "emacsclient|-n|+3:7|/g/a b.md",
		"Code.exe": "Code.exe|--goto|/g/a b.md:3:7", "unknown -x": "unknown|-x|/g/a b.md",
		"xterm -e vim +{line} {file}": "xterm|-e|vim|+3|/g/a b.md", "ed:{file}:{column}": "ed:/g/a b.md:7",
		"vim": "!vim needs a terminal of its own", "/usr/bin/nano -w": "!nano needs a terminal", "": "!no editor is known", "  ": "!no editor is known",
	} {
		got, err := editorCommand(set, "/g/a b.md", 3, 7)
		text := strings.Join(got, "|")
		if err != nil {
			text = "!" + err.Error()
		}
		if !strings.HasPrefix(text, want) || want[:min(len(want), 1)] != "!" && text != want {
			t.Errorf("%q: %s, want %s", set, text, want)
		}
	}
}

// scribe is an editor that writes down what it was told.
func scribe(s *stage) (command string, told func() string) {
	out := filepath.Join(s.TempDir(), "told")
	script := filepath.Join(s.TempDir(), "scribe")
	s.ok(os.WriteFile(script, []byte("#!/bin/sh\necho \"$@\" > "+out+".new && mv "+out+".new "+out+"\n"), 0o755))
	return script + " {file}:{line}:{column}", func() string {
		data, _ := os.ReadFile(out)
		_ = os.Remove(out)
		return strings.TrimSpace(string(data))
	}
}

func TestABlockLeadsToItsSource(t *testing.T) {
	t.Parallel()
	p := openBrowser(t)
	var told func() string
	s := raise(t, previewed, func(q *previewing) { q.editor, told = scribe(&stage{T: t}) })
	s.listen()
	s.write("content/one/a.md", "---\ndescription: x\n---\n\n# First\n\nSome words, with *stress* and `code`, \"quoted\".\n\n- one thing\n- another thing\n\n  with more\n\n```go\nx := 1\n```\n\n| a | b |\n|---|---|\n| c | the last |\n")
	s.settled()
	p.size(1000)
	p.open(s.base, "one/a.html")
	s.follows(p, `document.readyState == 'complete'`)
	want := func(place string) {
		s.Helper()
		got := ""
		s.until("the place "+place, func() bool { got += told(); return got != "" })
		if got != s.path("content/one/a.md")+":"+place {
			t.Errorf("the editor opens %s, want %s", got, place)
		}
	}
	for _, c := range []struct{ block, place string }{
		{"h1", "5:3"}, {".prose p", "7:1"}, {".prose li + li", "10:3"}, {".prose li + li p + p", "12:3"}, {".prose pre", "15:1"}, {".prose tr td + td", "20:7"},
	} {
		p.do(`document.querySelector('` + c.block + `').dispatchEvent(new MouseEvent('click', {bubbles: true, cancelable: true, altKey: true}))`)
		want(c.place)
	}
	p.do(`(e => getSelection().setBaseAndExtent(e, 1, e, 4))(document.querySelector('.prose li p').firstChild)`)
	p.do(`dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', altKey: true}))`)
	want("9:3")

	s.write("content/one/a.md", "# First\n\nIt is [lost](lost.md).\n")
	s.follows(p, overlay+`?.querySelector('.place') != null`)
	p.do(overlay + `.querySelector('.place').focus()`)
	p.press(kb.Enter)
	want("3:7")
}

// A build that watches publishes each change, once, wherever it publishes to.
func TestBuildWatches(t *testing.T) {
	for _, out := range []string{"public", "out", "../beside"} {
		t.Run(out, func(t *testing.T) {
			t.Parallel()
			s := &stage{T: t, root: filepath.Join(t.TempDir(), "guide"), said: new(saying)}
			for _, f := range txtar.Parse([]byte(previewed)).Files {
				s.write(f.Name, string(f.Data))
			}
			ctx, stop := context.WithCancel(context.Background())
			p := publishing{guide: guide{root: s.root}, out: filepath.Join(s.root, out)}
			ended := make(chan error, 1)
			go func() { ended <- p.watch(ctx, s.said, s.said) }()
			s.stop = sync.OnceFunc(func() { stop(); s.ok(<-ended) })
			defer s.stop()
			has := func(text string) {
				s.Helper()
				s.until(text, func() bool {
					data, _ := os.ReadFile(filepath.Join(p.out, "one/a.html"))
					return strings.Contains(string(data), text)
				})
			}
			runs := func() int { return strings.Count(s.said.String(), "written") }
			has("Words of the first.")
			s.until("a first build", func() bool { return runs() == 1 })
			s.write("content/one/a.md", "# First\n\nOther words.\n")
			has("Other words.")
			s.write("content/one/a.md", "# First\n\n[lost](lost.md)\n")
			s.until("the mistake", func() bool { return strings.Contains(s.said.String(), "nothing was published") })
			has("Other words.")
			s.write("content/one/a.md", "# First\n\nMended.\n")
			has("Mended.")
			time.Sleep(2500 * time.Millisecond) // a look without an event comes in this time
			if runs() != 3 {
				t.Errorf("published %d times, not 3:\n%s", runs(), s.said)
			}
		})
	}
	for _, out := range []string{"content/out", ".", "layouts"} {
		s := &stage{T: t, root: t.TempDir(), said: new(saying)}
		s.write("site.toml", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"a.md\"]\n")
		s.write("content/a.md", "# A\n")
		p := publishing{guide: guide{root: s.root}, out: filepath.Join(s.root, out)}
		err := p.watch(context.Background(), s.said, s.said)
		if _, refused := err.(*publish.RefusedError); !refused {
			t.Errorf("%s: %v\n%s", out, err, s.said)
		}
	}
}
