package references

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A kind is the sort of a JSON value, in an author's words.
type kind string

const (
	isText    kind = "text"
	isNumber  kind = "a number"
	isBoolean kind = "true or false"
	isNull    kind = "null"
	isList    kind = "a list"
	isObject  kind = "an object"
)

// A value is a JSON value that knows its place, which encoding/json does not tell.
type value struct {
	at     int // offset of its first byte
	kind   kind
	text   string  // of a text, decoded; of a number, as written
	items  []value // of a list
	fields []field // of an object
	cut    bool    // the file broke before its end
}

type field struct {
	name  string
	at    int
	value value
}

// maxDepth is far above the six levels that CSL-JSON needs, and far below what fills a stack.
const maxDepth = 100

// A reader walks JSON. It goes on after a missing or superfluous comma and after a bad word or escape, so
// that such a mistake does not hide the others; broken tells that it could not go on.
type reader struct {
	file     *source.File
	data     []byte
	at       int
	depth    int
	problems []diag.Problem
	broken   bool
}

// readJSON reads the one value that a file holds. The value is what was read before the file broke, if it did.
func readJSON(f *source.File) (v value, problems []diag.Problem, whole bool) {
	r := &reader{file: f, data: f.Bytes()}
	if bytes.HasPrefix(r.data, []byte("\xff\xfe")) || bytes.HasPrefix(r.data, []byte("\xfe\xff")) {
		r.fail(0, "the file is in UTF-16", "save it as UTF-8")
		return v, r.problems, false
	}
	if bad := source.Invalid(r.data); bad >= 0 {
		r.report(bad, "the file is not valid UTF-8 here", "save the file as UTF-8")
	}
	if bytes.HasPrefix(r.data, []byte("\ufeff")) {
		r.at = len("\ufeff")
	}
	if r.peek() == 0 && r.at == len(r.data) {
		r.report(0, "the file is empty", "a list without entries is written []")
		return value{kind: isList}, r.problems, true
	}
	v = r.value()
	if !r.broken && (r.peek() != 0 || r.at < len(r.data)) {
		r.fail(r.at, fmt.Sprintf("nothing may follow the end of the list, but %s does", r.here()), "")
	}
	return v, r.problems, !r.broken
}

func (r *reader) report(at int, message, hint string) {
	r.problems = append(r.problems, badReferences.At(r.file.At(at), "%s", message).WithHint("%s", hint))
}

func (r *reader) fail(at int, message, hint string) {
	r.report(at, message, hint)
	r.broken = true
}

// peek skips white space and returns the byte that follows, or 0 at the end.
func (r *reader) peek() byte {
	for r.at < len(r.data) {
		switch c := r.data[r.at]; c {
		case ' ', '\t', '\r', '\n':
			r.at++
		default:
			return c
		}
	}
	return 0
}

// here names what stands at the reader's place.
func (r *reader) here() string {
	if r.at >= len(r.data) {
		return "the end of the file"
	}
	c, _ := utf8.DecodeRune(r.data[r.at:])
	return fmt.Sprintf("%q", c)
}

func (r *reader) value() value {
	v := r.any()
	v.cut = r.broken
	return v
}

func (r *reader) any() value {
	switch c := r.peek(); {
	case c == '[' || c == '{':
		return r.nested(c)
	case c == '"':
		at := r.at
		return value{at: at, kind: isText, text: r.text()}
	case isWord(c):
		return r.word()
	}
	hint := ""
	switch c, _ := utf8.DecodeRune(r.data[r.at:]); {
	case r.at >= len(r.data):
		hint = "the end of the file may have been lost; export it again"
	case c == '/':
		hint = "JSON has no comments"
	case strings.ContainsRune("'`‘’“”„«", c):
		hint = `text stands between straight double quotes: "…"`
	}
	r.fail(r.at, fmt.Sprintf("a value is expected here, not %s", r.here()), hint)
	return value{at: r.at, kind: isNull}
}

func (r *reader) nested(open byte) value {
	if r.depth++; r.depth > maxDepth {
		r.fail(r.at, fmt.Sprintf("lists and objects are nested deeper than %d levels", maxDepth), "")
		return value{at: r.at, kind: isNull}
	}
	defer func() { r.depth-- }()
	v := value{at: r.at, kind: isList}
	r.at++
	if open == '[' {
		r.members(v.at, ']', func() { v.items = append(v.items, r.value()) })
		return v
	}
	v.kind = isObject
	seen := map[string]bool{}
	r.members(v.at, '}', func() {
		f, ok := r.field(seen)
		if ok {
			v.fields = append(v.fields, f)
		}
	})
	return v
}

