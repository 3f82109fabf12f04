// Package watch turns what happens to a guide's folder into a row of snapshots.
//
// Events are hints; the truth is the difference of two snapshots. So nothing depends on what kind of event an
// editor, a tool or a system causes: an event says when to look, a look sees all. A look every two seconds catches
// what events missed, and where events do not work at all, a look every half second takes their place. Nothing
// is ever written to the folder.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/side-by-side-guide/side-by-side/generator/internal/disk"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

const (
	reconcile = 2 * time.Second        // between looks while events work
	polling   = 500 * time.Millisecond // between looks while they do not
	doubt     = 100 * time.Millisecond // before a file that vanished or became empty is believed
	patience  = 300 * time.Millisecond // while one file after another vanishes
	tooOften  = 25                     // changes of one file within the time of reconcile
)

// A Watcher watches one folder.
type Watcher struct {
	reader *disk.Reader
	root   string // real path
	tell   func(string)
	every  time.Duration // between looks that nothing asks for

	events   *fsnotify.Watcher // nil while polling
	arriving <-chan fsnotify.Event

	watched  map[string]fs.FileInfo // folders, as they were when they began to be
	changed  map[string]bool        // real paths that events named since the last look
	whole    bool                   // a look at some files is not enough
	doubted  map[string]time.Time   // since when, by path
	held     time.Time              // since when a snapshot is held back, if one is
	settle   *time.Timer            // when to look again
	probed   <-chan time.Time       // when an event ought to have come at last; nil if it has
	missed   bool                   // a look found what no event had told of
	times    map[string][]time.Time // when each file was changed
	pause    time.Time              // before which nothing is looked at
	failing  bool
	finished chan struct{}

	mu     sync.Mutex
	latest *source.Tree
	newer  chan struct{}
}

// Start takes the first snapshot, and goes on until the context ends. What somebody should know is told as lines
// of text. With poll it does without events.
func Start(ctx context.Context, root string, poll bool, tell func(line string)) (*Watcher, error) {
	return start(ctx, root, poll, tell, func(w *fsnotify.Watcher) <-chan fsnotify.Event { return w.Events })
}

// start is Start with a way in which events arrive.
func start(ctx context.Context, root string, poll bool, tell func(string), arrive func(*fsnotify.Watcher) <-chan fsnotify.Event) (*Watcher, error) {
	w := &Watcher{
		reader: disk.NewReader(root), tell: tell, every: polling, watched: map[string]fs.FileInfo{}, changed: map[string]bool{},
		settle: time.NewTimer(time.Hour), times: map[string][]time.Time{}, finished: make(chan struct{}), newer: make(chan struct{}),
	}
	tree, err := w.reader.Read(nil)
	if err != nil {
		return nil, err
	}
	w.latest, w.root = tree, root
	if real, err := filepath.EvalSymlinks(root); err == nil {
		w.root = real
	}
	if w.root, err = filepath.Abs(w.root); err != nil {
		return nil, err
	}
	if !poll {
		w.listen(arrive)
	}
	go w.run(ctx)
	return w, nil
}

func (w *Watcher) listen(arrive func(*fsnotify.Watcher) <-chan fsnotify.Event) {
	events, err := fsnotify.NewWatcher()
	if err != nil {
		w.fallBack(err)
		return
	}
	w.events, w.arriving, w.every, w.whole = events, arrive(events), reconcile, true
	w.follow()
	if w.events != nil {
		w.probe()
	}
	w.settle.Reset(0) // for what happened between the first look and now
}

// probe sets the folder's permissions to what they are, which does nothing and causes an event, if events work.
func (w *Watcher) probe() {
	info, err := os.Stat(w.root)
	if err == nil && runtime.GOOS != "windows" && os.Chmod(w.root, info.Mode()) == nil {
		w.probed = time.After(reconcile)
	}
}

// Latest is the newest snapshot, and a channel that is closed once there is a newer one.
func (w *Watcher) Latest() (*source.Tree, <-chan struct{}) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.latest, w.newer
}

// Wait returns when the watcher has ended.
func (w *Watcher) Wait() { <-w.finished }

func (w *Watcher) run(ctx context.Context) {
	defer close(w.finished)
	defer w.stopEvents()
	tick := time.NewTimer(w.every)
	for {
		ticked, every := false, w.every
		var failed chan error
		if w.events != nil {
			failed = w.events.Errors
		}
		select {
		case <-ctx.Done():
			return
		case e := <-w.arriving:
			if !w.hear(e) {
				continue
			}
		case err := <-failed:
			if !errors.Is(err, fsnotify.ErrEventOverflow) {
				w.fallBack(err)
			}
			w.whole = true
		case <-w.probed:
			w.fallBack(errors.New("the system tells of no changes here"))
		case <-w.settle.C:
			w.whole = true
		case <-tick.C:
			ticked, w.whole = true, true
		}
		begin := time.Now()
		w.look(ticked)
		if ticked || w.every != every {
			tick.Reset(max(w.every, 10*time.Since(begin)))
		}
	}
}

