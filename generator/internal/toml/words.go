package toml

import (
	"bytes"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Go-toml's words for what an author gets wrong most, by their beginning, and ours. Where the text runs on
// to the end of the file, the place to look at is where it began.
var mistakes = []struct {
	theirs, words, hint string
	endless             bool
}{
	{"basic strings cannot have new lines", `the closing " is missing`, `text over several lines stands between """ and """`, false},
	{"literal strings cannot have new lines", `the closing ' is missing`, `text over several lines stands between """ and """`, false},
	{"unterminated basic string", `the closing " is missing`, "", false},
	{"unterminated literal string", `the closing ' is missing`, "", false},
	{"multiline basic string not terminated", `the closing """ is missing`, "", true},
	{"multiline literal string not terminated", `the closing ''' is missing`, "", true},
	{"array is incomplete", "the closing ] of the list is missing", "", true},
	{"inline table is incomplete", "the closing } is missing", "", true},
	{"expected ',' or ']'", "a comma, or the closing ] of the list, is missing before this", "", false},
	{"expected ',' or '}'", "a comma, or the closing }, is missing before this", "", false},
	{"expected value but got", "a value is missing before the comma", "", false},
	{"unexpected comma", "a key is missing before the comma", "", false},
	{"expected ']' to close", "the closing ] is missing", "", false},
	{"expected ']]' to close", "the closing ]] is missing", "", false},
	{"expected '=' after key", "a key is followed by =", "write key = value; a key with spaces stands in quotes", false},
	{"expected newline but got", "nothing more may stand on this line", "text stands in quotes", false},
	{"unexpected character", "this is not a value", "text stands in quotes", false},
	{"expected keyword", "this is not a value", "text stands in quotes", false},
	{"strings must be quoted", "this is not a value", "text stands in quotes", false},
	{"expected value, not end", "the value is missing", "", false},
	{"invalid character at start of key", "this is not a key", "a key is made of letters, digits, - and _, or stands in quotes", false},
	{"invalid escape character", `this is not a known \ sequence`, `write \\ for a \, or put the text in 'single quotes'`, false},
	{"carriage returns", "a line ends in a lone carriage return", "save the file with the line ends of Unix or Windows", false},
}

// plain puts a message of go-toml's about the text at hand into words for authors.
func plain(theirs string, at []byte) (words, hint string, endless bool) {
	c, _ := utf8.DecodeRune(at)
	value := strings.HasPrefix(theirs, "unexpected character")
	switch {
	case value && (c == '\n' || c == '\r' || c == '#'):
		return "the value is missing", "", false
	case value && strings.ContainsRune("“”„‟«»‘’‚‹›", c):
		return "this is not a value", `use the straight quote "`, false
	case c == ']' && strings.HasPrefix(theirs, "expected newline"):
		return "this ] is one too many", "", false
	case c == '\r' && !bytes.HasPrefix(at, []byte("\r\n")):
		theirs = "carriage returns"
	}
	for _, m := range mistakes {
		if strings.HasPrefix(theirs, m.theirs) {
			return m.words, m.hint, m.endless
		}
	}
	return theirs, "", false
}

// found says what a value is, as in "title must be text, not …".
func (n *node) found() string {
	switch n.kind {
	case boolean:
		return n.written
	case headers:
		if n.last().form == double {
			return "a list of tables"
		}
		return "a table"
	}
	return [...]string{text: "text", whole: "a number", fraction: "a number with a fraction", date: "a date",
		moment: "a time", list: "a list", table: "a table"}[n.kind]
}

// remedy says how to write a value so that the type takes it, if it is a matter of writing.
func (n *node) remedy(t reflect.Type, l label) string {
	switch {
	case t.Kind() == reflect.Slice && isTable(t.Elem()):
		return "write [[" + l.path + "]] on a line of its own, and its keys below"
	case len(n.written) > 60 || strings.Contains(n.written, "\n"):
		return ""
	case t.Kind() == reflect.Slice && n.fits(t.Elem()):
		return "write it in brackets: [" + n.written + "]"
	case isTable(t):
		if l.item {
			return "write [[" + l.path + "]] on a line of its own, and its keys below"
		}
		return "write [" + l.path + "] on a line of its own, and its keys below"
	case t.Kind() == reflect.String && (n.kind == whole || n.kind == fraction || n.kind == date || n.kind == moment):
		return `write it in quotes: "` + n.written + `"`
	case n.kind == moment && t == reflect.TypeFor[Date]() && len(n.written) > len("2026-11-22"):
		return "leave the time out: " + n.written[:len("2026-11-22")]
	case n.kind == text && t.Kind() != reflect.String:
		bare := &node{written: n.value.(string)}
		if !strings.ContainsAny(bare.written, "\n\"'[{#") && bare.decode() == nil && bare.fits(t) {
			return "write it without quotes: " + bare.written
		}
	}
	return ""
}
