package check

import (
	"math"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lexicon maps words to numbers, in any case. Most words of a text are not in it; masks of lengths, by first
// and by last byte, tell so at once. The others are looked for among those with the same first byte, which
// is as fast as a map for so few, and far faster to make for each chapter. Words that have been found in a text
// know their sums, which tell better.
type lexicon struct {
	sums        [1 << sumBits / 64]uint64
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
func (l *lexicon) set(text string, value int) {
	text = fold(text)
	if len(l.entries) == math.MaxInt16 || text == "" {
		return
	}
	mask := lengthBit(len(text))
	if strings.Contains(text, "'") { // two bytes longer if it is typographic
		mask |= lengthBit(len(text) + len("’") - 1)
	}
	allow(&l.first, text[0], mask)
	allow(&l.last, text[len(text)-1], mask)
	l.allowSum(anySum)
	l.allowSum(lettersOf(text, word{end: int32(len(text))}).sum())
	head := &l.heads[lower[text[0]]]
	l.entries = append(l.entries, entry{text, value, *head})
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

func lengthBit(n int) uint32 { return 1 << (n & 31) }

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

// getIn looks up a word of a text.
func (l *lexicon) getIn(text string, w word) (value int, ok bool) {
	at := w.sum >> (32 - sumBits)
	if l.sums[at/64]>>(at%64)&1 == 0 {
		return 0, false
	}
	return l.look(text[w.start:w.end])
}

func (l *lexicon) allowSum(sum uint32) {
	at := sum >> (32 - sumBits)
	l.sums[at/64] |= 1 << (at % 64)
}

const sumBits = 12

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

// newPhrases makes room for so many phrases.
func newPhrases(n int) *phrases {
	return &phrases{starts: lexicon{entries: make([]entry, 0, n)}, list: make([]phrase, 0, n)}
}

func (p *phrases) add(text string, value int) {
	text = fold(text)
	if strings.IndexFunc(text, unicode.IsSpace) >= 0 {
		text = written(text)
	}
	words := appendWords(nil, text)
	if len(words) == 0 {
		return
	}
	first, next := text[words[0].start:words[0].end], -1
	if i, ok := p.starts.get(first); ok {
		next = i
	}
	p.list = append(p.list, phrase{text[words[0].start:], value, next})
	p.starts.set(first, len(p.list)-1)
}

// A found is a piece of a text that a check has something to say about.
type found struct {
	start, end int
	value      int
}

// in lists the phrases in a passage, of several at one place the longest.
func (p *phrases) in(s passage) (all []found) {
	done := 0
	for _, w := range s.words {
		i, ok := p.starts.getIn(s.text, w)
		if !ok || int(w.start) < done {
			continue
		}
		best := found{}
		for ; i >= 0; i = p.list[i].next {
			if stop := phraseEnd(s.text, int(w.start), p.list[i].text); stop > best.end {
				best = found{int(w.start), stop, p.list[i].value}
			}
		}
		if best.end > 0 {
			all = append(all, best)
			done = best.end
		}
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
	if at < len(text) {
		if kind, _ := belongs(text, at, letter); kind == letter {
			return 0
		}
	}
	return at
}
