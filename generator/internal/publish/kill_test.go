package publish

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// A stopper lets so many steps happen, and then none.
type stopper struct {
	mu    sync.Mutex
	left  int
	last  step
	steps []step
	stop  func(s step) error // called instead of every later step
}

func (s *stopper) before(st step) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.left--; s.left >= 0 {
		s.steps = append(s.steps, st)
		return nil
	}
	s.last = st
	return s.stop(st)
}

// stopAfter kills a run after so many steps, as a signal would: nothing is cleaned up. A file that is being
// written has half of its bytes. It tells whether the run was long enough to be killed.
func stopAfter(g *guide, steps int, build tree) (killed bool) {
	g.Helper()
	s := &stopper{left: steps, stop: func(st step) error {
		if !killed && st.Verb == "write" {
			halfWrite(g, st)
		}
		killed = true
		panic("killed")
	}}
	defer func() {
		if p := recover(); p != nil && !killed {
			panic(p)
		}
	}()
	_, _, err := hooks{before: s.before, wait: time.Second}.sync(build.files(), g.opt, g.inputs)
	must(g, err)
	return killed
}

func halfWrite(g *guide, st step) {
	must(g, os.WriteFile(filepath.Join(g.public, st.Path), []byte("half a fi"), 0o644))
}

// oldOrNew expects each path that both builds have to hold one of its two, and each other path that, or
// nothing; and foreign files to be as they were.
func oldOrNew(t testing.TB, public string, old, next, foreign tree, atMostMissing map[string]bool) {
	t.Helper()
	got := read(t, public)
	for p, data := range foreign {
		if got[p] != data {
			t.Errorf("foreign file %s is %q", p, got[p])
		}
	}
	for p, data := range got {
		if _, is := foreign[p]; is || strings.HasPrefix(filepath.Base(p), ".guide-") || strings.HasSuffix(p, "/") {
			continue
		}
		before, had := old[p]
		after, has := next[p]
		if !(had && data == before) && !(has && data == after) {
			t.Errorf("%s is %q, neither old nor new", p, data)
		}
	}
	for p := range old {
		_, kept := next[p]
		if _, is := got[p]; kept && !is && !atMostMissing[p] {
			t.Errorf("%s is gone", p)
		}
	}
}

var (
	oldSite = site.with(tree{"turn": "a file", "fold/a.html": "a", "fold/b/c.js": "c", "gone/x.html": "x"})
	newSite = site.with(tree{"turn/now.html": "a folder", "fold": "a file", "index.html": "<p>new", "practise/no.html": "<p>new no", "fresh/deep/y.css": "y"}).
		without("search/index.js")
	thirdSite = site.with(tree{"index.html": "<p>third", "fresh/other.html": "o", "fold/a.html": "a3"}).without("practise/a.svg")
	theirs    = tree{"CNAME": "example.org", "practise/mine.txt": "mine", ".gitignore": "*"}
)

// clean gives what a clean build leaves beside the foreign files.
func clean(t testing.TB, build tree) tree {
	g := newGuide(t)
	g.begin()
	g.publish(build)
	return read(t, g.public)
}

// begin puts the foreign files into a target that has a ledger.
func (g *guide) begin() {
	g.publish(tree{})
	must(g, os.MkdirAll(filepath.Join(g.public, "practise"), 0o755))
	theirs.put(g, g.public)
}

func TestKilledBeforeAnyStepARunLeavesOldOrNewAndTheNextHeals(t *testing.T) {
	want := map[string]tree{}
	nexts := map[string]tree{"new": newSite, "old": oldSite, "third": thirdSite}
	for name, next := range nexts {
		want[name] = clean(t, next)
	}
	steps := 0
	for killed := true; killed; steps++ {
		for name, next := range nexts {
			g := newGuide(t)
			g.begin()
			g.publish(oldSite)
			killed = stopAfter(g, steps, newSite)
			oldOrNew(t, g.public, oldSite, newSite, theirs, nil)
			g.publish(next)
			same(t, want[name], read(t, g.public))
			if t.Failed() {
				t.Fatalf("after %d steps, then %s", steps, name)
			}
		}
	}
	t.Logf("a run has %d steps", steps-1)
	if steps < 30 {
		t.Errorf("only %d steps", steps)
	}
}

func TestTheFirstRunMayBeKilledToo(t *testing.T) {
	want := newGuide(t)
	want.publish(newSite)
	steps := 0
	for killed := true; killed; steps++ {
		g := newGuide(t)
		killed = stopAfter(g, steps, newSite)
		if _, err := os.Stat(g.public); err == nil {
			oldOrNew(t, g.public, tree{}, newSite, tree{}, nil)
		}
		g.publish(newSite) // without --adopt
		same(t, read(t, want.public), read(t, g.public))
	}
}

func TestKilledAgainAndAgain(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	builds := []tree{oldSite, newSite, thirdSite, tree{}}
	for round := range 60 {
		g := newGuide(t)
		g.begin()
		for range 1 + random.IntN(6) {
			stopAfter(g, random.IntN(50), builds[random.IntN(len(builds))])
		}
		last := builds[round%len(builds)]
		g.publish(last)
		same(t, clean(t, last), read(t, g.public))
		if t.Failed() {
			t.Fatalf("round %d", round)
		}
	}
}

