package check

import "strings"

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
