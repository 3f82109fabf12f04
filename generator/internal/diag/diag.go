// Package diag holds positions in an author's files and the problems found there.
//
// It keeps law 6 of the house: report everything, sorted. A problem is a value with a place, a rule, a
// message and a hint; it is never a Go error, and no package prints one. Whether it blocks publishing is
// decided once, by the guide's own settings (Rules.Level), not where it is found.
package diag

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A Position is a place in a file of the guide. Line and Column count from 1; a column counts characters
// (Unicode code points), as editors do. Line 0 means the file as a whole.
type Position struct {
	File   string // slash-separated, relative to the guide's root
	Line   int
	Column int
}

// String gives file:line:column, or the file alone where there is no line.
func (p Position) String() string {
	if p.Line == 0 {
		return p.File
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

// Compare orders positions by file, line and column.
func (p Position) Compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// A Severity says what a problem does to a build.
type Severity int

const (
	Error   Severity = iota // blocks publishing; exit status 1
	Warning                 // is shown
	Off                     // is not
)

// String gives the word that site.toml and the reports use.
func (s Severity) String() string {
	return [...]string{"error", "warning", "off"}[s]
}

// ParseSeverity is the reverse of String.
func ParseSeverity(word string) (Severity, bool) {
	for s := Error; s <= Off; s++ {
		if s.String() == word {
			return s, true
		}
	}
	return Error, false
}

// A Rule is one kind of mistake. ID is stable, since authors write it in site.toml; Doc is one line for
// people. Each package that finds problems lists its rules in a variable named Rules.
type Rule struct {
	ID      string
	Default Severity
	Doc     string
}

// A Problem is one mistake at one place. Severity is set by Rules.Level; it is Error until then.
type Problem struct {
	Position
	Rule     string
	Severity Severity
	Message  string // lower case, no full stop
	Hint     string // what to do; may be empty
}

// At makes a problem of the rule. The message is formatted as by fmt.Sprintf.
func (r Rule) At(pos Position, format string, args ...any) Problem {
	return Problem{Position: pos, Rule: r.ID, Message: printable(fmt.Sprintf(format, args...))}
}

// WithHint returns the problem with a hint. An empty format leaves it without one.
func (p Problem) WithHint(format string, args ...any) Problem {
	p.Hint = printable(fmt.Sprintf(format, args...))
	return p
}

// printable shows signs that would do something to a terminal, or to the order of what it shows, in place of doing it. A line
// stays one: on GitHub the next could be a command.
func printable(text string) string {
	acts := func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }
	if !strings.ContainsFunc(text, acts) {
		return text
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case acts(r):
			return utf8.RuneError
		}
		return r
	}, text)
}

// String gives the problem as the command prints it: place, severity, message and rule on the first line,
// the hint on a second.
func (p Problem) String() string {
	s := fmt.Sprintf("%s: %s: %s [%s]", p.Position, p.Severity, p.Message, p.Rule)
	if p.Hint != "" {
		s += "\n    hint: " + p.Hint
	}
	return s
}

// Compare orders problems by place, then rule, then words, so that a report is the same on any number of
// cores.
func (p Problem) Compare(q Problem) int {
	return cmp.Or(p.Position.Compare(q.Position), cmp.Compare(p.Rule, q.Rule),
		cmp.Compare(p.Message, q.Message), cmp.Compare(p.Hint, q.Hint))
}

// Rules are all rules that a build knows, with the severities a guide chose for them.
type Rules struct {
	known  map[string]Rule
	levels map[string]Severity
}

// NewRules collects rules. A rule given twice is the program's mistake and panics.
func NewRules(lists ...[]Rule) Rules {
	rules := Rules{known: map[string]Rule{}}
	for _, list := range lists {
		for _, rule := range list {
			if _, twice := rules.known[rule.ID]; twice {
				panic("diag: rule " + rule.ID + " is listed twice")
			}
			rules.known[rule.ID] = rule
		}
	}
	return rules
}

// IDs lists the ids of all rules, sorted.
func (r Rules) IDs() []string {
	ids := make([]string, 0, len(r.known))
	for id := range r.known {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// Get returns the rule with the id.
func (r Rules) Get(id string) (Rule, bool) {
	rule, ok := r.known[id]
	return rule, ok
}

// With returns the rules with other severities for some of them.
func (r Rules) With(levels map[string]Severity) Rules {
	return Rules{known: r.known, levels: levels}
}

// Severity is the one in force for a rule.
func (r Rules) Severity(id string) Severity {
	if level, ok := r.levels[id]; ok {
		return level
	}
	return r.known[id].Default
}

// Level returns the problems with their severities, sorted, each once, without those that are off.
func (r Rules) Level(problems []Problem) []Problem {
	var out []Problem
	for _, p := range problems {
		if _, ok := r.known[p.Rule]; !ok {
			panic("diag: rule " + p.Rule + " is in no list")
		}
		if p.Severity = r.Severity(p.Rule); p.Severity != Off {
			out = append(out, p)
		}
	}
	slices.SortFunc(out, Problem.Compare)
	return slices.Compact(out)
}

// Count tells how many of the problems are errors and how many are warnings.
func Count(problems []Problem) (errors, warnings int) {
	for _, p := range problems {
		switch p.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		}
	}
	return errors, warnings
}
