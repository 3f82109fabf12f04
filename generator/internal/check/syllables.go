package check

import (
	"strings"
	"unicode/utf8"
)

// syllables estimates how many syllables an English word has: its groups of vowels, without those that are
// silent, and with those that part a group. A figure has one for each digit, as people say it.
func syllables(word string) int {
	if isDigit(word[0]) {
		return digits(word)
	}
	if n, ok := irregular.get(word); ok {
		return n
	}
	var store [32]byte
	w, tail := contraction(string(appendPlain(store[:0], word)))
	stem, endings, unsaid := cutEndings(w)
	return max(vowelGroups(w)-endings+lastSyllable(stem)+firstSyllables(stem), 1) + endings - unsaid + tail
}

func digits(word string) (n int) {
	for i := range len(word) {
		if isDigit(word[i]) {
			n++
		}
	}
	return n
}

// irregular are words that the rules get wrong.
var irregular = syllableList(
	`aren't weren't isle isles aisle aisles`,
	`awesome business creature creatures elsewhere evening evenings lion lions maybe naked ninety o'clock
		soldier soldiers wednesday wednesdays whereas wicked`,
	`beloved businesses champion champions element elements museum museums overseas recipe recipes suicide theatre
		theatres theater wherever`,
	`apostrophe catastrophe european europeans`,
)

// syllableList makes a lexicon of words of one syllable, of two, and so on.
func syllableList(lists ...string) *lexicon {
	l := newLexicon("", 0)
	for i, list := range lists {
		for word := range strings.FieldsSeq(list) {
			l.set(word, i+1)
		}
	}
	return l
}

// appendPlain appends a word in lower case; a letter outside ASCII counts as a vowel, which most of those in
// English are (café).
func appendPlain(dst []byte, word string) []byte {
	for _, r := range word {
		switch r = foldRune(r); {
		case r < utf8.RuneSelf:
			dst = append(dst, byte(r))
		case r == 'ç' || r == 'ñ':
			dst = append(dst, 'n')
		default:
			dst = append(dst, 'a')
		}
	}
	return dst
}

// contraction cuts off 's, n't, 'll and the like, and tells whether it makes a syllable, as in "didn't".
func contraction(w string) (stem string, tail int) {
	at := strings.LastIndexByte(w, '\'')
	if at < 1 {
		return w, 0
	}
	before, after := w[at-1], w[at+1:]
	switch {
	case after == "t" && before == 'n' && at > 1:
		if strings.IndexByte("dst", w[at-2]) >= 0 {
			tail = 1
		}
	case after == "s" && strings.IndexByte("sxz", before) >= 0:
		tail = 1
	case after == "ll" || after == "ve" || after == "d":
		if !isVowel[before] {
			tail = 1
		}
	}
	return w[:at], tail
}

// cutEndings takes off endings that are a syllable each, so that an e before them is silent again: "lovely".
// "ically" is said "icly": one of its syllables goes unsaid.
func cutEndings(w string) (stem string, n, unsaid int) {
	for len(w) > 4 {
		cut := 0
		switch w[len(w)-1] {
		case 'y':
			cut = ending(w, "ly")
			if ending(w, "ically") > 0 {
				unsaid = 1
			}
		case 'l':
			cut = ending(w, "ful")
		case 's':
			cut = ending(w, "less") + ending(w, "ness") + ending(w, "ments")
		case 't':
			cut = ending(w, "ment")
		}
		if cut == 0 || !hasVowel(w[:len(w)-cut]) {
			break
		}
		w = w[:len(w)-cut]
		n++
	}
	return w, n, unsaid
}

// ending is the length of the ending if w has it, or 0.
func ending(w string, end string) int {
	if len(w) > len(end) && w[len(w)-len(end):] == end {
		return len(end)
	}
	return 0
}

func hasVowel(w string) bool {
	for i := range len(w) {
		if isVowel[w[i]] {
			return true
		}
	}
	return false
}

// lastSyllable is what the end of a word adds to its groups of vowels: -1 where the last e is silent, 1 in
// "criticism".
func lastSyllable(w string) int {
	last, e := at(w, len(w)-1), len(w)-2
	switch {
	case last == 'e':
		return silent(w, len(w)-1, "")
	case last == 's' && at(w, e) == 'e':
		return silent(w, e, "cgsxz")
	case last == 'd' && at(w, e) == 'e':
		return silent(w, e, "dt")
	case last == 'm' && (at(w, e) == 's' || at(w, e) == 'h' && at(w, e-1) == 't'):
		return 1
	}
	return 0
}

// silent is -1 if the e at i, in the last syllable, is not said. It is said after the letters in loud.
func silent(w string, i int, loud string) int {
	c, b := at(w, i-1), at(w, i-2)
	switch {
	case i < 2 || !hasVowel(w[:i]):
		return 0
	case c == 'u': // league, technique; but ar-gue, va-lue
		if b == 'q' && hasVowel(w[:i-2]) || b == 'g' && isVowel[at(w, i-3)] {
			return silentGroup(w[:i-1])
		}
		return 0
	case isVowel[c] && !(c == 'y' && isVowel[b]):
		return 0
	case strings.IndexByte(loud, c) >= 0, loud == "cgsxz" && c == 'h' && (b == 'c' || b == 's'):
		return 0
	case c == 'l' && strings.IndexByte("bcdfgkpstvxz", b) >= 0: // ta-ble
		return 0
	case c == 'r' && (b == 't' || b == 'b' || b == 'c' || loud == "dt" && b == 'd'): // cen-tre, hun-dred
		return 0
	}
	return -1
}

func silentGroup(before string) int {
	if hasVowel(before) {
		return -1
	}
	return 0
}

// openings are first parts of words that have a syllable more or less than their groups of vowels, or that end in
// an e that is silent before more, as in "some|times".
var openings = func() *lexicon {
	l := newLexicon("scien creat react reali coerc ideal theor coope coord reass reinf reuni", 1)
	l.set("every", -1)
	for word := range strings.FieldsSeq("house there where some care home life time love lone here safe like name wide hope") {
		l.set(word, silentE)
	}
	return l
}()

const silentE = 0

// firstSyllables is what the beginning of a word adds to its groups of vowels.
func firstSyllables(w string) int {
	if len(w) < 5 {
		return 0
	}
	n, ok := openings.get(w[:5])
	switch {
	case ok && n != silentE:
		return n
	case ok:
		return silentInside(w, 5)
	case openings.has(w[:4]):
		return silentInside(w, 4)
	}
	return 0
}

// silentInside is -1 if the first part of a word like "some|times" ends in a silent e.
func silentInside(w string, end int) int {
	next := at(w, end)
	if len(w) < end+2 || isVowel[next] || next == 'r' || next == 'n' {
		return 0
	}
	return -1
}
