package site

import (
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Fragments are the layouts' templates for things of which a page has many: a link of the navigation, a
// source, a mark. Each is executed once for every set of its flags, and spliced wherever it is wanted.
type fragments struct {
	navPart, navChapter, navMore, tocItem, source, sourceMark, cite, term, reference, use, termUses,
	outlinePart, outlineChapter, quizWords, quiz, quizOption, quizAnswer,
	reflection, reflectionSafety, reflectionStatement, reflectionStep, reflectionItem, reflectionOption, reflectionScore, reflectionBand,
	help, helpJump, helpEntry, helpPhone, helpTTY, helpSMS, helpChat, helpWeb fragment

	words map[string]string
	print string // address of the style sheet for paper
	key   job.Key
}

// JobKey is that of the theme that the fragments are from.
func (f *fragments) JobKey() job.Key { return f.key }

type fragment []*theme.Shell // by the bits of its flags

// A flag is a bit of a fragment's flags, in the order in which newFragments names them.
const (
	first  = 1 << iota // the first flag holds
	second             // the second
	third
	fourth
)

// splice appends the fragment with the flags and with values in the order of its slots.
func (f fragment) splice(dst []byte, flags int, values ...string) []byte {
	return f[flags].Splice(dst, values)
}

func bit(holds bool, flag int) int {
	if holds {
		return flag
	}
	return 0
}

// Shows tells what stands in a guide besides text. What does not is not loaded, since each fragment takes its time.
type shows struct{ questions, reflections, helps bool }

func showsOf(b *book.Book) shows {
	asks := func(e *book.Entry) bool { return len(e.Questions) > 0 }
	return shows{slices.ContainsFunc(b.Entries, asks), len(b.Reflections) > 0, len(b.Helps) > 0}
}

func newFragments(t *theme.Theme, shows shows) (*fragments, []diag.Problem) {
	f := &fragments{key: t.JobKey(), print: t.Print().Path(), words: map[string]string{}}
	for _, word := range bodyWords {
		f.words[word] = t.Word(word)
	}
	var problems []diag.Problem
	load := func(to *fragment, name string, slots, flags []string) {
		for bits := range 1 << len(flags) {
			has := map[string]bool{}
			for i, flag := range flags {
				has[flag] = bits&(1<<i) != 0
			}
			shell, found := t.Fragment(name, fragmentSlots(slots), has)
			*to = append(*to, shell)
			problems = append(problems, found...)
		}
	}
	load(&f.navPart, "nav-part", []string{"Href", "Title", "Current", "Chapters…"}, []string{"Chapters"})
	load(&f.navChapter, "nav-chapter", []string{"Href", "Title", "Current"}, nil)
	load(&f.navMore, "nav-more", []string{"Href", "Title"}, nil)
	load(&f.tocItem, "toc-item", []string{"Href", "Title", "Children…"}, []string{"Children"})
	load(&f.source, "source", []string{"ID", "Number", "Entry…", "Href", "Marks…"}, nil)
	load(&f.sourceMark, "source-mark", []string{"Href", "Label", "Number"}, nil)
	load(&f.cite, "cite", []string{"Number", "Href", "ID", "PopID", "Short", "Sentence", "Locator"}, []string{"Sentence", "Locator", "Pop"})
	load(&f.term, "term", []string{"PopID", "Title", "Text", "Href"}, nil)
	load(&f.reference, "reference", []string{"ID", "Entry…", "Finding", "Limits", "Uses…"}, []string{"Finding", "Limits", "Uses"})
	load(&f.use, "use", []string{"Href", "Title"}, nil)
	load(&f.termUses, "glossary-uses", []string{"Uses…"}, nil)
	load(&f.outlinePart, "outline-part", []string{"Title", "Accent", "ID", "Chapters…"}, nil)
	load(&f.outlineChapter, "outline-chapter", []string{"Href", "Title", "Description"}, []string{"Description"})
	if shows.questions {
		load(&f.quizWords, "quiz-words", nil, nil)
		load(&f.quiz, "quiz", []string{"ID", "Number", "Of", "Scene…", "Ask…", "Options…", "Answers…"}, []string{"Scene", "Several"})
		load(&f.quizOption, "quiz-option", []string{"ID", "Letter", "Option…"}, []string{"Several"})
		load(&f.quizAnswer, "quiz-answer", []string{"Letter", "Feedback…"}, []string{"Right"})
	}
	if shows.reflections {
		load(&f.reflection, "reflection", []string{"Least", "Title…", "When…", "Safety…", "Steps…", "Scores…"}, nil)
		load(&f.reflectionSafety, "reflection-safety", []string{"Place", "List…", "Href", "Title", "Items…", "Result…"}, nil)
		load(&f.reflectionStatement, "reflection-statement", []string{"Text…"}, nil)
		load(&f.reflectionStep, "reflection-step", []string{"Place", "Title…", "Items…"}, nil)
		load(&f.reflectionItem, "reflection-item", []string{"Text…", "Options…"}, nil)
		load(&f.reflectionOption, "reflection-option", []string{"Name", "Value", "Label"}, []string{"Points"})
		load(&f.reflectionScore, "reflection-score", []string{"Title…", "Low…", "High…", "Bands…", "Href", "Chapter"}, nil)
		load(&f.reflectionBand, "reflection-band", []string{"Upto", "Sums", "Text…", "Try…"}, nil)
	}
	if shows.helps {
		load(&f.help, "help", []string{"Report", "Directories…", "Jump…", "Countries…"}, []string{"Unchecked", "Report", "Directories", "Countries"})
		load(&f.helpJump, "help-jump", []string{"Href", "Title"}, nil)
		load(&f.helpEntry, "help-entry", []string{"Name", "Facts", "Contacts…", "Note", "Seen", "Day"}, []string{"Name", "Note", "Facts"})
		load(&f.helpPhone, "help-phone", []string{"Dial", "Text"}, nil)
		load(&f.helpTTY, "help-tty", []string{"Dial", "Text"}, nil)
		load(&f.helpSMS, "help-sms", []string{"Dial", "Keyword", "Text"}, []string{"Keyword"})
		load(&f.helpChat, "help-chat", []string{"Href", "Text"}, nil)
		load(&f.helpWeb, "help-web", []string{"Href", "Text"}, nil)
	}
	return f, problems
}

// bodyWords are the words that bodies of chapters ask for.
var bodyWords = []string{
	"anchor-label", "table-label", "code-label", "task-done", "task-open", "footnote-label", "footnote-back", "footnotes",
	"yes", "no", "reflection-sum", "step", "callout-note", "callout-tip", "callout-important", "callout-warning", "callout-caution",
	"help-seen", "help-dated", "help-read", "help-checked",
}

// fragmentSlots makes slots of names. One that ends in … holds markup.
func fragmentSlots(names []string) []theme.Slot {
	slots := make([]theme.Slot, len(names))
	for i, name := range names {
		slots[i].Name, slots[i].HTML = strings.CutSuffix(name, "…")
	}
	return slots
}
