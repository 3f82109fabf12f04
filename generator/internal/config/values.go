package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

const (
	defaultLanguage = "en"
	defaultGrade    = 8
)

var defaultLeave = Leave{URL: "https://www.bbc.co.uk/weather", Label: "Leave this page"}

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$`)
	name        = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	scheme      = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:[^\s<>"]+$`)
)

// A parser makes a Config of what is written. Its methods return a value, or what stands in for a wrong one.
type parser struct {
	index    *toml.Index
	problems []diag.Problem
}

func (p *parser) report(rule diag.Rule, pos diag.Position, hint, format string, args ...any) {
	p.problems = append(p.problems, rule.At(pos, format, args...).WithHint("%s", hint))
}

func (p *parser) config(w written, rules diag.Rules) *Config {
	c := w.Config
	c.Title = p.required(c.Title, `title = "The name of the guide"`, "title")
	c.Authors = p.words(c.Authors, "authors")
	c.Language = p.language(c.Language)
	c.Dir = direction(c.Language)
	c.BaseURL, c.Edit, c.Contact = p.baseURL(c.BaseURL), p.edit(c.Edit), p.contact(c.Contact)
	c.Updated, c.Identifier = p.updated(w.Updated), p.identifier(c.Identifier)
	c.Help, c.Parts, c.Callouts = p.help(c.Help), p.parts(c.Parts), p.callouts(w.Callouts)
	c.Leave, c.Levels, c.Reading = p.leave(c.Leave), p.levels(w.Levels, rules), p.reading(c.Reading)
	c.Avoid, c.EPUB, c.Single = p.avoid(c.Avoid), w.Output.EPUB, w.Output.Single
	if c.EPUB { // which every EPUB has
		p.required(c.Identifier, `identifier = "urn:uuid:…"`, "identifier")
		p.required(c.Updated, "updated = 2026-11-22", "updated")
	}
	return &c
}

// required reports a text that is missing or empty, with an example of how to write it.
func (p *parser) required(value, example string, path ...any) string {
	if strings.TrimSpace(value) != "" {
		return value
	}
	p.lacking(example, path...)
	return ""
}

// lacking reports a key that is missing or empty. One that is wrong has been reported already.
func (p *parser) lacking(example string, path ...any) {
	key := path[len(path)-1]
	switch p.index.State(path...) {
	case toml.Absent:
		p.report(badValue, p.index.At(path...), "add a line such as: "+example, "%s is missing", key)
	case toml.Set:
		p.report(badValue, p.index.At(path...), "write it as: "+example, "%s is empty", key)
	}
}

// words reports the empty ones of a list, and returns the others.
func (p *parser) words(list []string, path ...any) []string {
	var kept []string
	for i, word := range list {
		if strings.TrimSpace(word) == "" {
			p.report(badValue, p.index.At(append(path, i)...), "", "this text is empty")
			continue
		}
		kept = append(kept, word)
	}
	return kept
}

func (p *parser) language(tag string) string {
	switch {
	case languageTag.MatchString(tag):
		return tag
	case p.index.State("language") != toml.Set:
	case languageTag.MatchString(strings.ReplaceAll(tag, "_", "-")):
		p.report(badValue, p.index.At("language"), `write "`+strings.ReplaceAll(tag, "_", "-")+`"`, "%q is not a language tag", tag)
	default:
		p.report(badValue, p.index.At("language"), `write a tag such as "en", "pt-BR" or "zh-Hant"`, "%q is not a language tag", tag)
	}
	return defaultLanguage
}

func (p *parser) updated(day toml.Date) string {
	if day == (toml.Date{}) {
		return ""
	}
	return day.String()
}

func (p *parser) identifier(uri string) string {
	if uri == "" || scheme.MatchString(uri) {
		return uri
	}
	p.report(badValue, p.index.At("identifier"), `write one such as "urn:uuid:…" or "https://example.org/guide/"`, "identifier must be a URI")
	return ""
}

