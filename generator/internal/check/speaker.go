package check

import "strings"

// A speaker tells how many syllables words count for, and remembers the words that it has met: most of a text are
// a few hundred again and again. One goroutine at a time may use it.
type speaker struct {
	familiar *lexicon // may be nil
	met      [1 << metBits]struct {
		word  letters
		count int
	}
}

const metBits = 12

// spoken is the number of syllables that a word of a text counts for.
func (s *speaker) spoken(text string, w word) int {
	if w.end-w.start > 16 {
		return spoken(text[w.start:w.end], s.familiar)
	}
	key := lettersOf(text, w)
	m := &s.met[key.slot(metBits)]
	if m.word != key {
		m.word, m.count = key, spoken(text[w.start:w.end], s.familiar)
	}
	return m.count
}

// spoken is the number of syllables that a word counts for among readers to whom some are familiar.
func spoken(word string, familiar *lexicon) int {
	n := syllables(word)
	if n > 2 && familiar != nil && (familiar.has(word) || familiar.has(strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"))) {
		return 2
	}
	return n
}
