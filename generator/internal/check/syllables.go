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
	var store [40]byte
	stem, tail := contraction(appendPlain(store[:0], word))
	stem, endings := cutEndings(stem)
	n := vowelGroups(stem) + lastSyllable(stem) + firstSyllables(stem)
	return max(n, 1) + endings + tail
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
	`aren't weren't isle isles aisle aisles creature:2 creatures:2`,
	`business maybe safety ninety evening lion lions naked wicked elsewhere awesome whereas soldier soldiers
		people's unit units hearted worried`,
	`businesses evenings:2 element elements champion champions museum museums recipe recipes overseas beloved
		ideas areas sciences disagree video videos`,
	`apostrophe catastrophe`,
)

// syllableList reads words by their number of syllables, from one on; "word:2" has a number of its own.
func syllableList(lists ...string) *lexicon {
	l := newLexicon("", 0)
	for i, list := range lists {
		for word := range strings.FieldsSeq(list) {
			word, own, ok := strings.Cut(word, ":")
			n := i + 1
			if ok {
				n = int(own[0] - '0')
			}
			l.set(word, n)
		}
	}
	return l
}

// appendPlain appends a word in lower case; a letter outside ASCII counts as a vowel, which most of those in
// English are (café).
func appendPlain(dst []byte, word string) []byte {
	for i := range len(word) {
		switch c := word[i]; {
		case 'A' <= c && c <= 'Z':
			dst = append(dst, c|0x20)
		case c < utf8.RuneSelf:
			dst = append(dst, c)
		default:
			return appendAccented(dst, word[i:])
		}
	}
	return dst
}

func appendAccented(dst []byte, rest string) []byte {
	for _, r := range rest {
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
func contraction(w []byte) (stem []byte, tail int) {
	at := len(w) - 1
	for at >= 0 && w[at] != '\'' {
		at--
	}
	if at < 1 {
		return w, 0
	}
	before, after := w[at-1], string(w[at+1:])
	switch {
	case after == "t" && before == 'n' && at > 1:
		if strings.IndexByte("dst", w[at-2]) >= 0 {
			tail = 1
		}
		return w[:at-1], tail
	case after == "ll" || after == "ve" || after == "d":
		if !isVowel[before] {
			tail = 1
		}
	}
	return w[:at], tail
}

// cutEndings takes off endings that are a syllable each, so that an e before them is silent again: "lovely".
func cutEndings(w []byte) (stem []byte, n int) {
	for len(w) > 4 {
		cut := 0
		switch w[len(w)-1] {
		case 'y':
			cut = ending(w, "ly")
			if cut > 0 && ending(w, "ically") > 0 { // said "icly"
				n--
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
	return w, n
}

// ending is the length of the ending if w has it, or 0.
func ending(w []byte, end string) int {
	if len(w) > len(end) && string(w[len(w)-len(end):]) == end {
		return len(end)
	}
	return 0
}

func hasVowel(w []byte) bool {
	for _, c := range w {
		if isVowel[c] {
			return true
		}
	}
	return false
}

var isVowel = [256]bool{'a': true, 'e': true, 'i': true, 'o': true, 'u': true, 'y': true}

// vowelGroups counts the groups of vowels in a word; one that is said in two parts ("di-et") counts twice.
func vowelGroups(w []byte) (n int) {
	in := false
	for i, c := range w {
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
func consonantY(w []byte, i int) bool {
	return at(w, i+1) != 'y' && isVowel[at(w, i+1)] && (i == 0 || isVowel[w[i-1]])
}

// at is byte i of a word, or 0 outside it.
func at(w []byte, i int) byte {
	if i < 0 || i >= len(w) {
		return 0
	}
	return w[i]
}

// splits tells that the vowel at i is said apart from the one before it. n groups have been counted.
func splits(w []byte, i, n int) bool {
	before, next, rest := at(w, i-2), at(w, i+1), string(w[i:])
	soft := strings.IndexByte("cgstx", before) >= 0 // so-cial, pa-tient, re-gion
	switch string(w[i-1 : i+1]) {
	case "ai", "ei", "oi", "ui", "yi":
		return rest == "ing" || rest == "ings" || // be-ing
			w[i-1] == 'u' && before != 'q' && before != 'g' && (next == 'n' || rest == "ity" || next == 't' && at(w, i+2) == 'i')
	case "ia":
		return !(soft && next != 't' || next == 'g' || before == 'l' && next == 'r')
	case "ie":
		return next == 't' || n > 1 && (rest == "er" || rest == "est") || next == 'n' && at(w, i+2) != 'd' && !soft
	case "io":
		return !(soft || next == 'n' || next == 'u' && at(w, i+2) == 'r' || next == 'r' && (before == 'n' || before == 'v'))
	case "iu", "ao":
		return true
	case "ua":
		return !(before == 'q' || before == 'g' || before == 's' && next == 'd')
	case "ue":
		return (next == 'l' || next == 'n') && before != 'q' && before != 'g'
	case "uo":
		return before != 'q'
	case "ea":
		return rest == "a" && n > 1
	case "eo":
		return rest == "o" && n > 1 || next == 'u' && before != 'g'
	case "oe":
		return next == 'm' || next == 't'
	case "ya":
		return true
	case "ye":
		return rest == "er" || rest == "ers"
	}
	return false
}

// lastSyllable is what the end of a word adds to its groups of vowels: -1 where the last e is silent, 1 in
// "criticism".
func lastSyllable(w []byte) int {
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
func silent(w []byte, i int, loud string) int {
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

func silentGroup(before []byte) int {
	if hasVowel(before) {
		return -1
	}
	return 0
}

// firstSyllables is what the beginning of a word adds to its groups of vowels.
func firstSyllables(w []byte) int {
	if len(w) < 5 {
		return 0
	}
	switch string(w[:5]) {
	case "scien", "creat", "react", "reali", "coerc", "ideal", "theor", "coope", "coord", "reass", "reinf", "reuni",
		"stere":
		return 1
	case "every":
		return -1
	case "house", "there", "where":
		return silentInside(w, 5)
	}
	switch string(w[:4]) {
	case "some", "care", "home", "life", "time", "love", "lone", "here", "safe", "like", "name", "wide", "hope":
		return silentInside(w, 4)
	}
	return 0
}

// silentInside is -1 if the first part of a word like "some|times" ends in a silent e.
func silentInside(w []byte, end int) int {
	next := at(w, end)
	if len(w) < end+2 || isVowel[next] || strings.IndexByte("rdsn", next) >= 0 {
		return 0
	}
	return -1
}
