package body

import (
	"cmp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// A Fragment is a template for a thing of which a page has many, executed once for every set of its flags and
// spliced wherever it is wanted.
type Fragment []*theme.Shell // by the bits of its flags

// A flag is a bit of a fragment's flags, in the order in which Load is given them.
const (
	First  = 1 << iota // the first flag holds
	Second             // the second
	Third
	Fourth
)

// Bit is the flag if it holds, or none.
func Bit(holds bool, flag int) int {
	if holds {
		return flag
	}
	return 0
}

// Splice appends the fragment with the flags and with values in the order of its slots.
func (f Fragment) Splice(dst []byte, flags int, values ...string) []byte {
	return f[flags].Splice(dst, values)
}

// A Loader takes fragments from a theme, and gathers what is wrong in them.
type Loader struct {
	Theme    *theme.Theme
	Problems []diag.Problem
}

// Load gives the fragment of a name. A slot whose name ends in … holds markup.
func (l *Loader) Load(name string, slots, flags []string) (f Fragment) {
	names := make([]theme.Slot, len(slots))
	for i, slot := range slots {
		names[i].Name, names[i].HTML = strings.CutSuffix(slot, "…")
	}
	for bits := range 1 << len(flags) {
		has := map[string]bool{}
		for i, flag := range flags {
			has[flag] = bits&(1<<i) != 0
		}
		shell, found := l.Theme.Fragment(name, names, has)
		f, l.Problems = append(f, shell), append(l.Problems, found...)
	}
	return f
}

// Fragments are those that bodies are made with.
type Fragments struct {
	source, sourceMark, reference, cite, term, use, termUses, quizWords, quizKey, quiz, quizOption, quizAnswer,
	reflection, reflectionSafety, reflectionStatement, reflectionStep, reflectionItem, reflectionOption, reflectionScore, reflectionBand,
	help, helpJump, helpEntry, helpPhone, helpTTY, helpSMS, helpChat, helpWeb Fragment

	words map[string]string
	key   job.Key
}

// JobKey is that of the theme that the fragments are from.
func (f *Fragments) JobKey() job.Key { return f.key }

// NewFragments loads the fragments that a kind of output needs for the book; each takes its time. Where the layouts
// have a template of the kind's own, such as "epub-cite", it comes in the place of the common one.
func NewFragments(t *theme.Theme, kind string, b *book.Book) (*Fragments, []diag.Problem) {
	f := &Fragments{key: job.KeyOf("fragments", t, kind), words: map[string]string{}}
	for _, word := range words {
		f.words[word] = t.Word(word)
	}
	l := Loader{Theme: t}
	load := func(name string, slots, flags []string) Fragment {
		if kind != "" && t.Has(kind+"-"+name) {
			name = kind + "-" + name
		}
		return l.Load(name, slots, flags)
	}
	f.source = load("source", []string{"ID", "Number", "Entry…", "Href", "Marks…", "Finding"}, []string{"Finding"})
	f.sourceMark = load("source-mark", []string{"Href", "Label", "Number"}, nil)
	f.reference = load("reference", []string{"ID", "Entry…", "Finding", "Limits", "Uses…"}, []string{"Finding", "Limits", "Uses"})
	f.cite = load("cite", []string{"Number", "Href", "ID", "PopID", "Short", "Sentence", "Locator"}, []string{"Sentence", "Locator", "Pop"})
	f.term = load("term", []string{"PopID", "Title", "Text", "Href"}, nil)
	f.use = load("use", []string{"Href", "Title"}, nil)
	f.termUses = load("glossary-uses", []string{"Uses…"}, nil)
	if slices.ContainsFunc(b.Entries, func(e *book.Entry) bool { return len(e.Questions) > 0 }) {
		f.quizWords = load("quiz-words", nil, nil)
		f.quiz = load("quiz", []string{"ID", "Number", "Of", "Scene…", "Ask…", "Options…", "Answers…"}, []string{"Scene", "Several"})
		f.quizOption = load("quiz-option", []string{"ID", "Letter", "Option…"}, []string{"Several"})
		if kind != "" && t.Has(kind+"-quiz-key") {
			f.quizKey = load("quiz-key", []string{"ID", "Number", "Answers…"}, nil)
		}
		f.quizAnswer = load("quiz-answer", []string{"Letter", "Feedback…"}, []string{"Right"})
	}
	if len(b.Reflections) > 0 {
		f.reflection = load("reflection", []string{"Least", "Title…", "When…", "Safety…", "Steps…", "Scores…"}, nil)
		f.reflectionSafety = load("reflection-safety", []string{"Place", "List…", "Href", "Title", "Items…", "Result…"}, nil)
		f.reflectionStatement = load("reflection-statement", []string{"Text…"}, nil)
		f.reflectionStep = load("reflection-step", []string{"Place", "Title…", "Items…"}, nil)
		f.reflectionItem = load("reflection-item", []string{"Text…", "Options…"}, nil)
		f.reflectionOption = load("reflection-option", []string{"Name", "Value", "Label"}, []string{"Points"})
		f.reflectionScore = load("reflection-score", []string{"Title…", "Low…", "High…", "Bands…", "Href", "Chapter"}, nil)
		f.reflectionBand = load("reflection-band", []string{"Upto", "Sums", "Text…", "Try…"}, nil)
	}
	if len(b.Helps) > 0 {
		f.help = load("help", []string{"Report", "Directories…", "Jump…", "Countries…"}, []string{"Unchecked", "Report", "Directories", "Countries"})
		f.helpJump = load("help-jump", []string{"Href", "Title", "Dial", "Text"}, []string{"Emergency"})
		f.helpEntry = load("help-entry", []string{"Name", "Facts", "Contacts…", "Note", "Seen", "Day"}, []string{"Name", "Note", "Facts"})
		f.helpPhone = load("help-phone", []string{"Dial", "Text"}, nil)
		f.helpTTY = load("help-tty", []string{"Dial", "Text"}, nil)
		f.helpSMS = load("help-sms", []string{"Dial", "Keyword", "Text"}, []string{"Keyword"})
		f.helpChat = load("help-chat", []string{"Href", "Text"}, nil)
		f.helpWeb = load("help-web", []string{"Href", "Text"}, nil)
	}
	return f, l.Problems
}

// words are those that bodies of chapters ask for.
var words = []string{
	"anchor-label", "table-label", "code-label", "task-done", "task-open", "footnote-label", "footnote-back", "footnotes",
	"yes", "no", "reflection-sum", "step", "help-seen", "help-dated", "help-read", "help-checked",
	"callout-note", "callout-tip", "callout-important", "callout-warning", "callout-caution",
}

// SiteOf is what the layouts may know of the whole guide.
func SiteOf(b *book.Book) theme.Site {
	c := b.Config
	contact := c.Contact
	if strings.Contains(contact, "@") && !strings.Contains(contact, "/") {
		contact = "mailto:" + contact
	}
	return theme.Site{
		Title: c.Title, Tagline: c.Tagline, Language: c.Language, Dir: c.Dir, License: c.License,
		Contact: c.Contact, ContactHref: contact, LeaveURL: c.Leave.URL, LeaveLabel: c.Leave.Label,
		HelpLabel: c.Help.Label, Authors: c.Authors,
	}
}

// EditionURL is the published path of the whole book in one file.
func EditionURL(b *book.Book, ending string) string {
	return cmp.Or(strings.Trim(chapter.Slug(b.Config.Title), "-"), "guide") + ending
}

// Elsewhere is the address of a file that an edition leads to and does not hold, or empty where nobody knows it.
func Elsewhere(b *book.Book, path string) string {
	if b.Config.BaseURL == "" {
		return ""
	}
	return b.Config.BaseURL + book.EscapePath(path)
}
