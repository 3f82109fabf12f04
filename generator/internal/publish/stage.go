package publish

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A Stage is a run of publishing into a target, which beside the files of a build may hold foreign ones. It ends with
// Commit or Abandon; until then no other build publishes there.
type Stage struct {
	target *target
	opt    Options
	folder string // the real path of the target
	fresh  bool   // it was not there
	unlock func()
	ledger ledger
	state  ledgerState

	mu     sync.Mutex
	survey *survey
	items  []item
	err    error

	temps atomic.Int64 // how many temporary names were given out
}

// An item is a path that is wanted, listed, or both.
type item struct {
	path   string
	place  place
	hash   string // of what is there, if that is a file
	wanted string // hash of what is wanted; empty if the path is only listed
	temp   string // where what is wanted stands until it is renamed, unless it is there already
	size   int    // of that
}

// Begin locks the target and looks at what it holds. Nothing that is published changes before Commit. An error is a
// *RefusedError if the target cannot be meant, and otherwise says what the machine failed at.
func Begin(opt Options) (*Stage, error) { return hooks{wait: lockWait}.begin(opt) }

func (h hooks) begin(opt Options) (*Stage, error) {
	folder, err := admit(opt)
	if err != nil {
		return nil, err
	}
	s := &Stage{target: &target{shown: shownName(opt), hooks: h}, opt: opt, folder: folder}
	if s.fresh, err = s.target.make(folder); err != nil {
		return nil, err
	}
	if s.unlock, err = s.target.lock(); err != nil {
		s.target.close()
		return nil, err
	}
	s.ledger, s.state = s.target.readLedger()
	if s.survey, err = s.target.survey(s.ledger); err != nil {
		s.end()
		return nil, err
	}
	return s, nil
}

func (s *Stage) end() {
	s.unlock()
	s.target.close()
}

// Put takes a file of the build, whose data is not looked at afterwards. It may be called from many goroutines at once. What
// fails is told by Commit.
func (s *Stage) Put(f File) {
	it := item{path: f.Path, wanted: hash(f.Data)}
	if !s.admits(&it) {
		return
	}
	verb, err := "read", it.read(s.target, f.Data)
	if err == nil && it.hash != it.wanted {
		verb, it.size = "write", len(f.Data)
		it.temp, err = s.spill(f.Data)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.items = append(s.items, it)
	if err != nil {
		s.err = cmp.Or(s.err, s.target.failed(verb, it.path, err))
	}
}

// admits finds where an item will stand, unless something failed already.
func (s *Stage) admits(it *item) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.err != nil:
	case !ours(it.path):
		s.err = fmt.Errorf("the build makes a file that cannot be published: %q", it.path)
	default:
		s.err = s.survey.visit(path.Dir(it.path))
		it.place = s.survey.place(it.path)
	}
	return s.err == nil
}

// read hashes what is there already.
func (it *item) read(t *target, wanted []byte) error {
	if it.place.kind != regular {
		return nil
	}
	data, err := t.read(it.path)
	if err != nil {
		return err
	}
	if it.wanted != "" && bytes.Equal(data, wanted) {
		it.hash = it.wanted
	} else {
		it.hash = hash(data)
	}
	return nil
}

// spill writes a file under a temporary name, in the target itself: there the next run finds it, should this one be killed. Names
// that an earlier run left are passed over.
func (s *Stage) spill(data []byte) (temp string, err error) {
	for err = fs.ErrExist; errors.Is(err, fs.ErrExist); {
		temp = tempPrefix + strconv.Itoa(int(s.temps.Add(1)))
		err = s.target.write(temp, data)
	}
	return temp, err
}

// Commit makes the target equal to the files that were put, and ends the run.
//
// The problems tell what somebody changed or put in the way; unless Report.Published they were not touched,
// and nor was anything else. Their positions are paths from the guide's root if the target lies there, and
// otherwise begin with Options.Target.
//
// An error names the file that the machine failed at. After it each path holds its old or its new file, and another run
// puts all right. The inputs are a hash of program, flags and input files, for Unchanged; zero means never unchanged.
func (s *Stage) Commit(inputs [sha256.Size]byte) (Report, []diag.Problem, error) {
	defer s.end()
	return s.commit(inputs)
}

func (s *Stage) commit(inputs [sha256.Size]byte) (report Report, problems []diag.Problem, err error) {
	if err = cmp.Or(s.err, checkItems(s.items)); err == nil {
		report, problems, err = s.carryOut(inputs)
	}
	if err != nil || !report.Published {
		s.clear()
	}
	return report, problems, err
}

func (s *Stage) carryOut(inputs [sha256.Size]byte) (Report, []diag.Problem, error) {
	p, err := s.plan(inputs)
	if err != nil {
		return Report{}, nil, err
	}
	if p.blocked {
		return Report{}, p.problems, nil
	}
	report, err := s.target.apply(p)
	if err != nil {
		return Report{}, p.problems, err
	}
	return report, p.problems, nil
}

// Abandon ends the run, and publishes nothing. A target that it made is gone again.
func (s *Stage) Abandon() {
	s.clear()
	s.end()
	if s.fresh {
		_ = os.Remove(s.folder) // fails if somebody has put something there since
	}
}

// clear deletes the temporary files, as many as there are and can be deleted; the next run deletes the rest.
func (s *Stage) clear() {
	for _, it := range s.items {
		if it.temp != "" {
			root, name := s.target.at(it.temp)
			_ = root.Remove(name)
		}
	}
}

// all are the files that were put, and what only the ledger lists, sorted by path. They are read on all cores.
func (s *Stage) all() ([]item, error) {
	put := make(map[string]bool, len(s.items))
	for _, it := range s.items {
		put[it.path] = true
	}
	listed := slices.DeleteFunc(s.ledger.paths(), func(p string) bool { return put[p] })
	items, err := s.target.stale(s.survey, listed)
	if err != nil {
		return nil, err
	}
	items = append(items, s.items...)
	slices.SortFunc(items, func(a, b item) int { return cmp.Compare(a.path, b.path) })
	return items, nil
}
