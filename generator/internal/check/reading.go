package check

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var readingLevel = diag.Rule{ID: "reading-level", Default: diag.Warning,
	Doc: "A chapter's Flesch-Kincaid grade (Kincaid et al. 1975) is within [reading] grade. English only."}

// Fewer words than judged say nothing about a chapter; fewer than sentenceWords make no sentence.
const (
	judged        = 100
	sentenceWords = 3
	hardest       = 3  // so many sentences are named
	shown         = 60 // so many characters of each
)

// findHardReading warns of a chapter that reads harder than the guide's bar, and names its hardest sentences.
// A guide without a bar is not judged.
func findHardReading(c *chapter.Chapter, cfg *config.Config) []diag.Problem {
	return hardReadingIn(cfg)(c)
}

func hardReadingIn(cfg *config.Config) func(*chapter.Chapter) []diag.Problem {
	if !english(cfg.Language) || cfg.Reading.Grade <= 0 {
		return func(*chapter.Chapter) []diag.Problem { return nil }
	}
	familiar := familiarWords(cfg.Reading.Familiar)
	return func(c *chapter.Chapter) []diag.Problem { return hardReading(c, cfg, familiar) }
}

func hardReading(c *chapter.Chapter, cfg *config.Config, familiar *lexicon) []diag.Problem {
	var total tally
	eachSentence(c, familiar, func(s sentence) { total.add(s.tally) })
	if total.words < judged || total.grade() <= cfg.Reading.Grade {
		return nil
	}
	var hard []sentence
	eachSentence(c, familiar, func(s sentence) {
		if s.grade() > cfg.Reading.Grade {
			hard = append(hard, s)
		}
	})
	if len(hard) == 0 { // by rounding alone: a whole is never harder than its hardest part
		return nil
	}
	first := hard[0]
	return []diag.Problem{readingLevel.At(c.At(first.block.Offset(first.start)),
		"the chapter's reading grade is %.1f, above the bar of %g", total.grade(), cfg.Reading.Grade).
		WithHint("use shorter sentences and words; the hardest are %s", describe(c, hard))}
}

func describe(c *chapter.Chapter, hard []sentence) string {
	slices.SortStableFunc(hard, func(a, b sentence) int { return cmp.Compare(b.grade(), a.grade()) })
	var names []string
	for _, s := range hard[:min(hardest, len(hard))] {
		line := c.At(s.block.Offset(s.start)).Line
		names = append(names, fmt.Sprintf("line %d (%.1f) “%s”", line, s.grade(), shorten(s.block.Text[s.start:s.end])))
	}
	return strings.Join(names, ", ")
}

// shorten gives the beginning of a sentence, whole words, without what stands for code and citations.
func shorten(text string) string {
	text = written(strings.ReplaceAll(text, string(object), ""))
	if utf8.RuneCountInString(text) <= shown {
		return text
	}
	short := string([]rune(text)[:shown])
	if at := strings.LastIndexByte(short, ' '); at > shown/2 {
		short = short[:at]
	}
	return strings.TrimRight(short, " ,;:-–—") + "…"
}

// A tally is what the Flesch-Kincaid grade is made of.
type tally struct{ words, sentences, syllables int }

func (t *tally) add(u tally) {
	t.words += u.words
	t.sentences += u.sentences
	t.syllables += u.syllables
}

// grade is the Flesch-Kincaid grade, rounded to one decimal. Source: Kincaid, Fishburne, Rogers and Chissom
// (1975), Derivation of new readability formulas for Navy enlisted personnel, Research Branch Report 8-75.
func (t tally) grade() float64 {
	words, sentences := float64(t.words), float64(t.sentences)
	return math.Round(10*(0.39*words/sentences+11.8*float64(t.syllables)/words-15.59)) / 10
}

// A sentence stands between two places of a block's text.
type sentence struct {
	block      *chapter.Block
	start, end int
	tally
}

// eachSentence visits the sentences of paragraphs and list items.
func eachSentence(c *chapter.Chapter, familiar *lexicon, visit func(sentence)) {
	for i := range c.Blocks {
		b := &c.Blocks[i]
		if b.Kind != chapter.Paragraph && b.Kind != chapter.Item {
			continue
		}
		eachIn(b.Text, familiar, func(s sentence) {
			s.block = b
			visit(s)
		})
	}
}

