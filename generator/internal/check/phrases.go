package check

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A lexicon maps words to numbers, in any case. Its words lie in as many boxes as sums have beginnings, so that
// most words of a text, which know their sums, are seen to be in none of them at once. The box of anySum holds all.
type lexicon [1 << boxBits][]entry

const boxBits = 8

type entry struct {
	word  string // folded
	sum   uint32 // of its letters
	value int
}

// newLexicon makes a lexicon of words separated by spaces, each with the value.
func newLexicon(words string, value int) *lexicon {
	l := &lexicon{}
	for word := range strings.FieldsSeq(words) {
		l.set(word, value)
	}
	return l
}

// set gives a word a value, in place of an older one.
func (l *lexicon) set(word string, value int) {
	word = fold(word)
	e := entry{word, sumOf(word), value}
	for _, sum := range []uint32{e.sum, anySum} {
		box := &l[sum>>(32-boxBits)]
		*box = append(*box, e)
	}
}

// get looks up a word.
func (l *lexicon) get(word string) (value int, ok bool) { return l.look(word, sumOf(word)) }

// getIn looks up a word of a text.
func (l *lexicon) getIn(text string, w word) (value int, ok bool) {
	return l.look(text[w.start:w.end], w.sum)
}

func (l *lexicon) look(word string, sum uint32) (value int, ok bool) {
	box := l[sum>>(32-boxBits)]
	for i := len(box) - 1; i >= 0; i-- {
		if e := &box[i]; (e.sum == sum || sum == anySum) && same(e.word, word) {
			return e.value, true
		}
	}
	return 0, false
}

func sumOf(s string) uint32 { return lettersOf(s, word{end: int32(len(s))}).sum() }

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