// members reads what stands between brackets, calling read for each member.
func (r *reader) members(open int, end byte, read func()) {
	for first := true; !r.broken; first = false {
		c := r.peek()
		switch {
		case r.at >= len(r.data):
			r.fail(open, fmt.Sprintf("this %q is never closed", r.data[open]), "the end of the file may have been lost; export it again")
			return
		case c == end:
			r.at++
			return
		case c == ',' && first:
			r.report(r.at, "a comma stands before the first value", "delete it")
			r.at++
		case c == ',':
			r.comma(end)
		case !first && (c == '"' || end == ']' && (c == '{' || c == '[' || isWord(c))):
			r.report(r.at, "a comma is missing before this", "write one after the value above")
		case !first:
			r.fail(r.at, fmt.Sprintf("a comma or %q is expected here, not %s", end, r.here()),
				`a quotation mark within a text is written \"`)
			return
		}
		if r.broken || r.peek() == end || r.at >= len(r.data) {
			continue
		}
		read()
	}
}

// comma passes one comma, and reports those that are too many.
func (r *reader) comma(end byte) {
	at := r.at
	r.at++
	for r.peek() == ',' {
		r.report(r.at, "there are two commas where one is enough", "delete one")
		r.at++
	}
	if r.peek() == end {
		r.report(at, fmt.Sprintf("a comma stands before the closing %q", end), "delete it")
	}
}

// field reads a name, a colon and a value.
func (r *reader) field(seen map[string]bool) (field, bool) {
	f := field{at: r.at}
	if r.peek() != '"' {
		r.fail(r.at, fmt.Sprintf("the name of a field is expected here, not %s", r.here()),
			`names stand between straight double quotes: "title"`)
		return f, false
	}
	if f.name = r.text(); r.broken {
		return f, false
	}
	if r.peek() != ':' {
		r.fail(r.at, fmt.Sprintf("a colon is expected after %q, not %s", f.name, r.here()), "")
		return f, false
	}
	r.at++
	f.value = r.value()
	if seen[f.name] {
		r.problems = append(r.problems, badReference.At(r.file.At(f.at), "%q stands twice in the same object", f.name).
			WithHint("delete one of the two"))
		return f, false
	}
	seen[f.name] = true
	return f, true
}

// text reads a text and decodes it; one with a mistake is given as it stands.
func (r *reader) text() string {
	open := r.at
	for r.at++; r.at < len(r.data); r.at++ {
		switch c := r.data[r.at]; {
		case c == '"':
			r.at++
			return decode(r.data[open:r.at])
		case c == '\\':
			r.escape()
		case c == '\n' || c == '\r':
			r.fail(open, "this text is not closed on its line", `close it with ", or write a line break as \n`)
			return ""
		case c < ' ':
			r.report(r.at, fmt.Sprintf("a text may not hold the character %U", c), "delete it")
		}
	}
	r.fail(open, "this text is never closed", `close it with "`)
	return ""
}

func decode(quoted []byte) (text string) {
	if json.Unmarshal(quoted, &text) != nil {
		text = strings.ToValidUTF8(string(quoted[1:len(quoted)-1]), "\ufffd")
	}
	return text
}

var escapeSequence = regexp.MustCompile(`^\\(["\\/bfnrt]|u[[:xdigit:]]{4})`)

// escape passes a backslash and what it escapes, or the backslash alone if it escapes nothing. It leaves the last
// byte to the walk.
func (r *reader) escape() {
	length := len(escapeSequence.Find(r.data[r.at:]))
	if length == 0 {
		r.report(r.at, `a backslash must begin one of \" \\ \/ \b \f \n \r \t \u0000`, `a backslash itself is written \\`)
		return
	}
	r.at += length - 1
}

func isWord(c byte) bool {
	return c == '-' || c == '+' || c == '.' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z'
}

// word reads a number, true, false or null, and passes anything that looks like one.
func (r *reader) word() value {
	v := value{at: r.at, kind: isNumber}
	for r.at < len(r.data) && isWord(r.data[r.at]) {
		r.at++
	}
	v.text = string(r.data[v.at:r.at])
	switch {
	case v.text == "true" || v.text == "false":
		v.kind = isBoolean
	case v.text == "null":
		v.kind = isNull
	case !json.Valid([]byte(v.text)):
		r.report(v.at, v.text+" is not a JSON value", `text stands between double quotes: "…"`)
		v.kind = isText
	}
	return v
}
