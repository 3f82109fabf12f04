package check

import (
	"strings"
	"unicode/utf8"
)

// syllables estimates how many syllables an English word has: its groups of vowels, without those that are
// silent, and with those that part a group. A figure has one for each digit, as people say it.
func syllables(word string) int {
	groups, sure, small := glance(word)
	if sure && groups <= 1 { // as half of all words have
		return 1
	}
	if isDigit(word[0]) {
		return digits(word)
	}
	if n, ok := irregular.get(word); ok {
		return n
	}
	w, tail := word, 0
	if !small {
		w = strings.Map(plainLetter, word)
	}
	if !sure {
		w, tail = contraction(w)
		groups = vowelGroups(w)
	}
	stem, endings, unsaid := cutEndings(w)
	return max(groups-endings+lastSyllable(stem)+firstSyllables(stem), 1) + endings - unsaid + tail
}

// glance counts the groups of vowels in a word fast. It is sure of them unless one may be said in two parts, or
// there is more to the word than letters. Small tells that all its bytes are small letters of ASCII.
func glance(word string) (groups int, sure, small bool) {
	sum, last, all, some := uint16(0), uint8(0), word[0], word[0]
	if word[0]|0x20 == 'y' { // begins a syllable
		word = word[1:]
	}
	for i := range len(word) {
		c := word[i]
		all &= c
		some |= c
		v := vowels[c]
		sum += pairs[last<<3|v]
		last = v
	}
	return int(sum % doubtful), sum < doubtful && !strings.HasSuffix(word, "m"), all&0x60 == 0x60 && some < utf8.RuneSelf
}

// vowels numbers the vowels from 1 on; 0 are consonants, 7 is what is no letter of ASCII.
var vowels = func() (numbers [256]uint8) {
	for c := range 256 {
		if byteKinds[c] != letter || isDigit(byte(c)) {
			numbers[c] = 7
		}
	}
	for i, c := range "aeiouy" {
		numbers[c], numbers[c-'a'+'A'] = uint8(i+1), uint8(i+1)
	}
	return numbers
}()

// pairs tells what a byte adds to a word, by 8 times the number of the byte before and its own: 1 if it begins a
// group of vowels, doubtful if splits and consonantY have to look.
var pairs = func() (pairs [64]uint16) {
	for i := range uint8(8) {
		pairs[i] = min(1, uint16(i))
		pairs[i<<3|7], pairs[7<<3|i] = doubtful, doubtful
	}
	for pair := range strings.FieldsSeq("ai ei oi yi ui ia ie io iu ua ue uo ea eo oe ao ya ye yo yu") {
		pairs[vowels[pair[0]]<<3|vowels[pair[1]]] = doubtful
	}
	return pairs
}()

const doubtful = 64

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

// plainLetter gives a letter in lower case; one outside ASCII counts as a vowel, which most of those in English
// are (café).
func plainLetter(r rune) rune {
	switch r = foldRune(r); {
	case r < utf8.RuneSelf:
		return r
	case r == 'ç' || r == 'ñ':
		return 'n'
	}
	return 'a'
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

var isVowel = [256]bool{'a': true, 'e': true, 'i': true, 'o': true, 'u': true, 'y': true}

// vowelGroups counts the groups of vowels in a word; one that is said in two parts ("di-et") counts twice.
func vowelGroups(w string) (n int) {
	in := false
	for i := range len(w) {
		c := w[i]
		vowel := isVowel[c]
		if c == 'y' && vowel {
			vowel = !consonantY(w, i)
		}
		if vowel && (!in || splits(w, i, n)) {
			n++
		}
		in = vowel
	}
	return n
}

// consonantY tells that the y at i begins a syllable, as in "yes" and "beyond".
func consonantY(w string, i int) bool {
	return at(w, i+1) != 'y' && isVowel[at(w, i+1)] && (i == 0 || isVowel[w[i-1]])
}

// at is byte i of a word, or 0 outside it.
func at(w string, i int) byte {
	if i < 0 || i >= len(w) {
		return 0
	}
	return w[i]
}

// splits tells that the vowel at i is said apart from the one before it. n groups have been counted.
func splits(w string, i, n int) bool {
	before, next, rest := at(w, i-2), at(w, i+1), w[i:]
	soft := strings.IndexByte("cgstx", before) >= 0 // so-cial, pa-tient, re-gion
	switch w[i-1 : i+1] {
	case "ai", "ei", "oi", "yi":
		return rest == "ing" || rest == "ings" // be-ing
	case "ui":
		return before != 'q' && before != 'g' && (next == 'n' || next == 'd' || rest == "ity" || rest == "ition")
	case "ia":
		return !(soft && next != 't' || next == 'g' || before == 'l' && next == 'r')
	case "ie":
		return next == 't' || n > 1 && (rest == "er" || rest == "est") || next == 'n' && at(w, i+2) != 'd' && !soft
	case "io":
		return !(soft || next == 'n' || next == 'u' && at(w, i+2) == 'r' || next == 'r' && (before == 'n' || before == 'v'))
	case "iu", "ao", "ya", "yo":
		return true
	case "ua":
		return !(before == 'q' || before == 'g' || before == 's' && next == 'd')
	case "ue":
		return (next == 'l' || next == 'n') && before != 'q' && before != 'g'
	case "uo":
		return before != 'q'
	case "ea":
		return n > 1 && (rest == "a" || rest == "as")
	case "eo":
		return n > 1 && (rest == "o" || rest == "os") || next == 't' || next == 'u' && before != 'g'
	case "oe":
		return next == 'm' || next == 't'
	case "ye":
		return rest == "er" || rest == "ers"
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
