package help

import (
	"net/url"
	"regexp"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

// A kind of entry, which decides what it needs.
type kind int

const (
	directory kind = iota
	emergency
	line
)

// A parser makes a Help of what is written, and leaves out what is wrong.
type parser struct {
	index    *toml.Index
	problems []diag.Problem
}

func (p *parser) report(rule diag.Rule, at diag.Position, hint, format string, args ...any) {
	p.problems = append(p.problems, rule.At(at, format, args...).WithHint("%s", hint))
}

// field is the place of a key in the table that path names.
func field(path []any, key string) []any { return append(append([]any{}, path...), key) }

func (p *parser) entries(list []Entry, k kind, path ...any) []Entry {
	first := map[string]diag.Position{}
	for i := range list {
		e, at := &list[i], append(append([]any{}, path...), i)
		e.At = p.index.At(at...)
		p.entry(e, k, at)
		if other, twice := first[e.Name]; twice && e.Name != "" {
			p.report(duplicateHelp, p.index.At(field(at, "name")...), "put both into one entry",
				"%q stands here twice; the first is on line %d", e.Name, other.Line)
		} else {
			first[e.Name] = e.At
		}
	}
	return list
}

func (p *parser) entry(e *Entry, k kind, at []any) {
	if k != emergency {
		p.needs(e.Name, at, "name", `name = "The name of the service"`)
		p.needs(e.For, at, "for", `for = "Anyone"`)
	} else if e.Name != "" {
		p.report(badHelp, p.index.KeyAt(field(at, "name")...), "say what it is for with: for = …", "an emergency number has no name")
	}
	e.Phone = p.number(e.Phone, at, "phone")
	e.TTY = p.number(e.TTY, at, "tty")
	e.SMS = p.number(e.SMS, at, "sms")
	e.Chat = p.address(e.Chat, at, "chat")
	e.Web = p.address(e.Web, at, "web")
	e.Email = p.mail(e.Email, at)
	if e.Keyword != "" && p.index.State(field(at, "sms")...) == toml.Absent {
		p.report(badHelp, p.index.At(field(at, "keyword")...), `add a line such as: sms = "88788"`, "the keyword has no number to be sent to")
	}
	p.reachable(e, k, at)
	p.needs(e.Source, at, "source", `source = "https://example.org/the-page-where-it-stands"`)
	e.Source = p.address(e.Source, at, "source")
	p.seen(e, at)
}

// seen wants a date. One that is written but wrong has been reported.
func (p *parser) seen(e *Entry, at []any) {
	for _, key := range []string{"dated", "read", "checked"} {
		if p.index.State(field(at, key)...) != toml.Absent {
			return
		}
	}
	p.report(badHelp, e.At, "add the date of the page, such as dated = 2026-11-22; or, if it has none, the day on which you read it: read = …",
		"this entry does not say when it was seen")
}

// needs reports a key that is missing or empty. One that is wrong has been reported already.
func (p *parser) needs(value string, at []any, key, example string) {
	if strings.TrimSpace(value) != "" {
		return
	}
	switch place := field(at, key); p.index.State(place...) {
	case toml.Absent:
		p.report(badHelp, p.index.At(at...), "add a line such as: "+example, "this entry has no %s", key)
	case toml.Set:
		p.report(badHelp, p.index.At(place...), "write it as: "+example, "%s is empty", key)
	}
}

// reachable wants one way to reach a service. What is written but wrong has been reported.
func (p *parser) reachable(e *Entry, k kind, at []any) {
	ways := map[kind][]string{
		directory: {"web"}, emergency: {"phone", "sms"}, line: {"phone", "sms", "tty", "chat", "web", "email"},
	}[k]
	for _, way := range ways {
		if p.index.State(field(at, way)...) != toml.Absent {
			return
		}
	}
	p.report(badHelp, e.At, "add a line such as: "+map[bool]string{true: `web = "https://example.org"`, false: `phone = "116 016"`}[k == directory],
		"this entry cannot be reached; it needs %s", strings.Join(ways, ", or "))
}

var (
	phoneForm = regexp.MustCompile(`^\+?[0-9]([ .-]*[0-9])*$`)
	mailForm  = regexp.MustCompile(`^[^\s@:/<>"()]+@[^\s@:/<>"()]+\.[^\s@:/<>"()]+$`)
)

// number is a telephone number, or empty where it is none. E.164 allows 15 digits.
func (p *parser) number(value string, at []any, key string) string {
	digits := len(strings.TrimPrefix(Dial(value), "+"))
	switch place := field(at, key); {
	case p.index.State(place...) != toml.Set:
	case !phoneForm.MatchString(value):
		p.report(badHelp, p.index.At(place...), "it holds digits and spaces, such as \"0808 2000 247\"; letters stand in other keys", "%q is not a number to dial", value)
	case digits < 2 || digits > 15:
		p.report(badHelp, p.index.At(place...), "", "no number has %d digits", digits)
	default:
		return value
	}
	return ""
}

// address is an address of the web, or empty where it is none.
func (p *parser) address(value string, at []any, key string) string {
	place := field(at, key)
	if value == "" && key == "source" || p.index.State(place...) != toml.Set {
		return ""
	}
	u, err := url.Parse(value)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || !strings.Contains(u.Hostname(), ".") || strings.ContainsAny(value, " <>\"\\^`{|}") {
		p.report(badHelp, p.index.At(place...), `write it in full, such as "https://www.thehotline.org"`, "%q is not an address of the web", value)
		return ""
	}
	return value
}

func (p *parser) mail(value string, at []any) string {
	place := field(at, "email")
	if p.index.State(place...) != toml.Set || mailForm.MatchString(value) {
		return value
	}
	p.report(badHelp, p.index.At(place...), `write it such as "help@example.org"`, "%q is not an e-mail address", value)
	return ""
}
