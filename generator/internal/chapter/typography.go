package chapter

import (
	"bytes"
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// A sign is shown in place of some of the file's bytes: a typographic mark for what keyboards have. Signs are noted
// beside the tree, where text stays in one piece. goldmark's own typographer makes nodes of them; in prose, these and
// the halves of text on their sides are most of the tree.
type sign struct {
	from, to int
	shown    string
}

// signsIn lists the signs of a piece of the file.
func (w *walker) signsIn(from, to int) []sign {
	at, _ := slices.BinarySearchFunc(w.signs, from, func(s sign, at int) int { return cmp.Compare(s.from, at) })
	end := at
	for end < len(w.signs) && w.signs[end].from < to {
		end++
	}
	return w.signs[at:end]
}

// sortSigns brings them from the order of the tree into that of the file, since footnotes come last.
func (w *walker) sortSigns() {
	slices.SortFunc(w.signs, func(a, b sign) int { return cmp.Compare(a.from, b.from) })
}

// sign gives and notes the sign that begins at a place, and how many bytes it stands for; 0 if there is none.
func (g *gatherer) sign(at, stop int) (shown string, size int) {
	raw := g.source[at:stop]
	switch {
	case raw[0] == '"':
		shown, size = g.double(at), 1
	case raw[0] == '\'':
		shown, size = g.single(at), 1
	default:
		for _, s := range typed {
			if bytes.HasPrefix(raw, []byte(s[0])) {
				shown, size = s[1], len(s[0])
				break
			}
		}
	}
	if shown == "" {
		return "", 0
	}
	g.signs = append(g.signs, sign{at, at + size, shown})
	return shown, size
}

var typed = [][2]string{{"---", "—"}, {"--", "–"}, {"...", "…"}}

const apostrophe = "’"

// double is the mark for the double quote at a place. What closes nothing and follows a figure means inches.
func (g *gatherer) double(at int) string {
	s := g.around(at)
	switch {
	case s.opens && s.closes && !s.afterMark || !s.opens && !s.closes:
	case s.opens && (!s.closes || g.open[0] == 0):
		g.open[0]++
		return g.quotes[0]
	case g.open[0] > 0:
		g.open[0]--
		return g.quotes[1]
	case !unicode.IsDigit(s.before):
		return g.quotes[1]
	}
	return ""
}

// single is the mark for the single quote at a place, which is an apostrophe more often than not.
func (g *gatherer) single(at int) string {
	s := g.around(at)
	switch {
	case s.opens && s.closes && !s.afterMark: // within a word; in figures it means minutes
		if !unicode.IsDigit(s.before) || !unicode.IsDigit(s.after) {
			return apostrophe
		}
	case s.opens && elision(g.source[at+1:]):
		return apostrophe
	case s.opens && (!s.closes || g.open[1] == 0):
		g.open[1]++
		return g.quotes[2]
	case s.closes && g.open[1] > 0:
		g.open[1]--
		return g.quotes[3]
	case s.closes && !unicode.IsDigit(s.before):
		return apostrophe
	}
	return ""
}

// surroundings are what stands around a quote, and what that lets it do.
type surroundings struct {
	before, after rune
	afterMark     bool // another mark stands before it
	opens, closes bool
}

// around looks at both sides of a quote, as CommonMark does with emphasis.
func (g *gatherer) around(at int) surroundings {
	s := surroundings{before: '\n', after: '\n'}
	if at > 0 {
		s.before, _ = utf8.DecodeLastRune(g.source[:at])
	}
	if at+1 < len(g.source) {
		s.after, _ = utf8.DecodeRune(g.source[at+1:])
	}
	blankBefore, blankAfter, markAfter := util.IsSpaceRune(s.before), util.IsSpaceRune(s.after), util.IsPunctRune(s.after)
	s.afterMark = util.IsPunctRune(s.before)
	s.opens = !blankAfter && (!markAfter || blankBefore || s.afterMark)
	s.closes = !blankBefore && (!s.afterMark || blankAfter || markAfter)
	return s
}

// elision tells that a word is one whose beginning an apostrophe stands for: '90s, 'twas, 'em.
func elision(word []byte) bool {
	if len(word) > 2 && util.IsNumeric(word[0]) && util.IsNumeric(word[1]) && word[2] == 's' {
		return true
	}
	end := 0
	for end < len(word) && util.IsAlphaNumeric(word[end]) {
		end++
	}
	switch string(word[:end]) {
	case "tis", "twas", "em", "til", "cause", "n", "s", "t", "d", "m", "ve", "ll", "re":
		return true
	}
	return false
}

// quotesOf gives the quotation marks of a language by its tag. Source: the Unicode CLDR's delimiters.
func quotesOf(tag string) [4]string {
	if marks, ok := quotes[base(tag)]; ok {
		return marks
	}
	return quotes["en"]
}

// base is the language of a tag such as "pt-BR".
func base(tag string) string {
	for i, c := range tag {
		if c == '-' || c == '_' {
			return tag[:i]
		}
	}
	return tag
}

var quotes = map[string][4]string{
	"en": {"“", "”", "‘", "’"}, "nl": {"“", "”", "‘", "’"}, "pt": {"“", "”", "‘", "’"}, "tr": {"“", "”", "‘", "’"},
	"zh": {"“", "”", "‘", "’"}, "ko": {"“", "”", "‘", "’"}, "hi": {"“", "”", "‘", "’"}, "ar": {"”", "“", "’", "‘"},
	"de": {"„", "“", "‚", "‘"}, "cs": {"„", "“", "‚", "‘"}, "sk": {"„", "“", "‚", "‘"}, "pl": {"„", "”", "«", "»"},
	"fr": {"«\u00a0", "\u00a0»", "“", "”"}, "es": {"«", "»", "“", "”"}, "it": {"«", "»", "“", "”"},
	"ru": {"«", "»", "„", "“"}, "uk": {"«", "»", "„", "“"}, "el": {"«", "»", "“", "”"}, "fa": {"«", "»", "‹", "›"},
	"sv": {"”", "”", "’", "’"}, "fi": {"”", "”", "’", "’"}, "da": {"“", "”", "‘", "’"}, "nb": {"«", "»", "‘", "’"},
	"he": {"”", "”", "’", "’"}, "ja": {"「", "」", "『", "』"}, "hu": {"„", "”", "»", "«"},
}
