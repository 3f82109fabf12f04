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
			return start, wordEnd(text, start+1)
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

// appendFolded appends text in lower case, with typewriter apostrophes.
func appendFolded(dst []byte, text string) []byte {
	for i := 0; i < len(text); {
		if c := text[i]; c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c |= 0x20
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		dst = utf8.AppendRune(dst, foldRune(r))
		i += size
	}
	return dst
}

func foldRune(r rune) rune {
	if r == '’' {
		return '\''
	}
	return unicode.ToLower(r)
}

// A lexicon maps words to numbers, in any case. Most words of a text are not in it; a mask of lengths by
// first byte tells so without hashing them.
type lexicon struct {
	lengths [256]uint32
	values  map[string]int
}

// newLexicon makes a lexicon of words separated by spaces, each with the value.
func newLexicon(words string, value int) *lexicon {
	l := &lexicon{values: map[string]int{}}
	for word := range strings.FieldsSeq(words) {
		l.set(word, value)
	}
	return l
}

func (l *lexicon) set(word string, value int) {
	word = string(appendFolded(nil, word))
	l.values[word] = value
	mask := lengthBit(len(word))
	if strings.Contains(word, "'") { // two bytes longer if it is typographic
		mask |= lengthBit(len(word) + len("’") - 1)
	}
	first := word[0]
	if first >= utf8.RuneSelf { // cases may differ in every byte
		for c := utf8.RuneSelf; c < 256; c++ {
			l.lengths[c] = ^uint32(0)
		}
		return
	}
	l.lengths[first] |= mask
	l.lengths[unicode.ToUpper(rune(first))] |= mask
}

func lengthBit(n int) uint32 { return 1 << min(n, 31) }

// get looks up a word that is not empty.
func (l *lexicon) get(word string) (value int, ok bool) {
	if l.lengths[word[0]]&lengthBit(len(word)) == 0 {
		return 0, false
	}
	return l.look(word)
}

func (l *lexicon) look(word string) (value int, ok bool) {
	var store [48]byte
	value, ok = l.values[string(appendFolded(store[:0], word))]
	return value, ok
}

func (l *lexicon) has(word string) bool {
	_, ok := l.get(word)
	return ok
}

// A phrase is a few words to be found in running text. Its text is folded, with single spaces.
type phrase struct {
	text  string
	value int
	next  int // the next phrase with the same first word, or -1
}

// phrases finds words and phrases as whole words, in any case, over line breaks too.
type phrases struct {
	starts lexicon // first word → index in list
	list   []phrase
}

func (p *phrases) add(text string, value int) {
	text = string(appendFolded(nil, written(text)))
	start, end := nextWord(text, 0)
	if start == len(text) {
		return
	}
	if p.starts.values == nil {
		p.starts.values = map[string]int{}
	}
	first, next := text[start:end], -1
	if i, ok := p.starts.values[first]; ok {
		next = i
	}
	p.list = append(p.list, phrase{text[start:], value, next})
	p.starts.set(first, len(p.list)-1)
}

// A found is a piece of a text that a check has something to say about.
type found struct {
	start, end int
	value      int
}

// in lists the phrases in a text, of several at one place the longest.
func (p *phrases) in(text string) (all []found) {
	start, end := nextWord(text, 0)
	for start < len(text) {
		if i, ok := p.starts.get(text[start:end]); ok {
			best := found{}
			for ; i >= 0; i = p.list[i].next {
				if stop := phraseEnd(text, start, p.list[i].text); stop > best.end {
					best = found{start, stop, p.list[i].value}
				}
			}
			if best.end > 0 {
				all = append(all, best)
				end = best.end
			}
		}
		start, end = nextWord(text, end)
	}
	return all
}

// phraseEnd is where the phrase ends in the text if it stands at start, or 0.
func phraseEnd(text string, start int, phrase string) int {
	at := start
	for _, want := range phrase {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case want != ' ' && size > 0 && foldRune(r) == want:
			at += size
		case want == ' ' && unicode.IsSpace(r):
			at += len(text[at:]) - len(strings.TrimLeftFunc(text[at:], unicode.IsSpace))
		default:
			return 0
		}
	}
	if wordEnd(text, at) > at {
		return 0
	}
	return at
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
