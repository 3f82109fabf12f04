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

// ids hands out anchors that are unique in a chapter. It knows those that are taken, and for each how often its text was
// met, so that a thousand equal headings are no work.
type ids map[string]int

func (used ids) take(id string) { used[id] = max(used[id], 1) }

// fresh returns an anchor for a text that no other heading has: a second "Notes" becomes notes-1.
func (used ids) fresh(text string) string {
	id := Slug(text)
	if id == "" {
		id = "section"
	}
	candidate, n := id, used[id]
	for ; used[candidate] > 0; n++ {
		candidate = id + "-" + strconv.Itoa(n)
	}
	used[id] = n
	used.take(candidate)
	return candidate
}