// eachIn visits the sentences of a text. What stands at its end without a stop is one too.
func eachIn(text string, familiar *lexicon, visit func(sentence)) {
	s := sentence{tally: tally{sentences: 1}}
	lastStart, last := 0, 0 // of the word before
	finish := func() {
		if s.words >= sentenceWords {
			visit(s)
		}
		s = sentence{tally: tally{sentences: 1}}
	}
	start, end := nextWord(text, 0)
	for start < len(text) {
		if s.words > 0 && !(start == last+1 && text[last] == ' ') && stops(text, lastStart, last, start) {
			s.end = sentenceEnd(text, last, start)
			finish()
		}
		if s.words == 0 {
			s.start = start
		}
		if s.words == 0 || !joined(text, last, start) {
			s.words++
		}
		s.syllables += spoken(text[start:end], familiar)
		lastStart, last = start, end
		start, end = nextWord(text, end)
	}
	s.end = len(text)
	finish()
}

// joined tells that two runs of letters make one word, as Kincaid counts: "well-being", "2,000", "3.5".
func joined(text string, last, start int) bool {
	if start != last+1 {
		return strings.HasPrefix(text[last:start], "‑") && start == last+len("‑")
	}
	switch text[last] {
	case '-':
		return true
	case '.', ',':
		return isDigit(text[start]) && isDigit(text[last-1])
	}
	return false
}

// spoken is the number of syllables that a word counts for.
func spoken(word string, familiar *lexicon) int {
	n := syllables(word)
	if n > 2 && familiar != nil && (familiar.has(word) || familiar.has(strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s"))) {
		return 2
	}
	return n
}

// familiarWords are the words that a guide's readers know, and their plurals.
func familiarWords(words []string) *lexicon {
	if len(words) == 0 {
		return nil
	}
	l := newLexicon("", 0)
	for _, word := range words {
		if start, end := nextWord(word, 0); start < len(word) {
			word = word[start:end]
			l.set(word, 2)
			l.set(plural(word), 2)
		}
	}
	return l
}

func plural(word string) string {
	before, last := byte(0), word[len(word)-1]
	if len(word) > 1 {
		before = word[len(word)-2]
	}
	switch {
	case last == 'y' && !isVowel[before]:
		return word[:len(word)-1] + "ies"
	case strings.IndexByte("sxz", last) >= 0, last == 'h' && (before == 'c' || before == 's'):
		return word + "es"
	}
	return word + "s"
}

// stops tells that a sentence ends between the word at lastStart:last and the one at next.
func stops(text string, lastStart, last, next int) bool {
	gap := text[last:next]
	at := stopIn(gap)
	if at < 0 {
		return false
	}
	space := strings.IndexFunc(gap[at:], unicode.IsSpace)
	if space < 0 { // 3.5, example.org
		return false
	}
	if strings.ContainsRune(gap[at+space:], object) {
		return true
	}
	head, _ := utf8.DecodeRuneInString(text[next:])
	if unicode.IsLower(head) {
		return false
	}
	return at > 0 || gap[0] != '.' || strings.HasPrefix(gap, "..") || !abbreviated(text, lastStart, last, head)
}

// stopIn is the place of the first mark that may end a sentence, or -1.
func stopIn(gap string) int {
	for i := range len(gap) {
		switch gap[i] {
		case '.', '!', '?':
			return i
		case "…"[0]:
			if strings.HasPrefix(gap[i:], "…") {
				return i
			}
		}
	}
	return -1
}

// abbreviated tells that the full stop after a word only shortens it. head is the first character after it.
func abbreviated(text string, start, end int, head rune) bool {
	if end-start == 1 && text[start] < utf8.RuneSelf {
		return initial(text, start)
	}
	kind, ok := abbreviations.get(text[start:end])
	return ok && (kind == anywhere || unicode.IsDigit(head))
}

// initial tells that the one letter at i is an initial ("J. Smith") or ends "e.g." or "U.S.". "I" is a word
// more often, and "a.m." often ends a sentence.
func initial(text string, i int) bool {
	if i > 1 && text[i-1] == '.' {
		return !(text[i]|0x20 == 'm' && (text[i-2]|0x20 == 'a' || text[i-2]|0x20 == 'p'))
	}
	return 'A' <= text[i] && text[i] <= 'Z' && text[i] != 'I'
}

const (
	anywhere = iota // never ends a sentence
	numbered        // does not before a figure: "No. 5"
)

var abbreviations = func() *lexicon {
	l := newLexicon(`dr mr mrs ms mx prof st rev hon capt gen sgt vs cf al eg ie viz approx`, anywhere)
	for word := range strings.FieldsSeq(`no nos p pp fig figs vol vols ch sec art par eq ca
		jan feb mar apr jun jul aug sep sept oct nov dec`) {
		l.set(word, numbered)
	}
	return l
}()

// sentenceEnd is where the marks and quotes end that belong to the sentence whose last word ends at last.
func sentenceEnd(text string, last, next int) int {
	stop := last + stopIn(text[last:next])
	if space := strings.IndexFunc(text[stop:next], unicode.IsSpace); space >= 0 {
		return stop + space
	}
	return next
}
