package theme

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	minjs "github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/parse/v2"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// scripts are the components' scripts as they are published, by folder. A script's name holds a hash of it, so
// that a page that a browser kept never runs with a script of another day.
type scripts map[string]*source.File

func parseScripts(tree *source.Tree) (scripts, []diag.Problem) {
	all := scripts{}
	var problems []diag.Problem
	for _, f := range tree.Under("layouts/components/") {
		folder := path.Dir(f.Path())
		name := path.Base(folder)
		switch part, ok := strings.CutSuffix(path.Base(f.Path()), ".js"); {
		case !ok:
			continue
		case part != name:
			name += "/" + part
		}
		text, problem := minifyScript(f)
		if problem != nil {
			problems = append(problems, *problem)
			continue
		}
		sum := sha256.Sum256(text)
		all[name] = source.NewFile("assets/"+name+"."+hex.EncodeToString(sum[:4])+".js", text)
	}
	return all, problems
}

// minifyScript gives a script without what a browser does not need.
func minifyScript(f *source.File) ([]byte, *diag.Problem) {
	var out bytes.Buffer
	err := (&minjs.Minifier{}).Minify(minify.New(), &out, bytes.NewReader(f.Bytes()), nil)
	if err == nil {
		return out.Bytes(), nil
	}
	p := badScript.At(f.At(0), "%s", err)
	var place *parse.Error
	if errors.As(err, &place) {
		p = badScript.At(diag.Position{File: f.Path(), Line: place.Line, Column: place.Column}, "%s", place.Message)
	}
	return nil, &p
}

// used lists the scripts of the components, in the order of their names.
func (s scripts) used(lists ...[]string) (files []*source.File) {
	names := slices.Concat(lists...)
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if f := s[name]; f != nil {
			files = append(files, f)
		}
	}
	return files
}
