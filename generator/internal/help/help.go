// Package help reads a help file: whom to call, country by country, and where each number was seen.
//
// It keeps law 2 of the house: Parse reads one file, which a chapter shows where it says [!HELP]. A number that
// is wrong can cost somebody dearly, so the file is strict: what has no source and no date is a problem, and
// what cannot be dialled or opened is not shown.
package help

import (
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

// Rules are the rules of this package.
var Rules = []diag.Rule{badHelp, helpOrder, duplicateHelp}

var (
	badHelp       = diag.Rule{ID: "bad-help", Doc: "An entry of a help file says what it is and where and when it was seen, and can be dialled or opened."}
	helpOrder     = diag.Rule{ID: "help-order", Doc: "A help file has its directories first, then its countries by name."}
	duplicateHelp = diag.Rule{ID: "duplicate-help", Doc: "A country stands once in a help file, and a service once in its list."}
)

// A Help is a help file. What is wrong in it is left out. Nothing in it changes after Parse.
type Help struct {
	Directories []Entry // of services in many countries
	Countries   []Country

	key job.Key
}

// JobKey is the hash of the file.
func (h *Help) JobKey() job.Key { return h.key }

// Entries lists every entry, in the order of the file's lists.
func (h *Help) Entries() []Entry {
	all := append([]Entry{}, h.Directories...)
	for _, c := range h.Countries {
		all = append(append(all, c.Emergency...), c.Lines...)
	}
	return all
}

// A Country is where somebody is when they call.
type Country struct {
	Name      string  `toml:"name"`
	Emergency []Entry `toml:"emergency"` // without a name
	Lines     []Entry `toml:"line"`
}

// An Entry is one service, or an emergency number. All but Name, Source and one of the dates may be empty.
type Entry struct {
	Name      string `toml:"name"`
	For       string `toml:"for"`
	Phone     string `toml:"phone"`
	TTY       string `toml:"tty"`
	SMS       string `toml:"sms"`
	Keyword   string `toml:"keyword"` // what the text message begins with
	Chat      string `toml:"chat"`
	Web       string `toml:"web"`
	Email     string `toml:"email"`
	Hours     string `toml:"hours"`
	Languages string `toml:"languages"`
	Note      string `toml:"note"`

	Source  string    `toml:"source"`  // the page where it was seen
	Dated   toml.Date `toml:"dated"`   // the date of that page
	Read    toml.Date `toml:"read"`    // the day on which it was read, where it has no date
	Checked toml.Date `toml:"checked"` // the day on which a person compared all of it with the service's own page

	At diag.Position
}

// IsChecked tells whether a person compared the entry with the service's own page.
func (e Entry) IsChecked() bool { return e.Checked != toml.Date{} }

// Seen is the day from which the entry's age counts, such as 2026-11-22, or empty where none is written.
func (e Entry) Seen() string {
	for _, day := range []toml.Date{e.Checked, e.Dated, e.Read} {
		if (day != toml.Date{}) {
			return day.String()
		}
	}
	return ""
}

// Dial is what a telephone dials for a number as people read it.
func Dial(number string) string {
	return strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number)
}

// Host is the name of a web address as people say it.
func Host(address string) string {
	_, rest, _ := strings.Cut(address, "://")
	host, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(host, "www.")
}

type written struct {
	Directories []Entry   `toml:"directory"`
	Countries   []Country `toml:"country"`
}

// Parse reads a help file.
func Parse(f *source.File) (*Help, []diag.Problem) {
	w, index, problems := toml.Decode[written](f)
	p := &parser{index: index, problems: problems}
	h := &Help{key: job.KeyOf("help", f)}
	h.Directories = p.entries(w.Directories, directory, "directory")
	p.countries(h, w)
	p.order(w)
	return h, p.problems
}
