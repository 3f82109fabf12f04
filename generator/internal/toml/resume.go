package toml

import (
	"bytes"
	"regexp"
	"strings"
)

// This file finds the way back into a text after a line that is no TOML.

// The beginning of a header, or of a key and its value. After a mistake within a value of several lines, it
// tells what is an expression of its own; other lines are taken for the rest of the value.
var fresh = regexp.MustCompile(`^[ \t]*(?:(\[\[?)[ \t]*` + dottedKey + `[ \t]*(?:\]|[\r\n]|$)|` + dottedKey + `[ \t]*=)`)

const dottedKey = `([\w-]+(?:[ \t]*\.[ \t]*[\w-]+)*)`

// freshMatch gives the places of the two brackets or one, of the header's name, and of the key's.
func freshMatch(line []byte) []int {
	return fresh.FindSubmatchIndex(line[:min(len(line), 1000)]) // no name is longer, but a line may be
}

// resume reports what the parser could not read, and returns the offset from where to try again.
func (b *builder) resume(message string, at int) int {
	begin := min(b.gap(b.done), at) // the mistake may be a comma or a comment
	words, hint, endless := plain(message, b.text[at:])
	first := b.line(begin)
	match := freshMatch(first)
	if endless && match != nil {
		at = b.blank(begin + match[1])
	}
	b.report(badTOML, at, hint, "%s", words)
	b.salvage(first, match, begin)

	next := begin + len(first)
	start := bytes.LastIndexByte(b.text[:at], '\n') + 1
	if start < next && (first[0] == '[' || !opens(first)) {
		return next
	}
	next = max(next, start)
	for next < len(b.text) && freshMatch(b.line(next)) == nil {
		next += len(b.line(next))
	}
	return next
}

// opens tells whether a line may begin a value of several lines.
func opens(line []byte) bool {
	return bytes.ContainsAny(line, "[{") || bytes.Contains(line, []byte(`"""`)) || bytes.Contains(line, []byte("'''"))
}

// line returns the rest of the line from an offset, with its end.
func (b *builder) line(from int) []byte {
	rest := b.text[from:]
	if end := bytes.IndexByte(rest, '\n'); end >= 0 {
		return rest[:end+1]
	}
	return rest
}

// salvage takes the name of a broken line, so that it is neither missed nor unchecked, and so that what
// stands below a broken header is not taken for part of the header before.
func (b *builder) salvage(line []byte, match []int, begin int) {
	switch {
	case match == nil && line[0] == '[':
		b.current = &node{kind: table}
	case match == nil:
	case match[6] >= 0:
		path := split(line, match[6], match[7], begin)
		b.put(b.current, path, &node{at: path[0].at})
	default:
		many := bytes.Contains(line, []byte("[[")) || bytes.Contains(line, []byte("]]"))
		b.header(split(line, match[4], match[5], begin), begin, many)
	}
}

// split takes a dotted key without quotes apart.
func split(line []byte, from, to, begin int) []segment {
	var path []segment
	for part := range strings.SplitSeq(string(line[from:to]), ".") {
		name := strings.Trim(part, " \t")
		at := begin + from + strings.Index(part, name)
		path = append(path, segment{name, at, at + len(name)})
		from += len(part) + 1
	}
	return path
}