func (p *parser) help(help Help) Help {
	if help == (Help{}) && p.index.State("help", "label") != toml.Wrong && p.index.State("help", "chapter") != toml.Wrong {
		return help
	}
	help.Label = p.required(help.Label, `label = "Get help"`, "help", "label")
	help.Chapter = p.required(help.Chapter, `chapter = "more/help.md"`, "help", "chapter")
	if help.Chapter != "" {
		if message, hint := faulty(help.Chapter); message != "" {
			p.report(badPath, p.index.At("help", "chapter"), hint, "%s", message)
			help.Chapter = ""
		} else if isPattern(help.Chapter) {
			p.report(badPath, p.index.At("help", "chapter"), "name the one chapter to link to", "a pattern may not stand here")
			help.Chapter = ""
		}
	}
	if help.Label == "" || help.Chapter == "" {
		return Help{}
	}
	return help
}

func (p *parser) callouts(written map[string]callout) map[string]string {
	builtIn := []string{"note", "tip", "important", "warning", "caution", "quiz", "reflection", "help"}
	titles := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(written)) {
		at, kind := p.index.KeyAt("callout", key), strings.ToLower(key)
		switch {
		case slices.Contains(builtIn, kind):
			p.report(badValue, at, "take another name", "the callout %s is built in", kind)
			continue
		case !name.MatchString(kind):
			p.report(badValue, at, "", "%q cannot name a callout: it takes the letters a to z, then digits and hyphens too", key)
			continue
		case kind != key:
			p.report(badValue, at, "write [callout."+kind+"]; chapters may use any case", "a callout is named in lower case")
		}
		titles[kind] = p.required(written[key].Title, `title = "Try this"`, "callout", key, "title")
	}
	return titles
}

func (p *parser) leave(leave Leave) Leave {
	if p.index.State("leave", "url") == toml.Set {
		if _, err := webAddress(leave.URL); err != nil {
			p.report(badValue, p.index.At("leave", "url"), `write a harmless page, such as "`+defaultLeave.URL+`"`, "url %v", err)
			leave.URL = ""
		}
	}
	if p.index.State("leave", "label") == toml.Set {
		leave.Label = p.required(leave.Label, `label = "`+defaultLeave.Label+`"`, "leave", "label")
	}
	if leave.URL == "" {
		leave.URL = defaultLeave.URL
	}
	if leave.Label == "" {
		leave.Label = defaultLeave.Label
	}
	return leave
}

func (p *parser) levels(written map[string]string, rules diag.Rules) map[string]diag.Severity {
	words := []string{diag.Error.String(), diag.Warning.String(), diag.Off.String()}
	levels := map[string]diag.Severity{}
	for _, id := range slices.Sorted(maps.Keys(written)) {
		_, known := rules.Get(id)
		if !known {
			p.report(unknownRule, p.index.KeyAt("rules", id), diag.DidYouMean(id, rules.IDs()), "there is no rule %q", id)
		}
		level, ok := diag.ParseSeverity(written[id])
		if !ok {
			p.report(badValue, p.index.At("rules", id), diag.DidYouMean(written[id], words), "%s must be \"error\", \"warning\" or \"off\"", id)
		}
		if known && ok {
			levels[id] = level
		}
	}
	return levels
}

func (p *parser) reading(reading Reading) Reading {
	set := p.index.State("reading", "grade") == toml.Set
	if inRange := reading.Grade >= 1 && reading.Grade <= 20; !inRange {
		if set {
			p.report(badValue, p.index.At("reading", "grade"), fmt.Sprintf("%d is easy for most adults", defaultGrade), "grade must be between 1 and 20")
		}
		reading.Grade = defaultGrade
	}
	reading.Familiar = p.words(reading.Familiar, "reading", "familiar")
	return reading
}

func (p *parser) avoid(written []Avoid) []Avoid {
	var kept []Avoid
	for i, avoid := range written {
		if len(avoid.Words) == 0 {
			p.lacking(`words = ["spouse"]`, "avoid", i, "words")
		}
		if avoid.Words = p.words(avoid.Words, "avoid", i, "words"); len(avoid.Words) > 0 {
			kept = append(kept, avoid)
		}
	}
	return kept
}
