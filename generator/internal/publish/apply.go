package publish

import (
	"bytes"
	"cmp"
	"errors"
	"os"
	"path"
	"slices"
	"sync/atomic"
	"syscall"

	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

const ranks = 3

// rank orders what is published: first what pages need, then pages, then the cover.
func rank(p string) int {
	switch {
	case p == "index.html":
		return 2
	case path.Ext(p) == ".html":
		return 1
	}
	return 0
}

func compareRank(a, b string) int {
	return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b))
}

// apply carries the plan out.
func (t *target) apply(p *plan) (Report, error) {
	report := Report{Published: true, Unchanged: p.unchanged, Written: len(p.writes)}
	for _, f := range p.writes {
		report.Bytes += int64(f.size)
	}
	if err := t.removeAll(p.left); err != nil {
		return Report{}, err
	}
	if p.changes() {
		deleted, err := t.change(p)
		if err != nil {
			return Report{}, err
		}
		report.Deleted = deleted
	}
	return report, t.writeLedger(p.final)
}

// change does all that needs the journal.
func (t *target) change(p *plan) (deleted int, err error) {
	if err := t.writeLedger(p.journal); err != nil {
		return 0, err
	}
	if err := t.removeAll(p.room); err != nil {
		return 0, err
	}
	if err := t.removeEmpty(p.roomFolders); err != nil {
		return 0, err
	}
	for _, d := range p.folders {
		if err := t.mkdir(d); err != nil {
			return 0, t.failed("make the folder", d, err)
		}
		t.keepOpen(d)
	}
	if err := t.replace(p.writes); err != nil {
		return 0, err
	}
	deleted, err = t.removeStale(p)
	return deleted + len(p.room), err
}

// writeLedger replaces the ledger, unless it is the same.
func (t *target) writeLedger(l ledger) error {
	data := l.encode()
	if now, err := t.read(ledgerName); err == nil && bytes.Equal(now, data) {
		return nil
	}
	temp := tempPrefix + "ledger"
	err := t.write(temp, data)
	if err == nil {
		err = t.rename(temp, ledgerName)
	}
	if err != nil {
		_ = t.root.Remove(temp)
		return t.failed("write", ledgerName, err)
	}
	return nil
}

// replace gives the new files their names.
func (t *target) replace(files []item) error {
	for now := range ranks {
		errs := make([]error, len(files))
		var failed atomic.Bool
		job.Each(len(files), func(i int) {
			if rank(files[i].path) != now || failed.Load() {
				return
			}
			if errs[i] = t.move(files[i].temp, files[i].path); errs[i] != nil {
				failed.Store(true)
			}
		})
		for i, err := range errs {
			if err != nil {
				return t.failed("write", files[i].path, err)
			}
		}
	}
	return nil
}

// move gives a temporary file its name. A folder may lie on a disk of its own, where it has to be copied to first.
func (t *target) move(temp, p string) error {
	err := t.rename(temp, p)
	if !errors.Is(err, syscall.EXDEV) {
		return err
	}
	data, err := t.read(temp)
	if err != nil {
		return err
	}
	beside := path.Join(path.Dir(p), temp)
	if err = t.write(beside, data); err == nil {
		err = t.rename(beside, p)
	}
	if err != nil {
		root, name := t.at(beside)
		_ = root.Remove(name)
		return err
	}
	return t.remove(temp)
}

func (t *target) removeAll(paths []string) error {
	for _, p := range paths {
		if err := t.remove(p); err != nil && !os.IsNotExist(err) {
			return t.failed("delete", p, err)
		}
	}
	return nil
}

// removeStale deletes what the build no longer has, and the folders that this leaves empty.
func (t *target) removeStale(p *plan) (deleted int, err error) {
	for _, d := range slices.Backward(p.empty) {
		if _, err := t.respell(d, p.twins); err != nil {
			return 0, err
		}
	}
	for _, name := range p.stale {
		if same, err := t.respell(name, p.twins); err != nil {
			return 0, err
		} else if same {
			continue
		}
		if err := t.removeAll([]string{name}); err != nil {
			return 0, err
		}
		deleted++
	}
	return deleted, t.removeEmpty(p.empty)
}

// respell tells whether an old path is but another spelling of a new one, on a file system where case does
// not count, so that deleting it would delete the new file. It is then spelt as the build spells it.
func (t *target) respell(old string, twins map[string]string) (same bool, err error) {
	twin, ok := twins[fold(old)]
	if !ok || twin == old {
		return false, nil
	}
	before, err := t.lstat(old)
	if err != nil {
		return false, nil
	}
	after, err := t.lstat(twin)
	if err != nil || !os.SameFile(before, after) {
		return false, nil
	}
	if err = t.before("rename", twin); err == nil {
		err = t.root.Rename(old, twin)
	}
	if err != nil {
		return true, t.failed("rename", old, err)
	}
	return true, nil
}

// removeEmpty deletes the folders that are empty. Others hold files that are not ours, and stay.
func (t *target) removeEmpty(folders []string) error {
	for _, d := range folders {
		if info, err := t.lstat(d); err != nil || !info.IsDir() {
			continue
		}
		if entries, err := t.list(d); err != nil || len(entries) > 0 {
			continue
		}
		if err := t.remove(d); err != nil {
			return t.failed("delete", d, err)
		}
	}
	return nil
}
