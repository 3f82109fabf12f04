package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// TestSoak lets two people edit a guide at once, as fast as they can, while each build is compared with a clean one. It
// takes as long as SOAK says, such as 10m ("make soak").
func TestSoak(t *testing.T) {
	long := 3 * time.Second
	if given := os.Getenv("SOAK"); given != "" {
		var err error
		if long, err = time.ParseDuration(given); err != nil {
			t.Fatal(err)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	time.Sleep(20 * time.Millisecond)
	before := used()
	archive := strings.Replace(previewed, "-- content/index", "[rules]\norphan-chapter = \"warning\"\n-- content/index", 1)
	s := raise(t, archive, func(p *previewing) { p.verify = true })
	s.listen()
	end := time.Now().Add(long)
	var writers sync.WaitGroup
	edits := make([]int, 2)
	for who := range edits {
		writers.Go(func() {
			w := &writer{stage: s, Rand: rand.New(rand.NewPCG(uint64(who), 7)), folder: fmt.Sprintf("content/one/w%d", who)}
			for ; time.Now().Before(end); edits[who]++ {
				w.edit()
				time.Sleep(time.Duration(w.IntN(60)) * time.Millisecond)
			}
			w.write(w.folder+"/a.md", "# The last of "+w.folder+"\n")
		})
	}
	begun := time.AfterFunc(long/5, func() { s.measure("begun") })
	defer begun.Stop()
	time.Sleep(long - long/20)
	early, late := s.measured("begun"), s.measure("nearly done")
	writers.Wait()
	s.settled()
	if said := s.said.String(); strings.Contains(said, "differs from a clean build") || strings.Contains(said, "again and again") {
		t.Errorf("the program said\n%s", said)
	}
	if growth := int64(late.heap) - int64(early.heap); growth > 16<<20 {
		t.Errorf("the heap grew from %d to %d bytes", early.heap, late.heap)
	}
	s.stop()
	http.DefaultClient.CloseIdleConnections()
	s.until("an end of what was begun", func() bool {
		now := used()
		return now.goroutines <= before.goroutines && now.files <= before.files
	})
	t.Logf("%v: %d edits, %d builds, %d messages; before: %v; %v; %v; after: %v", long, edits[0]+edits[1],
		strings.Count(s.said.String(), "made anew"), len(s.heard()), before, early, late, used())
}

// A use is what a program holds.
type use struct {
	goroutines, files int
	heap              uint64
}

func (u use) String() string {
	return fmt.Sprintf("%d goroutines, %d files, %d KB", u.goroutines, u.files, u.heap>>10)
}

func used() use {
	runtime.GC()
	var memory runtime.MemStats
	runtime.ReadMemStats(&memory)
	open, _ := os.ReadDir("/proc/self/fd") // none where there is no such folder
	return use{runtime.NumGoroutine(), len(open), memory.HeapAlloc}
}

// A writer has a folder of his own, and mistakes in it.
type writer struct {
	*stage
	*rand.Rand
	folder string
	serial int
}

func (w *writer) edit() {
	w.serial++
	name := fmt.Sprintf("%s/%c.md", w.folder, 'a'+w.IntN(4))
	text := fmt.Sprintf("# %s %d\n\nEdition %d, see [the cover](../../index.md).\n", name, w.serial, w.serial)
	switch w.IntN(12) {
	case 0:
		w.write(name, strings.Replace(text, "index.md", "lost.md", 1))
		time.Sleep(time.Duration(w.IntN(150)) * time.Millisecond)
		w.write(name, text)
	case 1:
		w.remove(name)
	case 2:
		_ = os.Rename(w.path(name), w.path(fmt.Sprintf("%s/r%d.md", w.folder, w.IntN(3))))
	case 3:
		_ = os.Rename(w.path(w.folder), w.path(w.folder+".away"))
		time.Sleep(time.Duration(w.IntN(150)) * time.Millisecond)
		_ = os.RemoveAll(w.path(w.folder))
		_ = os.Rename(w.path(w.folder+".away"), w.path(w.folder))
	case 4:
		w.write(w.folder+"/deep/er/"+filepath.Base(name), "---\ndraft: true\n---\n\n"+text)
	case 5:
		w.remove(w.folder + "/deep")
	case 6, 7, 8:
		w.write(name+".tmp~", text)
		w.rename(name+".tmp~", name)
	case 9:
		w.write(name, text[:w.IntN(len(text))])
		w.write(name, text)
	default:
		w.write(name, text)
	}
}

func (s *stage) measure(when string) use {
	u := used()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.uses == nil {
		s.uses = map[string]use{}
	}
	s.uses[when] = u
	return u
}

func (s *stage) measured(when string) use { s.mu.Lock(); defer s.mu.Unlock(); return s.uses[when] }
