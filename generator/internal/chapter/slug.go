package chapter

import (
	"strconv"
	"strings"
	"unicode"
)

// Slug makes an anchor of a heading's text by GitHub's rules: lower case; letters, marks, digits, hyphens and
// underscores of every script stay; spaces become hyphens; all else goes.
func Slug(text string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(strings.TrimSpace(text)) {
		switch {
		case r == ' ' || r == '\t':
			b.WriteByte('-')
		case r == '-' || r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || unicode.Is(unicode.Pc, r):
			b.WriteRune(r)
		}
	}
	return b.String()
}

// ids hands out anchors that are unique in a chapter.
type ids map[string]bool

// fresh returns an anchor for a text that no other heading has: a second "Notes" becomes notes-1.
func (used ids) fresh(text string) string {
	id := Slug(text)
	if id == "" {
		id = "section"
	}
	candidate := id
	for n := 1; used[candidate]; n++ {
		candidate = id + "-" + strconv.Itoa(n)
	}
	used[candidate] = true
	return candidate
}
