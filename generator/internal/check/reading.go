package check

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

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

// hardReadingIn warns of a chapter that reads harder than the guide's bar, and names its hardest sentences.
// A guide without a bar is not judged.
func hardReadingIn(cfg *config.Config) func(*Text) []diag.Problem {
	if !english(cfg.Language) || cfg.Reading.Grade <= 0 {
		return func(*Text) []diag.Problem { return nil }
	}
	familiar := familiarWords(cfg.Reading.Familiar)
	speakers := sync.Pool{New: func() any { return &speaker{familiar: familiar} }}
	return func(t *Text) []diag.Problem {
		s := speakers.Get().(*speaker)
		defer speakers.Put(s)
		return hardReading(t, cfg.Reading.Grade, s)
	}
}

func hardReading(t *Text, bar float64, by *speaker) []diag.Problem {
	var total tally
	eachSentence(t, by, func(s sentence) { total.add(s.tally) })
	if total.words < judged || total.grade() <= bar {
		return nil
	}
	var hard []sentence
	eachSentence(t, by, func(s sentence) {
		if s.grade() > bar {
			hard = append(hard, s)
		}
	})
	if len(hard) == 0 { // by rounding alone: a whole is never harder than its hardest part
		return nil
	}
	return []diag.Problem{readingLevel.At(t.place(hard[0].passage, hard[0].found),
		"the chapter's reading grade is %.1f, above the bar of %g", total.grade(), bar).
		WithHint("use shorter sentences and words; the hardest are %s", describe(t, hard))}
}

func describe(t *Text, hard []sentence) string {
	slices.SortStableFunc(hard, func(a, b sentence) int { return cmp.Compare(b.grade(), a.grade()) })
	var names []string
	for _, s := range hard[:min(hardest, len(hard))] {
		line, text := t.place(s.passage, s.found).Line, t.passages[s.passage].text[s.start:s.end]
		names = append(names, fmt.Sprintf("line %d (%.1f) “%s”", line, s.grade(), shorten(text)))
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

// A sentence is a piece of one of a text's passages.
type sentence struct {
	passage int
	found
	tally
}

// eachSentence visits the sentences of paragraphs and list items.
func eachSentence(t *Text, by *speaker, visit func(sentence)) {
	for i, p := range t.passages {
		if t.runs(i) {
			p.eachSentence(by, func(s sentence) {
				s.passage = i
				visit(s)
			})
		}
	}
}

// eachSentence visits the sentences of a passage. What stands at its end without a stop is one too.
func (p passage) eachSentence(by *speaker, visit func(sentence)) {
	var s sentence
	finish := func(end int) {
		if s.end, s.sentences = end, 1; s.words >= sentenceWords {
			visit(s)
		}
	}
	var last word
	for i, w := range p.words {
		switch {
		case i == 0:
			s.start, s.words = int(w.start), 1
		case p.gap(i) == " ":
			s.words++
		case stops(p.text, int(last.start), int(last.end), int(w.start)):
			finish(sentenceEnd(p.text, int(last.end), int(w.start)))
			s = sentence{found: found{start: int(w.start)}, tally: tally{words: 1}}
		case !joined(p.text, int(last.end), int(w.start)):
			s.words++
		}
		s.syllables += by.spoken(p.text, w)
		last = w
	}
	finish(len(p.text))
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

// familiarWords are the words that a guide's readers know, and their plurals.
func familiarWords(words []string) *lexicon {
	if len(words) == 0 {
		return nil
	}
	l := newLexicon("", 0)
	for _, word := range words {
		if words := appendWords(nil, word); len(words) > 0 {
			word = word[words[0].start:words[0].end]
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
