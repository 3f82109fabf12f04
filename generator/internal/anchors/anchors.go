// Package anchors reads and writes anchors.lock: the list of every address that a guide has published, so that none
// of them dies unnoticed, and where those lead that had to move.
//
// It keeps law 2 of the house: one file, and nothing of chapters is known here. A guide without the file has no such
// promise; the first "guide anchors record" makes it.
package anchors

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

// File is the name of the lock in a guide's folder.
const File = "anchors.lock"

var badAddress = diag.Rule{ID: "bad-address", Doc: "An address that anchors.lock keeps is the path of a page, with or without an anchor."}

// Rules are the rules of this package.
var Rules = []diag.Rule{badAddress}

// A Lock is the published addresses of a guide. Nothing in it changes after Parse.
type Lock struct {
	Pages map[string][]string // anchors by published path, such as practise/saying-no.html
	Kept  map[string]string   // addresses that moved, and where to: "a.html" or "a.html#b"

	index *toml.Index
	key   job.Key
}

type written struct {
	Pages map[string][]string `toml:"published"`
	Kept  map[string]string   `toml:"kept"`
}

// Parse reads the lock, or gives nil where there is no file.
func Parse(f *source.File) (*Lock, []diag.Problem) {
	if f == nil {
		return nil, nil
	}
	w, index, problems := toml.Decode[written](f)
	l := &Lock{w.Pages, w.Kept, index, f.JobKey()}
	for _, old := range slices.Sorted(maps.Keys(l.Kept)) {
		if page, _ := Split(old); !source.IsPage(page) {
			problems = append(problems, badAddress.At(l.AtKept(old), "%q cannot be the address of a page", page).
				WithHint("an address is a path such as practise/no.html, which names no folder above"))
			delete(l.Kept, old)
		}
	}
	return l, problems
}

// JobKey is the hash of the file.
func (l *Lock) JobKey() job.Key { return l.key }

// AtPage is where the page is recorded, AtAnchor one of its anchors, and AtKept an address that moved.
func (l *Lock) AtPage(page string) diag.Position          { return l.index.KeyAt("published", page) }
func (l *Lock) AtAnchor(page string, i int) diag.Position { return l.index.At("published", page, i) }
func (l *Lock) AtKept(old string) diag.Position           { return l.index.KeyAt("kept", old) }

// Split takes an address apart: a page, and an anchor or nothing.
func Split(address string) (page, anchor string) {
	page, anchor, _ = strings.Cut(address, "#")
	return page, anchor
}

// Record returns the lock with what is published now added to it; nothing is ever taken out. A nil lock is empty.
func (l *Lock) Record(pages map[string][]string) *Lock {
	to := l.clone()
	for page, ids := range pages {
		all := append(slices.Clone(to.Pages[page]), ids...)
		slices.Sort(all)
		to.Pages[page] = slices.Compact(all)
	}
	return to
}

// Keep returns the lock with an address that moved. What led to the old one leads to the new one from now on, so that
// no address needs two steps.
func (l *Lock) Keep(from, into string) *Lock {
	to := l.clone()
	for old, target := range to.Kept {
		if target == from {
			to.Kept[old] = into
		}
	}
	to.Kept[from] = into
	delete(to.Kept, into)
	return to
}

func (l *Lock) clone() *Lock {
	to := &Lock{Pages: map[string][]string{}, Kept: map[string]string{}}
	if l != nil {
		maps.Copy(to.Pages, l.Pages)
		maps.Copy(to.Kept, l.Kept)
	}
	return to
}

// Bytes are the lock as a file: sorted, so that a change of it is easy to read.
func (l *Lock) Bytes() []byte {
	var out bytes.Buffer
	out.WriteString("# Every page and anchor that was ever published. Written by \"guide anchors record\"; an address that has to move is kept\n" +
		"# alive by \"guide anchors keep OLD NEW\". Commit this file with the guide.\n\n[published]\n")
	for _, page := range slices.Sorted(maps.Keys(l.Pages)) {
		fmt.Fprintf(&out, "%s = [", quoted(page))
		for i, id := range l.Pages[page] {
			if i > 0 {
				out.WriteString(", ")
			}
			out.WriteString(quoted(id))
		}
		out.WriteString("]\n")
	}
	if len(l.Kept) > 0 {
		out.WriteString("\n[kept]\n")
		for _, old := range slices.Sorted(maps.Keys(l.Kept)) {
			fmt.Fprintf(&out, "%s = %s\n", quoted(old), quoted(l.Kept[old]))
		}
	}
	return out.Bytes()
}

// quoted is a basic string of TOML. Addresses hold no control characters.
func quoted(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}
