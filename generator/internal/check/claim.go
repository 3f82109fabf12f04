package check

import (
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var claimWithoutCitation = diag.Rule{ID: "claim-without-citation", Default: diag.Error,
	Doc: "A paragraph or list item that claims evidence (\"studies show\") cites it. English only."}

// findUncitedClaims finds paragraphs and list items that say that there is evidence, and cite none. One problem
// each is enough, since one citation mends it.
func findUncitedClaims(t *Text, cfg *config.Config) (problems []diag.Problem) {
	if !english(cfg.Language) {
		return nil
	}
	for i, p := range t.passages {
		if t.Blocks[i].Cited || !t.runs(i) {
			continue
		}
		if f, ok := p.claim(); ok {
			problems = append(problems, claimWithoutCitation.At(t.place(i, f),
				"%q says that there is evidence, but nothing is cited", written(p.text[f.start:f.end])).
				WithHint("cite the source here, as in [@feeney-2007], or say that it is untested"))
		}
	}
	return problems
}

// The words that claims are made of. A number stands for any figure, "%" for one with a percent sign.
const (
	works = `study studies research evidence data survey surveys experiment experiments trial trials review
		reviews meta-analysis meta-analyses analysis findings science psychology literature polls`
	people = `researchers researcher scientist experts psychologists sociologists academics`
	shows  = `show shows showed shown suggest suggests suggested find finds found indicate indicates indicated
		prove proves proved proven confirm confirms confirmed demonstrate demonstrates demonstrated reveal
		reveals revealed say says tell tells report reports reported conclude concludes concluded estimate
		estimates estimated point points link links linked support supports supported discovered`
	says = shows + ` agree agrees believe believes think thinks know argue argues recommend recommends warn
		warns advise advises`
	groups = `people couples women men adults partners spouses husbands wives relationships marriages children
		teenagers teens adolescents students families parents households americans britons europeans`
	numbers = `number one two three four five six seven eight nine ten twenty hundred`
)

// A turn is a turn of phrase that says that there is evidence: one of the words that start it, then the words
// of each step.
type turn []step

// A step is one of the words, at most so many words after the step before.
type step struct {
	words string
	after int
}

var turns = compile(
	turn{{works, 0}, {shows, 6}},
	turn{{people, 0}, {says, 4}},
	turn{{"scientists statistics", 0}},
	turn{{"according", 0}, {"to", 1}, {works + " " + people + " scientists statistics", 4}},
	turn{{"scientifically clinically", 0}, {"proven proved shown tested", 1}},
	turn{{"proven", 0}},
	turn{{"been", 0}, {"shown", 2}, {"that to", 1}},
	turn{{"evidence", 0}, {"that", 1}},
	turn{{numbers, 0}, {"percent cent", 2}, {"of", 1}, {groups, 4}},
	turn{{"percent percentage cent %", 0}, {"of", 1}, {groups, 4}},
	turn{{"percent cent %", 0}, {groups, 2}},
	turn{{numbers, 0}, {"in", 1}, {numbers, 1}, {groups, 2}},
	turn{{numbers, 0}, {"out", 1}, {"of", 1}, {numbers, 1}, {groups, 2}},
	turn{{"half third thirds quarter quarters majority", 0}, {"of", 1}, {groups, 1}},
	turn{{"half third thirds quarter quarters majority", 0}, {"of", 1}, {"all", 1}, {groups, 2}},
)

// Words that make a claim its reverse (before it or within it) or a mere mention (before it), and those that
// begin something else or a guess (within it).
var (
	denials = newLexicon(`no not little few never hardly scarcely barely without neither nor nobody none nothing
		cannot can't don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't won't lack lacks`, 0)
	mentions = newLexicon(`what where when if whether how until unless`, 0)
	breaks   = newLexicon(`i you we they he she it and or but my your our their his to that who
		may might could would should can will`, 0)
)

// A grammar is turns made ready: for each word that starts one, which they are.
type grammar struct {
	starts *lexicon // word → index in sets
	sets   [][]int  // indexes in turns
	turns  [][]stepWords
}

type stepWords struct {
	words *lexicon
	after int
}

func compile(turns ...turn) *grammar {
	g := &grammar{starts: newLexicon("", 0)}
	for i, t := range turns {
		steps := make([]stepWords, len(t))
		for k, s := range t {
			steps[k] = stepWords{newLexicon(s.words, 0), s.after}
		}
		g.turns = append(g.turns, steps)
		for word := range strings.FieldsSeq(t[0].words) {
			at, ok := g.starts.get(word)
			if !ok {
				at = len(g.sets)
				g.sets = append(g.sets, nil)
				g.starts.set(word, at)
			}
			g.sets[at] = append(g.sets[at], i)
		}
	}
	return g
}

// claim gives the first place where a passage says that there is evidence.
func (p passage) claim() (f found, ok bool) {
	var quotes []found
	for i, w := range p.words {
		set, known := p.starts(w)
		if !known {
			continue
		}
		start, stop := int(w.start), turns.match(p, i, set)
		if stop == 0 {
			continue
		}
		if quotes == nil {
			quotes = append(quoted(p.text), found{start: len(p.text), end: len(p.text) + 1})
		}
		if !within(quotes, start) && !asks(p.text[stop:]) {
			return found{start: start, end: stop}, true
		}
	}
	return found{}, false
}

// starts gives the set of turns that a word starts.
func (p passage) starts(w word) (set int, known bool) {
	if isDigit(p.text[w.start]) {
		return turns.starts.get(p.figure(w))
	}
	return turns.starts.getIn(p.text, w)
}

// figure is the word, or what stands for a figure.
func (p passage) figure(w word) string {
	if isDigit(p.text[w.start]) {
		return percentage(p.text[w.end:])
	}
	return p.text[w.start:w.end]
}

// percentage is what stands for a figure, by what comes after it.
func percentage(rest string) string {
	if strings.HasPrefix(strings.TrimLeft(rest, " \u00a0\u202f"), "%") {
		return "%"
	}
	return "number"
}

// match is the end of the longest of the set's turns, which start with the word at i, or 0.
func (g *grammar) match(p passage, i, set int) (stop int) {
	for _, turn := range g.sets[set] {
		stop = max(stop, follow(p, i, g.turns[turn][1:]))
	}
	if stop > 0 && denied(p.text[:p.words[i].start]) {
		return 0
	}
	return stop
}

// follow walks the steps from the word at i and gives the end of the last, or 0.
func follow(p passage, i int, steps []stepWords) int {
	for _, s := range steps {
		if i = s.walk(p, i); i == 0 {
			return 0
		}
	}
	return int(p.words[i].end)
}

// walk is the index of the first word of the step after the word at i, or 0. Two commas on the way enclose an
// aside ("studies, for one, show"); one begins something else.
func (s stepWords) walk(p passage, i int) int {
	commas := 0
	for range s.after {
		i++
		if i == len(p.words) || parts(p.gap(i)) {
			return 0
		}
		commas += strings.Count(p.gap(i), ",")
		word := p.figure(p.words[i])
		if s.words.has(word) && commas != 1 {
			return i
		}
		if breaks.has(word) || denials.has(word) {
			return 0
		}
	}
	return 0
}

// parts tells that something between two words ends a sentence or a phrase. Hyphens and commas do not.
func parts(gap string) bool {
	return strings.Trim(gap, " \n\t\u00a0\u202f,-%") != ""
}

// denied tells that the last three words before a claim, in its sentence, take it back.
func denied(before string) bool {
	const reach = 60
	if len(before) > reach {
		before = before[len(before)-reach:]
	}
	if at := strings.LastIndexAny(before, ".!?:;("); at >= 0 {
		before = before[at:]
	}
	words := strings.FieldsFunc(before, func(r rune) bool { return !inWord(r) && r != '\'' && r != '’' })
	words = words[max(0, len(words)-3):]
	for i, word := range words {
		a := i > 0 && strings.EqualFold(words[i-1], "a") // "a few studies" are some
		if denials.has(word) && !a || mentions.has(word) {
			return true
		}
	}
	return false
}

// asks tells that a sentence goes on to a question mark.
func asks(rest string) bool {
	at := strings.IndexAny(rest, ".!?")
	return at >= 0 && rest[at] == '?'
}