// hear notes an event and those that wait behind it, and tells whether there is something to look at.
func (w *Watcher) hear(e fsnotify.Event) (look bool) {
	for {
		w.missed = false
		switch {
		case w.probed != nil && e.Op == fsnotify.Chmod:
			w.probed = nil // events work
		case !w.concerns(e.Name):
		case e.Op == fsnotify.Chmod:
			w.settle.Reset(doubt) // mostly means nothing; a file that cannot be read any more is seen then
		default:
			w.changed[e.Name], look = true, true
		}
		select {
		case e = <-w.arriving:
		default:
			return look
		}
	}
}

// concerns tells whether a name in one of the watched folders may be part of the guide.
func (w *Watcher) concerns(name string) bool {
	folder, base := filepath.Split(name)
	if filepath.Clean(folder) == w.root {
		return base == "site.toml" || base == "anchors.lock" || base == "content" || base == "layouts" || w.reader.Inside(w.root)
	}
	return !disk.Passing(base) && w.reader.Inside(filepath.Clean(folder)) || w.reader.Linked(name) || w.reader.Inside(name)
}

// look takes a snapshot, and hands it on if it differs from the last and can be believed.
func (w *Watcher) look(ticked bool) {
	if wait := time.Until(w.pause); wait > 0 {
		w.settle.Reset(wait)
		return
	}
	tree, ok := (*source.Tree)(nil), false
	if !w.whole {
		tree, ok = w.reader.Reread(w.changed)
	}
	for !ok {
		var err error
		if tree, err = w.reader.Read(w.changed); err != nil {
			w.fail(err)
			return
		}
		ok = !w.follow() // what is in a new folder may have come before it was watched
	}
	w.failing, w.whole = false, false
	clear(w.changed)
	changes := w.latest.Changes(tree)
	found := len(changes) > 0 || !slices.Equal(w.latest.Problems(), tree.Problems())
	if ticked && w.events != nil {
		w.judge(found)
	}
	if w.doubts(tree, changes) || !found {
		return
	}
	w.held = time.Time{}
	w.breakLoop(changes)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.latest = tree
	close(w.newer)
	w.newer = make(chan struct{})
}

// breakLoop waits a while if something changes one file without end, such as a program that a build starts.
func (w *Watcher) breakLoop(changes []string) {
	now := time.Now()
	for _, path := range changes {
		times := slices.DeleteFunc(w.times[path], func(t time.Time) bool { return now.Sub(t) > reconcile })
		w.times[path] = append(times, now)
		if len(times) >= tooOften {
			w.tell(path + " changes again and again; it is looked at once a second until that ends")
			w.pause = now.Add(time.Second)
			clear(w.times)
		}
	}
}

// fail tells once that the folder cannot be read. The last snapshot stays.
func (w *Watcher) fail(err error) {
	if !w.failing {
		w.tell(err.Error())
	}
	w.failing = true
}

// judge gives events up if one look after another finds what they did not tell of.
func (w *Watcher) judge(found bool) {
	switch {
	case found && w.missed:
		w.fallBack(errors.New("the system does not tell of every change here"))
	case found:
		w.missed = true
	}
}

// doubts tells whether a file has vanished or become empty so lately that it may be in the middle of being saved, or
// came empty and may be about to be filled.
func (w *Watcher) doubts(tree *source.Tree, changes []string) bool {
	now, wait := time.Now(), time.Duration(0)
	gone := map[string]time.Time{}
	for _, path := range changes {
		if f := tree.File(path); f != nil && len(f.Bytes()) > 0 {
			continue
		}
		since, known := w.doubted[path]
		if !known {
			since = now
		}
		gone[path], wait = since, max(wait, doubt-now.Sub(since))
	}
	w.doubted = gone
	if wait <= 0 {
		w.held = time.Time{}
		return false
	}
	if w.held.IsZero() {
		w.held = now
	}
	w.settle.Reset(wait)
	return now.Sub(w.held) < patience
}

// follow watches the folders that the last look went through, and tells whether some are new. What is watched under
// an old name, or is another folder than it was, is given up first, since it would go on telling under that name.
func (w *Watcher) follow() (more bool) {
	if w.events == nil {
		return false
	}
	folders := w.reader.Folders()
	watched := map[string]fs.FileInfo{}
	for _, name := range w.events.WatchList() {
		if now, wanted := folders[name]; wanted && os.SameFile(now, w.watched[name]) {
			watched[name] = now
			continue
		}
		_ = w.events.Remove(name) // it may be gone already
	}
	w.watched = watched
	for name, info := range folders {
		if watched[name] != nil {
			continue
		}
		more, watched[name] = true, info
		if err := w.events.Add(name); err != nil && !errors.Is(err, syscall.ENOENT) {
			w.fallBack(err)
			return false
		}
	}
	return more
}

// fallBack does without events from now on, and says why.
func (w *Watcher) fallBack(err error) {
	w.stopEvents()
	w.every = polling
	reason := err.Error()
	switch {
	case errors.Is(err, syscall.ENOSPC):
		reason = "the system watches no more folders (raise it: sudo sysctl fs.inotify.max_user_watches=524288)"
	case errors.Is(err, syscall.EMFILE):
		reason = "the system opens no more files (raise it: ulimit -n 10240; on Linux: sudo sysctl fs.inotify.max_user_instances=512)"
	}
	w.tell(fmt.Sprintf("%s; looking for changes every %v instead", reason, polling))
}

func (w *Watcher) stopEvents() {
	if w.events != nil {
		_ = w.events.Close()
		w.events, w.arriving, w.probed = nil, nil, nil
	}
}
