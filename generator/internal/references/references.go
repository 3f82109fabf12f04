// Package references reads what a guide cites: content/references.json (CSL-JSON, as Zotero exports it) and
// content/findings.toml (what a source found and where its limits are), and writes entries as the APA does.
//
// It keeps law 2 of the house, as far as two files that are one thing allow: nothing of a chapter is known
// here. A broken entry is reported and still kept under its id, so that citing it is not a second mistake.
// An entry is the same in every guide: what it shows is settled once, by Parse.
package references

import (
	"cmp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Rules are the mistakes that Parse finds.
var Rules = []diag.Rule{badReferences, badReference, badReferenceID, duplicateReference, findingWithoutReference, badFinding}

var (
	badReferences = diag.Rule{ID: "bad-references",
		Doc: "references.json is a JSON list of entries, as Zotero exports it"}
	badReference = diag.Rule{ID: "bad-reference",
		Doc: "an entry of references.json has a title, a type, and fields of the right kind"}
	badReferenceID = diag.Rule{ID: "bad-reference-id",
		Doc: "the id of an entry holds letters, digits and . : _ - only, so that it can be cited"}
	duplicateReference = diag.Rule{ID: "duplicate-reference",
		Doc: "no two entries of references.json have the same id"}
	findingWithoutReference = diag.Rule{ID: "finding-without-reference",
		Doc: "each table of findings.toml has the id of an entry of references.json"}
	badFinding = diag.Rule{ID: "bad-finding",
		Doc: "a table of findings.toml says what the source found"}
)

// A Reference is one source that can be cited. Nothing in it changes after Parse.
type Reference struct {
	ID    string
	Type  string // of CSL, such as "article-journal"
	Title string // plain text
	Year  string // with its letter: "2007a", "n.d."
	Link  string // https://doi.org/…, or the address of the source, or empty

	// Finding is what the source found, and Limits where that ends: plain text, empty where findings.toml
	// does not say.
	Finding, Limits string

	Pos        diag.Position // of the entry in references.json
	FindingPos diag.Position // of its table in findings.toml; Line is 0 where there is none

	short, html, text string
	key               job.Key
}

// Short names the source within a text: "Feeney, 2007", "Aron & Aron, 1997", "Gable et al., 2006", or
// “Short title”, n.d. It is plain text. Letters after the year tell those apart that would be the same.
func (r *Reference) Short() string { return r.short }

// Entry is the reference as a bibliography has it, after APA 7: the inside of a paragraph or list item, as
// HTML that is well-formed as XML too, with <em>, <sup>, <sub> and <a> only.
func (r *Reference) Entry() string { return r.html }

// EntryText is Entry as plain text.
func (r *Reference) EntryText() string { return r.text }

// JobKey is the hash of all that readers see of the reference; its positions are not among that.
func (r *Reference) JobKey() job.Key { return r.key }

// A Library is all references of a guide. Nothing in it changes after Parse.
type Library struct {
	all   []*Reference
	byID  map[string]*Reference
	ids   []string
	whole bool
	key   job.Key
}

// Get returns the reference with the id.
func (l *Library) Get(id string) (*Reference, bool) {
	r, ok := l.byID[id]
	return r, ok
}

// All lists the references in the order of a bibliography: by the first author's family name and initials,
// then year, then title. Accents and case do not count. Not to be changed.
func (l *Library) All() []*Reference { return l.all }

// IDs lists all ids, sorted by bytes; not to be changed.
func (l *Library) IDs() []string { return l.ids }

// Whole tells that references.json was read to its end. If it was not, an id that is missing here may well
// stand in the file, so that nobody should be told that it is unknown.
func (l *Library) Whole() bool { return l.whole }

// JobKey is the hash of all references in their order, of their positions too, since who reads a whole
// library may report problems at them.
func (l *Library) JobKey() job.Key { return l.key }

// Parse reads references.json and findings.toml. Either may be nil: a guide need not have it.
func Parse(csl, findings *source.File) (*Library, []diag.Problem) {
	l := &Library{byID: map[string]*Reference{}, whole: true}
	var works []*work
	var problems []diag.Problem
	if csl != nil {
		works, problems, l.whole = readWorks(csl)
	}
	for _, w := range sorted(works) {
		r := w.reference()
		l.all, l.ids, l.byID[r.ID] = append(l.all, r), append(l.ids, r.ID), r
	}
	slices.Sort(l.ids)
	if findings != nil {
		problems = append(problems, l.addFindings(findings)...)
	}
	l.seal()
	return l, problems
}

// seal computes the keys, which are asked for by every chapter that cites.
func (l *Library) seal() {
	var positions []diag.Position
	for _, r := range l.all {
		r.key = job.KeyOf("reference", r.ID, r.Type, r.Title, r.Year, r.Link, r.short, r.html, r.Finding, r.Limits)
		positions = append(positions, r.Pos, r.FindingPos)
	}
	l.key = job.KeyOf("library", l.all, positions, l.whole)
}

// sorted orders works as a bibliography does, and gives letters to the years of those that Short could not
// tell apart.
func sorted(works []*work) []*work {
	slices.SortFunc(works, func(a, b *work) int {
		return cmp.Or(strings.Compare(a.sortName, b.sortName), cmp.Compare(a.issued.order, b.issued.order),
			strings.Compare(a.sortTitle, b.sortTitle), strings.Compare(a.id, b.id))
	})
	alike := map[string][]*work{}
	for _, w := range works {
		alike[w.short()] = append(alike[w.short()], w)
	}
	for _, group := range alike {
		if len(group) == 1 {
			continue
		}
		for i, w := range group {
			w.letter = letters(i)
		}
	}
	return works
}

// letters counts a, b … z, aa, ab …
func letters(i int) string {
	s := ""
	for i++; i > 0; i = (i - 1) / 26 {
		s = string(rune('a'+(i-1)%26)) + s
	}
	return s
}
