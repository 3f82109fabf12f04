package check

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// object is the character that stands for code, a picture or a citation in a block's text.
const object = '\uFFFC'

// The kinds of bytes that the scan for words tells apart.
const (
	other      = iota
	letter     // or digit, of ASCII
	apostrophe // the typewriter's
	wide       // the first byte of a character outside ASCII
)

var byteKinds = func() (kinds [256]uint8) {
	for c := range 256 {
		switch {
		case c >= utf8.RuneSelf:
			kinds[c] = wide
		case c == '\'':
			kinds[c] = apostrophe
		case isDigit(byte(c)), 'a' <= c|0x20 && c|0x20 <= 'z':
			kinds[c] = letter
		}
	}
	return kinds
}()

// A word stands between two places of a text. It is a run of letters, marks and digits, with apostrophes between
// them: "don't" is one, "well-being" two.
type word struct {
	start, end int32
	sum        uint32 // of its letters in any case, see letters
}

// appendWords appends the words of a text. It takes no branch on letters: where words end is hard to foretell, and
// a wrong guess takes a processor longer than a whole word does.
func appendWords(words []word, text string) []word {
	first, n := len(words), len(words)
	words = slices.Grow(words, len(text)/2+1)
	words = words[:cap(words)]
	start, inside := 0, uint8(0)
	for i := 0; i < len(text); {
		now, size := byteKinds[text[i]], 1
		if now > letter {
			now, size = belongs(text, i, inside)
		}
		start += (i - start) & (int(inside) - 1) // start = i before the word
		words[n].start, words[n].end = int32(start), int32(i)
		n += int(inside &^ now)
		inside = now
		i += size
	}
	if inside == letter {
		words[n].start, words[n].end = int32(start), int32(len(text))
		n++
	}
	for i := first; i < n; i++ {
		words[i].sum = lettersOf(text, words[i]).sum()
	}
	return words[:n]
}

// belongs tells whether the character at i is part of a word (letter) or not (other), and its size. Inside is
// letter if a word runs up to i.
func belongs(text string, i int, inside uint8) (kind uint8, size int) {
	r, size := utf8.DecodeRuneInString(text[i:])
	if inWord(r) || inside == letter && (r == '\'' || r == '’') && wordAt(text, i+size) {
		return letter, size
	}
	return other, size
}

func wordAt(text string, i int) bool {
	r, _ := utf8.DecodeRuneInString(text[i:])
	return inWord(r)
}

func inWord(r rune) bool {
	if r < utf8.RuneSelf {
		return byteKinds[byte(r)] == letter
	}
	if 0x2000 <= r && r < 0x2070 { // dashes, quotes and spaces
		return false
	}
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r))
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// blank tells that there is nothing but space between two words.
func blank(gap string) bool {
	return gap == " " || strings.TrimSpace(gap) == "" && gap != ""
}

// written is a piece of text as a message shows it: on one line.
func written(text string) string { return strings.Join(strings.Fields(text), " ") }

// fold gives text in lower case, with typewriter apostrophes.
func fold(text string) string {
	return strings.Map(foldRune, text)
}

func foldRune(r rune) rune {
	if r < utf8.RuneSelf {
		return rune(lower[r])
	}
	if r == '’' {
		return '\''
	}
	return unicode.ToLower(r)
}

// english tells that a language tag names some kind of English.
func english(language string) bool {
	return strings.EqualFold(primary(language), "en")
}

// spaced tells that a language is written with spaces between words.
func spaced(language string) bool {
	switch strings.ToLower(primary(language)) {
	case "bo", "dz", "ja", "km", "lo", "my", "th", "yue", "zh":
		return false
	}
	return true
}

func primary(language string) string {
	tag, _, _ := strings.Cut(language, "-")
	return tag
}
