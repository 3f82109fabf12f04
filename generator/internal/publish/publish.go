// Package publish makes a target folder equal to the files of a build, and loses nothing.
//
// It keeps promise 9: no file that the generator did not write is ever changed or deleted. What it wrote
// stands in a ledger in the target, with a hash of each file; only a file that is listed and still has its
// hash, or whose bytes are those of the build anyway, is taken as ours. A run goes like this:
//
//  1. refuse a target that cannot be meant (guard.go), and lock it (lock.go);
//  2. take the build's files one by one, in any order, and write those that changed under temporary names into the target itself (stage.go, survey.go), so
//     that no build has to keep all its pages in memory;
//  3. compare the target, the ledger and the build, and list what is to be done (plan.go, judge.go); if anything of
//     somebody else is in the way, report all of it and publish nothing;
//  4. replace the ledger by a journal that lists for each path the old and the new hash;
//  5. rename: first what pages need, then pages, then index.html; delete what only the ledger lists; write the
//     final ledger (apply.go).
//
// A run that is killed leaves at each path the old file or the new one, both of which the journal lists, so
// that the next run goes on from there. A full disk fails while temporary files are written, so that the old
// site stays whole. Everything happens through an os.Root, so that no symbolic link, whenever it was put
// there, leads a write or a deletion out of the target.
//
// The target on its own file system is trusted to rename atomically. Nothing is synced to the platter file
// by file: after a power failure a file may be short; it then has neither hash, and is reported.
package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var (
	changedByHand = diag.Rule{ID: "changed-by-hand", Doc: "a published file was changed by somebody since it was written"}
	foreignFile   = diag.Rule{ID: "foreign-file-in-the-way", Doc: "the target holds a file that is not the guide's, where the guide has one to write"}
	damagedLedger = diag.Rule{ID: "damaged-ledger", Default: diag.Warning, Doc: "the list of published files cannot be trusted"}
	keptFile      = diag.Rule{ID: "kept-file", Default: diag.Warning, Doc: "after the ledger was damaged: a file that may be an old page, and is kept"}
)

// Rules lists the rules of this package. The first two are problems that nothing is published with, whatever
// severity a guide gives them: see Report.Published.
var Rules = []diag.Rule{changedByHand, foreignFile, damagedLedger, keptFile}

// A File is one file of a build.
type File struct {
	Path string // slash-separated, relative to the target
	Data []byte
}

// Options say where to publish.
type Options struct {
	Root      string   // the guide's folder, which a target must not contain
	Target    string   // made if it is not there
	Adopt     bool     // start a ledger in a target that holds other files, which stay
	Overwrite []string // files to replace or delete even so, as the report names them or from the working directory
}

// A Report tells what a run did.
type Report struct {
	Published bool  // false if problems stood in the way, and nothing was done
	Written   int   // files that are new or changed
	Deleted   int   // files that the build before had, and this has not
	Unchanged int   // files left alone
	Bytes     int64 // written
}

// hooks are for tests.
type hooks struct {
	before func(step) error // called before each change of the disk; an error stops it
	wait   time.Duration    // how long to wait for another build
}

// Unchanged tells whether the target holds exactly what the last run wrote for the same inputs, so that
// there is nothing to build: the last run was not stopped, and every file has its hash.
func Unchanged(folder string, inputs [sha256.Size]byte) bool {
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		return false
	}
	t := &target{shown: folder}
	if t.enter(folder) != nil {
		return false
	}
	defer t.close()
	if _, err := t.root.Lstat(lockName); err == nil { // a run was killed, or is under way
		return false
	}
	l, state := t.readLedger()
	if state != intact || l.Publishing || l.Inputs == "" || l.Inputs != inputsOf(inputs) {
		return false
	}
	s, err := t.survey(l)
	return err == nil && len(s.left) == 0 && t.holds(s, l)
}

func inputsOf(inputs [sha256.Size]byte) string {
	if inputs == [sha256.Size]byte{} {
		return ""
	}
	return hex.EncodeToString(inputs[:])
}

// shownName is how the target is called in messages.
func shownName(opt Options) string {
	root, noRoot := filepath.Abs(opt.Root)
	target, noTarget := filepath.Abs(opt.Target)
	inside, noPath := filepath.Rel(root, target)
	if errors.Join(noRoot, noTarget, noPath) == nil && filepath.IsLocal(inside) {
		return filepath.ToSlash(inside)
	}
	return filepath.ToSlash(filepath.Clean(opt.Target))
}

// checkItems finds what no build may make. Such a mistake is the program's own.
func checkItems(items []item) error {
	paths := make(map[string]bool, len(items))
	for _, it := range items {
		if paths[it.path] {
			return fmt.Errorf("the build makes %q twice", it.path)
		}
		paths[it.path] = true
	}
	for path := range paths {
		for _, folder := range parents(path) {
			if paths[folder] {
				return fmt.Errorf("the build makes %q both as a file and as a folder", folder)
			}
		}
	}
	return nil
}
