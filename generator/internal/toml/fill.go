package toml

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// This file holds the tree against a Go type: what fits is set, what does not is reported and marked broken.

// A label names a value in messages and hints.
type label struct {
	name string // chapters, or an item of chapters
	path string // part.chapters
	item bool
}

func (l label) of(key string) label {
	return label{name: key, path: strings.TrimPrefix(l.path+"."+key, ".")}
}

func (l label) items() label { return label{name: "an item of " + l.name, path: l.path, item: true} }

// isTable tells whether a type is written as a table.
func isTable(t reflect.Type) bool {
	return t != reflect.TypeFor[Date]() && (t.Kind() == reflect.Struct || t.Kind() == reflect.Map)
}

// wants says what a type takes, in words, and by which kinds it is written if that is a single value.
func wants(t reflect.Type) (words string, kinds []kind) {
	switch {
	case t == reflect.TypeFor[Date]():
		return "a date", []kind{date}
	case isTable(t):
		return "a table", nil
	}
	switch t.Kind() {
	case reflect.String:
		return "text", []kind{text}
	case reflect.Bool:
		return "true or false", []kind{boolean}
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return "a whole number", []kind{whole}
	case reflect.Float32, reflect.Float64:
		return "a number", []kind{whole, fraction}
	case reflect.Slice:
		switch item := t.Elem(); {
		case isTable(item):
			return "a list of tables", nil
		case item.Kind() == reflect.String:
			return "a list of texts", nil
		}
		return "a list", nil
	}
	panic("toml: cannot decode into a " + t.String())
}

// fits tells whether a single value, which is no list and no table, may be stored in a type.
func (n *node) fits(t reflect.Type) bool {
	_, kinds := wants(t)
	integer := len(kinds) == 1 && kinds[0] == whole
	return slices.Contains(kinds, n.kind) && !(integer && reflect.Zero(t).OverflowInt(n.value.(int64)))
}

// fill stores a value, and tells whether there is anything to be kept.
func (r *reader) fill(into reflect.Value, n *node, l label) bool {
	t := into.Type()
	switch {
	case n.kind == broken:
		return false
	case t.Kind() == reflect.Slice && n.kind == list,
		t.Kind() == reflect.Slice && n.kind == headers && isTable(t.Elem()):
		r.fillList(into, n, l)
		return true
	case isTable(t) && n.kind == headers:
		r.fillHeader(into, n, l)
		return true
	case isTable(t) && n.kind == table:
		r.fillTable(into, n, l)
		return true
	case !n.fits(t):
		r.refuse(n, t, l)
		return false
	}
	into.Set(reflect.ValueOf(n.value).Convert(t))
	return true
}

func (r *reader) refuse(n *node, t reflect.Type, l label) {
	want, kinds := wants(t)
	found := n.found()
	if slices.Contains(kinds, n.kind) {
		found = "one as large as this"
	}
	r.report(wrongType, n.at, n.remedy(t, l), "%s must be %s, not %s", l.name, want, found)
	n.kind = broken
}

func (r *reader) fillList(into reflect.Value, n *node, l label) {
	kept := n.items[:0]
	for _, item := range n.items {
		if n.kind == headers && item.form != double {
			r.report(wrongType, item.at, "write [["+l.path+"]]", "%s is a list of tables, not a table", l.name)
		}
		value := reflect.New(into.Type().Elem()).Elem()
		name := l
		if n.kind == list {
			name = l.items()
		}
		if r.fill(value, item, name) {
			into.Set(reflect.Append(into, value))
			kept = append(kept, item)
		}
	}
	if len(kept) == 0 && len(n.items) > 0 {
		n.kind = broken // or it would be taken for a list that is empty
	}
	n.items = slices.Clip(kept)
}

// fillHeader takes the one table that a [header] of a name makes. More of them are wrong, but are looked into.
func (r *reader) fillHeader(into reflect.Value, n *node, l label) {
	for i, item := range n.items {
		switch {
		case item.form == double:
			r.report(wrongType, item.at, "write ["+l.path+"]", "%s is one table, not a list of tables", l.name)
		case i > 0:
			hint := fmt.Sprintf("put its keys under the first, on line %d", r.file.At(n.items[0].at).Line)
			r.report(badTOML, item.at, hint, "[%s] stands here again", l.path)
		}
		r.fillTable(into, item, l)
	}
}

func (r *reader) fillTable(into reflect.Value, n *node, l label) {
	for _, key := range n.names {
		child := n.named[key]
		if into.Kind() == reflect.Map {
			r.fillEntry(into, key, child, l.of(key))
			continue
		}
		if field, ok := fieldOf(into.Type(), key); ok {
			r.fill(into.FieldByIndex(field.Index), child, l.of(key))
			continue
		}
		r.report(unknownKey, child.key, r.suggest(into.Type(), key), "unknown key %q", key)
	}
}

func (r *reader) fillEntry(into reflect.Value, key string, child *node, l label) {
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	value := reflect.New(into.Type().Elem()).Elem()
	if r.fill(value, child, l) {
		into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), value)
	}
}

// suggest helps with an unknown key: it stands in the wrong table, it is misspelt, or here is what there is.
func (r *reader) suggest(t reflect.Type, key string) string {
	if homes := homesOf(r.kind, key, ""); len(homes) == 1 {
		if homes[0] == "" {
			return key + " belongs at the top of the file, before the first [table]"
		}
		return key + " belongs under " + homes[0]
	}
	known := keysOf(t)
	if hint := diag.DidYouMean(key, known); hint != "" || len(known) > 8 {
		return hint
	}
	return "known here: " + strings.Join(known, ", ")
}

func fieldOf(t reflect.Type, key string) (reflect.StructField, bool) {
	for _, field := range reflect.VisibleFields(t) {
		if tag := field.Tag.Get("toml"); tag == key && tag != "" {
			return field, true
		}
	}
	return reflect.StructField{}, false
}

func keysOf(t reflect.Type) []string {
	var keys []string
	for _, field := range reflect.VisibleFields(t) {
		if tag := field.Tag.Get("toml"); tag != "" {
			keys = append(keys, tag)
		}
	}
	return keys
}

// homesOf lists the tables under t that know a key: "" for t itself, and headers such as [[part]] for
// others. Tables whose own name the author chooses have none.
func homesOf(t reflect.Type, key, header string) []string {
	if t.Kind() != reflect.Struct || t == reflect.TypeFor[Date]() {
		return nil
	}
	var homes []string
	if _, ok := fieldOf(t, key); ok {
		homes = append(homes, header)
	}
	path := strings.Trim(header, "[]")
	for _, field := range reflect.VisibleFields(t) {
		if field.Tag.Get("toml") == "" {
			continue
		}
		child := strings.TrimPrefix(path+"."+field.Tag.Get("toml"), ".")
		if field.Type.Kind() == reflect.Slice {
			homes = append(homes, homesOf(field.Type.Elem(), key, "[["+child+"]]")...)
		} else {
			homes = append(homes, homesOf(field.Type, key, "["+child+"]")...)
		}
	}
	return homes
}
