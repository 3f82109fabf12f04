package check

import (
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

// nextWord gives the next word at or after from; start is len(text) when there is none. A word is a run of
// letters, marks and digits, with apostrophes between them: "don't" is one, "well-being" two.
func nextWord(text string, from int) (start, end int) {
	for start = from; start < len(text); {
		switch byteKinds[text[start]] {
		case letter:
			for end = start + 1; end < len(text) && byteKinds[text[end]] == letter; {
				end++
			}
			if end < len(text) && byteKinds[text[end]] != other {
				end = wordEnd(text, end)
			}
			return start, end
		case wide:
			r, size := utf8.DecodeRuneInString(text[start:])
			if inWord(r) {
				return start, wordEnd(text, start+size)
			}
			start += size
		default:
			start++
		}
	}
	return len(text), len(text)
}

// wordEnd is where the word ends that runs up to end at least.
func wordEnd(text string, end int) int {
	for end < len(text) {
		switch byteKinds[text[end]] {
		case letter:
			end++
			continue
		case apostrophe:
			if !wordAt(text, end+1) {
				return end
			}
			end++
			continue
		case wide:
			r, size := utf8.DecodeRuneInString(text[end:])
			if inWord(r) || r == '’' && wordAt(text, end+size) {
				end += size
				continue
			}
		}
		return end
	}
	return end
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
