package publish

import (
	"crypto/sha256"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

// A plan is what a run is going to do. Making one changes nothing.
type plan struct {
	problems []diag.Problem
	blocked  bool // something of somebody else is in the way

	left    []string          // temporary files to clear away
	folders []string          // to be made, outer ones first
	writes  []item            // new or changed
	stale   []string          // ours, and no longer wanted
	empty   []string          // folders of ours to delete once empty, inner ones first
	twins   map[string]string // wanted files and folders by folded path; made if anything is to be deleted

	room        []string // stale files that stand where a folder will be, or in a folder where a file will be
	roomFolders []string // such folders, inner ones first

	unchanged int
	ledger    ledger // the one now
	journal   ledger
	final     ledger
}

// planner holds what is needed only while a plan is made.
type planner struct {
	*plan
	target    *target
	opt       Options
	survey    *survey
	folded    map[string]string // listed paths and folders by folded path, made when needed
	mayDelete map[string]bool   // stale paths that are verified to be ours
	reported  map[string]bool
	made      map[string]bool // folders that the ledger lists
}

// plan compares the target, its ledger and the files.
func (s *Stage) plan(inputs [sha256.Size]byte) (*plan, error) {
	p := &planner{
		plan: &plan{ledger: s.ledger, left: s.survey.left}, target: s.target, opt: s.opt, survey: s.survey,
		mayDelete: map[string]bool{}, reported: map[string]bool{}, made: map[string]bool{},
	}
	for _, d := range s.ledger.Folders {
		p.made[d] = true
	}
	p.journal = ledger{Inputs: inputsOf(inputs), Publishing: true, Files: map[string]string{}, Next: map[string]string{}}
	p.final = ledger{Inputs: inputsOf(inputs), Files: map[string]string{}}
	wanted := make([]string, len(s.items))
	for i, it := range s.items {
		wanted[i] = it.path
	}
	items, err := s.all()
	if err != nil {
		return nil, err
	}
	p.judge(items)
	p.planFolders(wanted)
	p.makeRoom()
	if s.state == damaged {
		p.reportDamage(wanted)
	}
	slices.SortFunc(p.problems, diag.Problem.Compare)
	return p.plan, nil
}

// readLedger gives the ledger, which is empty unless it is intact.
func (t *target) readLedger() (ledger, ledgerState) {
	info, err := t.lstat(ledgerName)
	if err != nil {
		return ledger{}, absent
	}
	if !info.Mode().IsRegular() {
		return ledger{}, damaged
	}
	data, err := t.read(ledgerName)
	if err != nil {
		return ledger{}, damaged
	}
	if l, ok := decodeLedger(data); ok {
		return l, intact
	}
	return ledger{}, damaged
}

// stale reads and hashes what is only listed, on all cores.
func (t *target) stale(s *survey, paths []string) ([]item, error) {
	items, errs := make([]item, len(paths)), make([]error, len(paths))
	job.Each(len(paths), func(i int) {
		items[i] = item{path: paths[i], place: s.place(paths[i])}
		errs[i] = items[i].read(t, nil)
	})
	for i, err := range errs {
		if err != nil {
			return nil, t.failed("read", paths[i], err)
		}
	}
	return items, nil
}

// planFolders lists the folders to be made and to be deleted, and says in the ledgers which are ours.
func (p *planner) planFolders(wanted []string) {
	needed := map[string]bool{}
	for _, d := range foldersOf(wanted, nil)[1:] {
		needed[d] = true
		at := p.survey.place(d)
		switch {
		case at.kind != folder:
			p.folders = append(p.folders, d)
		case p.made[d]:
		case at.alias && p.made[p.spelling(d)]:
		default:
			continue // somebody else's
		}
		p.final.Folders = append(p.final.Folders, d)
	}
	for _, d := range p.ledger.Folders {
		if !needed[d] && p.survey.place(d).kind == folder {
			p.empty = append(p.empty, d)
		}
	}
	slices.SortFunc(p.empty, func(a, b string) int { return strings.Compare(b, a) })
	slices.Sort(p.final.Folders)
	p.journal.Folders = slices.Compact(slices.Sorted(slices.Values(slices.Concat(p.final.Folders, p.empty))))
	if len(p.stale)+len(p.empty) > 0 {
		p.twins = map[string]string{}
		for _, name := range slices.Concat(wanted, slices.Collect(maps.Keys(needed))) {
			p.twins[fold(name)] = name
		}
	}
}

// makeRoom sets apart what must be deleted before anything is written, since a file has become a folder or a
// folder a file.
func (p *planner) makeRoom() {
	files, folders := map[string]bool{}, map[string]bool{}
	for _, f := range p.writes {
		files[f.path] = true
	}
	for _, d := range p.folders {
		folders[d] = true
	}
	underFile := func(name string) bool {
		return slices.ContainsFunc(parents(name), func(d string) bool { return files[d] })
	}
	p.stale = slices.DeleteFunc(p.stale, func(name string) bool {
		inTheWay := folders[name] || underFile(name)
		if inTheWay {
			p.room = append(p.room, name)
		}
		return inTheWay
	})
	for _, d := range p.empty {
		if files[d] || underFile(d) {
			p.roomFolders = append(p.roomFolders, d)
		}
	}
}

// changes tells whether anything but the ledger is to be changed.
func (p *plan) changes() bool {
	return len(p.writes)+len(p.stale)+len(p.room)+len(p.folders)+len(p.empty) > 0
}

// reportDamage says that the ledger is not believed, and names the files that it may have listed.
func (p *planner) reportDamage(wanted []string) {
	at := func(name string) diag.Position { return diag.Position{File: p.target.name(name)} }
	p.problems = append(p.problems, damagedLedger.At(at(ledgerName), "is damaged, so no file is taken for the guide's by what it lists").
		WithHint("if nothing in %s is yours, delete that folder and build again", p.target.shown))
	known := map[string]bool{}
	for _, name := range wanted {
		known[name] = true
	}
	_ = fs.WalkDir(p.target.root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return nil
		case entry.IsDir() && entry.Name() == ".git":
			return fs.SkipDir
		case entry.IsDir() || known[name] || !ours(name):
			return nil
		}
		p.problems = append(p.problems, keptFile.At(at(name), "is kept, since nothing says that the guide wrote it").
			WithHint("delete it if it is an old page"))
		return nil
	})
}