func TestStepsComeInOrder(t *testing.T) {
	g := newGuide(t)
	g.publish(oldSite.without("turn", "fold/a.html", "fold/b/c.js"))
	s := &stopper{left: 1000}
	_, _, err := hooks{before: s.before}.sync(newSite.without("turn/now.html", "fold").files(), g.opt, g.inputs)
	must(t, err)
	var got []string
	for _, st := range s.steps {
		if st.Verb != "create" && st.Verb != "write" {
			got = append(got, st.Verb+" "+st.Path)
		}
	}
	same(t, []string{
		"lock .guide-lock",
		"rename .guide-ledger.json", // the journal
		"mkdir fresh",
		"mkdir fresh/deep",
		"rename fresh/deep/y.css",
		"rename practise/no.html",
		"rename index.html",
		"remove gone/x.html",
		"remove search/index.js",
		"remove search",
		"remove gone",
		"rename .guide-ledger.json",
		"unlock .guide-lock",
	}, got)
}

func TestAFullDiskLeavesOldOrNewAndTheNextRunHeals(t *testing.T) {
	want := clean(t, newSite)
	for _, cause := range []error{syscall.ENOSPC, syscall.EROFS, syscall.EACCES} {
		steps := 0
		for failed := true; failed; steps++ {
			g := newGuide(t)
			g.begin()
			g.publish(oldSite)
			failed = false
			s := &stopper{left: steps, stop: func(st step) error {
				if st.Verb == "unlock" {
					return nil
				}
				failed = true
				if st.Verb == "write" {
					halfWrite(g, st)
				}
				return &fs.PathError{Op: st.Verb, Path: "/machine/" + st.Path, Err: cause}
			}}
			report, _, err := hooks{before: s.before}.sync(newSite.files(), g.opt, g.inputs)
			if failed {
				same(t, Report{}, report)
				checkMessage(t, err, cause)
			} else {
				must(t, err)
			}
			oldOrNew(t, g.public, oldSite, newSite, theirs, nil)
			for p := range read(t, g.public) {
				if strings.Contains(p, tempPrefix) || strings.Contains(p, lockName) {
					t.Errorf("%s is left", p)
				}
			}
			g.publish(newSite)
			same(t, want, read(t, g.public))
			if t.Failed() {
				t.Fatalf("%v after %d steps", cause, steps)
			}
		}
	}
}

func checkMessage(t *testing.T, err, cause error) {
	t.Helper()
	words := map[error]string{
		syscall.ENOSPC: "the disk is full", syscall.EROFS: "the disk is read-only", syscall.EACCES: "there is no permission to",
	}
	if err == nil || !errors.Is(err, cause) || !strings.Contains(err.Error(), "public/") ||
		!strings.Contains(err.Error(), words[cause]) || strings.Contains(err.Error(), "/machine/") {
		t.Errorf("unclear error: %v", err)
	}
}

// A full disk while temporary files are written leaves the whole old site.
func TestADiskThatFillsUpWhileStagingPublishesNothing(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	s := &stopper{stop: func(st step) error {
		if st.Verb == "write" && !strings.Contains(st.Path, "ledger") {
			return syscall.ENOSPC
		}
		return nil
	}}
	_, _, err := hooks{before: s.before}.sync(site.with(tree{"index.html": "2", "404.html": "2", "new/x.html": "2"}).files(), g.opt, g.inputs)
	checkMessage(t, err, syscall.ENOSPC)
	same(t, site, read(t, g.public).without(ledgerName))
}

const childTarget = "GUIDE_TEST_PUBLISH_INTO"

// many is a site of some hundred pages, in one of two editions.
func many(edition int) tree {
	tr := tree{"index.html": fmt.Sprint("cover ", edition)}
	for i := range 300 {
		tr[fmt.Sprintf("part-%d/page-%d.html", i%7, i)] = fmt.Sprintf("page %d, edition %d\n", i, edition*(i%2)) + strings.Repeat("text ", 2000)
	}
	for i := range 50 {
		tr[fmt.Sprintf("only-%d/page-%d.css", edition, i)] = "some"
	}
	return tr
}

// TestMain lets the test binary be the process that is killed: it publishes two editions in turn, for ever.
func TestMain(m *testing.M) {
	target := os.Getenv(childTarget)
	if target == "" {
		os.Exit(m.Run())
	}
	for i := 0; ; i++ {
		if _, problems, err := Sync(many(i%2).files(), Options{Root: filepath.Dir(target), Target: target}, [32]byte{}); err != nil || len(problems) > 0 {
			fmt.Println(problems, err)
			os.Exit(1)
		}
		fmt.Println("published")
	}
}

func TestAKilledProcessLosesNothing(t *testing.T) {
	g := newGuide(t)
	g.publish(many(0))
	theirs.put(t, g.public)
	random := rand.New(rand.NewPCG(3, 4))
	stopped := 0
	for range 20 {
		var out bytes.Buffer
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childTarget+"="+g.public)
		child.Stdout, child.Stderr = &out, &out
		must(t, child.Start())
		time.Sleep(time.Duration(30+random.IntN(200)) * time.Millisecond)
		must(t, child.Process.Kill())
		_ = child.Wait()
		if text := strings.ReplaceAll(out.String(), "published\n", ""); text != "" {
			t.Fatal(text)
		}
		if l, state := readLedgerOf(t, g.public); state != intact {
			t.Fatal("the ledger is damaged")
		} else if l.Publishing {
			stopped++
		}
		oldOrNew(t, g.public, many(0), many(1), theirs, nil)
	}
	t.Logf("%d of 20 were killed while publishing", stopped)
	g.publish(many(1))
	g.holds(many(1).with(theirs))
}

func readLedgerOf(t testing.TB, public string) (ledger, ledgerState) {
	tg := &target{}
	must(t, tg.enter(public))
	defer tg.close()
	return tg.readLedger()
}
