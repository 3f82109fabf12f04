package check

import (
	"math"
	"math/bits"
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
			end = start + 1
			for end+8 <= len(text) {
				n := lettersIn(text[end : end+8])
				end += n
				if n < 8 {
					break
				}
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

// lettersIn counts the letters of ASCII that eight bytes begin with, all at once: a byte's high bit tells whether
// it is one. Most of the cost of a scan is in the ends of words, which a loop over bytes never foresees.
func lettersIn(s string) int {
	const each = 0x0101010101010101 // times a byte, that byte eight times
	x := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
	small := (x | 0x20*each) & (0x7f * each)
	fromA := small + (0x80-'a')*each
	pastZ := small + (0x80-'z'-1)*each
	return bits.TrailingZeros64((x|^fromA|pastZ)&(0x80*each)) / 8
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
	if r == '’' {
		return '\''
	}
	return unicode.ToLower(r)
}

// A lexicon maps words to numbers, in any case. Most words of a text are not in it; masks of lengths, by first
// and by last byte, tell so at once. The others are looked for among those with the same first byte, which
// is as fast as a map for so few, and far faster to make for each chapter.
type lexicon struct {
	first, last [256]uint32
	heads       [256]int16 // index in entries + 1 of the newest entry with the first byte, 0 for none
	entries     []entry
}

type entry struct {
	word  string // folded
	value int
	next  int16
}

// newLexicon makes a lexicon of words separated by spaces, each with the value.
func newLexicon(words string, value int) *lexicon {
	l := &lexicon{}
	for word := range strings.FieldsSeq(words) {
		l.set(word, value)
	}
	return l
}

// set gives a word a value, in place of an older one. A lexicon takes no more than 32,767 words.
func (l *lexicon) set(word string, value int) {
	word = fold(word)
	if len(l.entries) == math.MaxInt16 || word == "" {
		return
	}
	mask := lengthBit(len(word))
	if strings.Contains(word, "'") { // two bytes longer if it is typographic
		mask |= lengthBit(len(word) + len("’") - 1)
	}
	allow(&l.first, word[0], mask)
	allow(&l.last, word[len(word)-1], mask)
	head := &l.heads[lower[word[0]]]
	l.entries = append(l.entries, entry{word, value, *head})
	*head = int16(len(l.entries))
}

// allow adds a mask for a byte in both cases. Outside ASCII cases may differ in every byte, and in length.
func allow(masks *[256]uint32, c byte, mask uint32) {
	if c < utf8.RuneSelf {
		masks[c] |= mask
		masks[unicode.ToUpper(rune(c))] |= mask
		return
	}
	for c := utf8.RuneSelf; c < 256; c++ {
		masks[c] = ^uint32(0)
	}
}

func lengthBit(n int) uint32 { return 1 << min(n, 31) }

// lower maps bytes of ASCII to lower case, and all others to one.
var lower = func() (lower [256]byte) {
	for c := range 256 {
		lower[c] = utf8.RuneSelf
		if c < utf8.RuneSelf {
			lower[c] = byte(unicode.ToLower(rune(c)))
		}
	}
	return lower
}()

// get looks up a word that is not empty.
func (l *lexicon) get(word string) (value int, ok bool) {
	if l.first[word[0]]&l.last[word[len(word)-1]]&lengthBit(len(word)) == 0 {
		return 0, false
	}
	return l.look(word)
}

func (l *lexicon) look(word string) (value int, ok bool) {
	for i := l.heads[lower[word[0]]]; i > 0; {
		e := &l.entries[i-1]
		if same(e.word, word) {
			return e.value, true
		}
		i = e.next
	}
	return 0, false
}

// same tells that a word is the folded one.
func same(folded, word string) bool {
	if len(folded) != len(word) && len(word) == utf8.RuneCountInString(word) {
		return false
	}
	for i := range min(len(folded), len(word)) {
		if c := word[i]; c >= utf8.RuneSelf || folded[i] >= utf8.RuneSelf {
			return fold(word) == folded
		} else if lower[c] != folded[i] {
			return false
		}
	}
	return len(folded) == len(word)
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
	text = fold(text)
	if strings.IndexFunc(text, unicode.IsSpace) >= 0 {
		text = written(text)
	}
	start, end := nextWord(text, 0)
	if start == len(text) {
		return
	}
	first, next := text[start:end], -1
	if i, ok := p.starts.get(first); ok {
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
	for i, want := range phrase {
		switch {
		case at < len(text) && lower[text[at]] == phrase[i] && want != ' ' && want < utf8.RuneSelf:
			at++
		case want == ' ' && at < len(text):
			rest := strings.TrimLeftFunc(text[at:], unicode.IsSpace)
			if len(rest) == len(text)-at {
				return 0
			}
			at = len(text) - len(rest)
		default:
			r, size := utf8.DecodeRuneInString(text[at:])
			if r < utf8.RuneSelf || foldRune(r) != want {
				return 0
			}
			at += size
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
