package publish

import (
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// judge decides about each item: first those that only the ledger knows, since they may make room.
func (p *planner) judge(items []item) {
	for _, it := range items {
		if it.wanted == "" {
			p.judgeStale(it)
		}
	}
	for _, it := range items {
		if it.wanted != "" {
			p.judgeWanted(it)
		}
	}
	slices.SortFunc(p.writes, func(a, b item) int { return compareRank(a.path, b.path) })
}

// judgeStale: what is ours is deleted; what is not there, or has become something else than a file, is no
// longer ours.
func (p *planner) judgeStale(it item) {
	switch {
	case it.place.kind != regular:
	case p.ledger.has(it.path, it.hash) || p.overwritten(it.path):
		p.stale = append(p.stale, it.path)
		p.mayDelete[it.path] = true
		p.journal.Files[it.path] = it.hash
	default:
		p.report(changedByHand, it.path, true, "changed since it was published, and the guide no longer has it")
	}
}

func (p *planner) judgeWanted(it item) {
	p.final.Files[it.path] = it.wanted
	if it.hash == it.wanted {
		p.unchanged++
		p.journal.Files[it.path] = it.hash
		return
	}
	if !p.free(it) {
		return
	}
	p.writes = append(p.writes, it)
	p.journal.Next[it.path] = it.wanted
	if it.hash != "" {
		p.journal.Files[it.path] = it.hash
	}
}

// free tells whether a file may be written, and reports what is in the way.
func (p *planner) free(it item) bool {
	switch it.place.kind {
	case missing:
		return true
	case blocked:
		if p.mayDelete[it.place.blocker] {
			return true
		}
		p.report(foreignFile, it.place.blocker, false, "is not a folder of the guide, and the guide has files to write there")
	case folder:
		if p.onlyOurs(it.path) {
			return true
		}
		p.report(foreignFile, it.path, false, "is a folder, and the guide has a file to write there")
	case regular:
		listed := p.listed(it)
		if p.ledger.has(listed, it.hash) || p.overwritten(it.path) {
			return true
		}
		if p.ledger.lists(listed) {
			p.report(changedByHand, it.path, true, "changed since it was published")
		} else {
			p.report(foreignFile, it.path, true, "was not written by the guide, which has a file to write there")
		}
	case other:
		if p.overwritten(it.path) {
			return true
		}
		p.report(foreignFile, it.path, true, "is not an ordinary file, and the guide has a file to write there")
	}
	return false
}

// listed is the path by which the ledger may know the item.
func (p *planner) listed(it item) string {
	if !it.place.alias {
		return it.path
	}
	return p.spelling(it.path)
}

// spelling is the path or folder of the ledger that a file system may take for the path.
func (p *planner) spelling(name string) string {
	if p.folded == nil {
		p.folded = map[string]string{}
		for _, listed := range slices.Concat(p.ledger.Folders, p.ledger.paths()) {
			p.folded[fold(listed)] = listed
		}
	}
	return p.folded[fold(name)]
}

// onlyOurs tells whether a folder and all in it is ours and about to be deleted.
func (p *planner) onlyOurs(d string) bool {
	if !p.made[d] {
		return false
	}
	for name, mode := range p.survey.folders[d].names {
		child := path.Join(d, name)
		if !p.mayDelete[child] && !(mode.IsDir() && p.onlyOurs(child)) {
			return false
		}
	}
	return true
}

// overwritten tells whether somebody named the path to be overwritten.
func (p *planner) overwritten(name string) bool {
	absolute := func(elements ...string) string {
		full, err := filepath.Abs(filepath.Join(elements...))
		if err != nil {
			return ""
		}
		return full
	}
	return slices.ContainsFunc(p.opt.Overwrite, func(given string) bool {
		return path.Clean(filepath.ToSlash(given)) == p.target.name(name) ||
			given != "" && absolute(given) == absolute(p.opt.Target, filepath.FromSlash(name))
	})
}

// report adds a problem that nothing is published with, once for each path.
func (p *planner) report(rule diag.Rule, name string, replaceable bool, message string) {
	p.blocked = true
	if p.reported[name] {
		return
	}
	p.reported[name] = true
	shown := p.target.name(name)
	hint := "move it away, or delete it"
	if replaceable {
		hint = "delete it, or run with --overwrite " + quoted(shown)
	}
	p.problems = append(p.problems, rule.At(diag.Position{File: shown}, "%s", message).WithHint("%s", hint))
}

// quoted is a path as a shell takes it for one word, also where a build has given it a name that says something to shells.
func quoted(name string) string {
	if strings.IndexFunc(name, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("./-_", r)
	}) < 0 {
		return name
	}
	return "'" + strings.ReplaceAll(name, "'", `'\''`) + "'"
}

// fold maps paths that some file system takes for one to one string.
func fold(name string) string {
	return norm.NFC.String(cases.Fold().String(norm.NFD.String(name)))
}
