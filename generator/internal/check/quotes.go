package check

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// quotations maps the characters that may open a quotation to those that may close it.
var quotations = map[rune]string{
	'"': `"`, '“': "”“", '”': "”", '„': "“”", '«': "»", '»': "«", '‘': "’‘", '‚': "‘’", '‹': "›", '›': "‹",
	'\'': "'", '「': "」", '『': "』",
}

// quoted lists the quotations in a text, from the opening mark to the closing one. A mark that is never closed
// quotes nothing; one inside a quotation belongs to it.
func quoted(text string) (all []found) {
	unclosed := map[rune]bool{}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		closers := quotations[r]
		if closers != "" && !unclosed[r] && opens(text, i, size, r) {
			if end := closing(text, i+size, closers); end > 0 {
				all = append(all, found{start: i, end: end})
				i = end
				continue
			}
			unclosed[r] = true
		}
		i += size
	}
	return all
}

// opens tells that the mark at i may open a quotation; those that are also apostrophes, inches or closing marks
// must stand before a word and not behind one.
func opens(text string, i, size int, mark rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i+size:])
	if strings.ContainsRune("\"'‘‚", mark) {
		return !inWord(before) && after != utf8.RuneError && !unicode.IsSpace(after)
	}
	return true
}

// closing is the end of the first closing mark from i on, or 0.
func closing(text string, i int, closers string) int {
	for at, r := range text[i:] {
		if !strings.ContainsRune(closers, r) {
			continue
		}
		end := i + at + utf8.RuneLen(r)
		if strings.ContainsRune("'’‘", r) && !endsWord(text, i+at, end) {
			continue
		}
		return end
	}
	return 0
}

// endsWord tells that the mark between start and end is not the apostrophe in "don't", nor stands before a
// word.
func endsWord(text string, start, end int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:start])
	return !unicode.IsSpace(before) && !wordAt(text, end)
}

// within tells that the place i of a text lies in one of its quotations.
func within(quotes []found, i int) bool {
	at := sort.Search(len(quotes), func(k int) bool { return quotes[k].end > i })
	return at < len(quotes) && quotes[at].start <= i
}
