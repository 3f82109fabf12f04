// Package toml reads the guide's TOML files into Go values.
//
// It keeps law 6 of the house: report everything. A decoder stops at the first mistake, so this one goes
// three ways by itself: it parses on after a line that is no TOML, holds the whole tree against the Go type
// (unknown keys, wrong types, [x] for [[x]]), and leaves out what is wrong, so that the rest can be used and
// checked further. go-toml is wrapped here and imported nowhere else: its parser splits the text, and it
// decodes every number and date.
package toml

import (
	"bytes"
	"reflect"
	"unicode/utf8"

	gotoml "github.com/pelletier/go-toml/v2"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// Date is a day, as TOML writes it: 2026-11-22.
type Date = gotoml.LocalDate

var (
	badTOML    = diag.Rule{ID: "bad-toml", Doc: "A TOML file follows the grammar of TOML."}
	unknownKey = diag.Rule{ID: "unknown-key", Doc: "A TOML file holds only keys that mean something where they stand."}
	wrongType  = diag.Rule{ID: "wrong-type", Doc: "A value in a TOML file is of the type that its key takes."}
)

// Rules are the rules of this package.
var Rules = []diag.Rule{badTOML, unknownKey, wrongType}

// Decode reads a file into a T, which is a struct or a map with string keys. It may hold strings, booleans,
// numbers, Dates, slices, maps with string keys, and structs whose fields have a tag such as
// `toml:"base_url"`; another type is the program's mistake and panics. Keys are matched exactly.
//
// Values that are wrong are left out, from slices too, so that the places of the Index and of T agree. The
// Index is never nil.
func Decode[T any](f *source.File) (T, *Index, []diag.Problem) {
	var into T
	r := &reader{file: f, kind: reflect.TypeFor[T]()}
	r.root = &node{kind: table}
	if r.legible() {
		r.read()
	} else {
		r.root.kind = broken
	}
	r.fill(reflect.ValueOf(&into).Elem(), r.root, label{})
	return into, &Index{file: f, root: r.root}, r.problems
}

// A reader takes one file from bytes to a tree, and from there to a Go value.
type reader struct {
	file     *source.File
	text     []byte // as long as the file, so that offsets agree
	kind     reflect.Type
	root     *node
	problems []diag.Problem
}

// A file with more mistakes than that is of another kind altogether; finding all their places might never end.
const most = 500

func (r *reader) report(rule diag.Rule, offset int, hint, format string, args ...any) {
	switch {
	case len(r.problems) > most:
		return
	case len(r.problems) == most:
		rule, hint, format, args = badTOML, "", "from here on there are more mistakes than can be listed", nil
	}
	r.problems = append(r.problems, rule.At(r.file.At(offset), format, args...).WithHint("%s", hint))
}

// legible prepares the text. It tells whether it is one: bytes that are no UTF-8 are reported and become
// question marks, but a file in another encoding, or with a NUL, is not worth parsing.
func (r *reader) legible() bool {
	data := r.file.Bytes()
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		r.report(badTOML, 0, "save it as UTF-8", "the file is in UTF-16")
		return false
	}
	if nul := bytes.IndexByte(data, 0); nul >= 0 {
		r.report(badTOML, nul, "", "the file holds a NUL byte, so it is not text")
		return false
	}
	r.text = data
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		r.text = append([]byte("   "), data[3:]...)
	}
	if !utf8.Valid(data) {
		r.replaceInvalid()
	}
	return true
}

// replaceInvalid reports the first byte of each line that is no UTF-8, and makes all of them legible.
func (r *reader) replaceInvalid() {
	r.text = bytes.Clone(r.text)
	told := false
	for i := 0; i < len(r.text); {
		c, size := utf8.DecodeRune(r.text[i:])
		switch {
		case c == '\n':
			told = false
		case c == utf8.RuneError && size == 1:
			if !told {
				r.report(badTOML, i, "save the file as UTF-8", "this is not UTF-8")
			}
			told = true
			r.text[i] = '?'
		}
		i += size
	}
}
