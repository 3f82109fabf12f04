// Package theme turns the layouts into shells: pages whose every literal byte is known, with holes that are
// filled by copying.
//
// html/template costs more than all else that is done to a chapter, so it runs once for each kind of page
// and set of flags, on probes, and each chapter is then spliced into what came out. The law kept here: what
// Splice makes is, byte for byte, what html/template would have made of the same values. Two steps hold it.
// Before a template runs, its tree is checked (vet.go): a slot may only be printed, alone, so no branch and
// no function can depend on its value. While it runs, nasty probes in the slots show which escaping
// html/template chose for each place (prove.go); a place where none of ours gives the same is refused.
package theme

import (
	"regexp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

var (
	badTemplate   = diag.Rule{ID: "bad-template", Doc: "a template of the layouts that cannot be used"}
	badStyle      = diag.Rule{ID: "bad-style", Doc: "a style sheet of the layouts that cannot be used"}
	badScript     = diag.Rule{ID: "bad-script", Doc: "a script of the layouts that cannot be used"}
	missingString = diag.Rule{ID: "missing-string", Default: diag.Warning, Doc: "a word of the layouts that is not translated"}
)

// Rules are the mistakes that can be made in layouts.
var Rules = []diag.Rule{badTemplate, badStyle, badScript, missingString}

// A Theme is the parsed layouts. It may be shared by goroutines and by later builds: what it remembers of
// past calls never changes what a call returns.
type Theme struct {
	key       job.Key
	templates *library
	words     map[string]string
	sheets    *sheets
	scripts   scripts
	static    []*source.File
	accents   []string

	programs  memo[*program]
	skeletons memo[*skeleton]
	shells    memo[made]
}

// Parse reads the layouts in the words of a language, such as "en" or "pt-BR". The files' paths begin with
// "layouts/"; those that are in no folder of the layouts are ignored. The Theme is never nil: what is broken
// in it makes shells that are empty.
func Parse(files []*source.File, language string) (*Theme, []diag.Problem) {
	tree := source.NewTree(slices.DeleteFunc(slices.Clone(files), foreign))
	t := &Theme{key: keyOf(tree, language), accents: accents(tree.File("layouts/styles/tokens.css"))}
	var inWords, inTemplates, inStyles, inScripts []diag.Problem
	t.words, inWords = parseWords(tree, language)
	t.templates, inTemplates = parseTemplates(tree, t.words)
	t.sheets, inStyles = parseStyles(tree)
	t.scripts, inScripts = parseScripts(tree)
	for _, f := range tree.Under("layouts/static/") {
		t.static = append(t.static, source.NewFile(strings.TrimPrefix(f.Path(), "layouts/static/"), f.Bytes()))
	}
	return t, slices.Concat(inWords, inTemplates, inStyles, inScripts)
}

// Word is the word of the layouts with the key, or "" if there is none. It may hold {} for its user to fill.
func (t *Theme) Word(key string) string { return t.words[key] }

// Has tells whether a component has a template of the name.
func (t *Theme) Has(name string) bool { return t.templates.shared[name] != nil }

// Static are the files to be copied as they are; a path is relative to the folder static.
func (t *Theme) Static() []*source.File { return t.static }

// Part is a style or a script that lies beside those of a component, such as "search/box.js", minified. It comes
// with no page by itself. It is nil if there is none.
func (t *Theme) Part(name string) []byte {
	if style, ok := strings.CutSuffix(name, ".css"); ok {
		return []byte(t.sheets.components[style])
	}
	if f := t.scripts[strings.TrimSuffix(name, ".js")]; f != nil {
		return f.Bytes()
	}
	return nil
}

// Print is the style sheet for paper. Pages link to it, so that it costs readers on a screen nothing.
func (t *Theme) Print() *source.File { return t.sheets.print }

// Accents are the names that styles/tokens.css gives colours to, by [data-accent=NAME], in its order.
func (t *Theme) Accents() []string { return t.accents }

// JobKey is the hash of all layouts and of the language. A Shell has a narrower key.
func (t *Theme) JobKey() job.Key { return t.key }

var folders = []string{"pages/", "components/", "styles/", "strings/", "static/"}

func foreign(f *source.File) bool {
	rest, ours := strings.CutPrefix(f.Path(), "layouts/")
	return !ours || !slices.ContainsFunc(folders, func(folder string) bool { return strings.HasPrefix(rest, folder) })
}

func keyOf(tree *source.Tree, language string) job.Key {
	var hashes []string
	for _, f := range tree.Under("") {
		hash := f.Hash()
		hashes = append(hashes, string(hash[:]))
	}
	return job.KeyOf("theme", language, tree.Paths(), hashes)
}

var accentName = regexp.MustCompile(`\[data-accent=["']?([A-Za-z0-9_-]+)["']?\]`)

func accents(tokens *source.File) []string {
	var names []string
	if tokens == nil {
		return nil
	}
	for _, match := range accentName.FindAllSubmatch(tokens.Bytes(), -1) {
		if name := string(match[1]); !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
