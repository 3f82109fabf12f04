// Package config reads site.toml: what a guide is called, which chapters it has in which order, and how
// strictly it is checked.
//
// It keeps law 2 of the house: Parse reads one file. Whether the chapters that it lists exist is the one
// question that needs more, and Arrange is told their paths.
package config

import (
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

// File is the path of the file that Parse reads, from the guide's root.
const File = "site.toml"

var (
	missingConfig  = diag.Rule{ID: "missing-config", Doc: "A guide has a site.toml."}
	badValue       = diag.Rule{ID: "bad-value", Doc: "A value in site.toml makes sense for its key."}
	badPath        = diag.Rule{ID: "bad-path", Doc: "A path in site.toml names a Markdown file under content/, once."}
	unknownRule    = diag.Rule{ID: "unknown-rule", Doc: "A rule whose severity is set exists."}
	missingChapter = diag.Rule{ID: "missing-chapter", Doc: "A chapter that site.toml lists exists."}
	nothingMatched = diag.Rule{ID: "nothing-matched", Doc: "A pattern in site.toml adds at least one chapter."}
)

// Rules are the rules of this package.
var Rules = []diag.Rule{missingConfig, badValue, badPath, unknownRule, missingChapter, nothingMatched}

// A Config is what site.toml says, with defaults for what it does not say. Values that are wrong are as if
// they were not written. It never changes.
type Config struct {
	Title       string   `toml:"title"`
	Tagline     string   `toml:"tagline"`
	Description string   `toml:"description"`
	Authors     []string `toml:"authors"`
	Language    string   `toml:"language"` // a tag such as "en" or "pt-BR"
	BaseURL     string   `toml:"base_url"` // empty, or absolute with one slash at the end
	Edit        string   `toml:"edit"`     // empty, or a URL that holds {path}
	Contact     string   `toml:"contact"`  // empty, an e-mail address, or an http(s) URL
	License     string   `toml:"license"`
	Identifier  string   `toml:"identifier"` // empty, or a URI
	Help        Help     `toml:"help"`
	Parts       []Part   `toml:"part"`
	Leave       Leave    `toml:"leave"`
	Reading     Reading  `toml:"reading"`
	Avoid       []Avoid  `toml:"avoid"`

	Dir          string                   // of writing: "ltr" or "rtl"
	Updated      string                   // empty, or YYYY-MM-DD
	Callouts     map[string]string        // titles by kind, beyond the built-in kinds
	Levels       map[string]diag.Severity // by rule; for Rules.With
	EPUB, Single bool                     // editions beside the site

	hash  source.Hash
	index *toml.Index // nil without a file
}

// Help is the help link of every page's header; both fields are empty if there is none.
type Help struct {
	Label   string `toml:"label"`
	Chapter string `toml:"chapter"` // relative to content/
}

// A Part is a run of chapters. Chapters holds what is written, paths and patterns relative to content/, also
// where it is wrong; Arrange makes chapters of it.
type Part struct {
	Title    string   `toml:"title"`
	Accent   string   `toml:"accent"` // empty, or [a-z][a-z0-9-]*
	Chapters []string `toml:"chapters"`
}

// Leave is the link that leaves a sensitive chapter quickly.
type Leave struct {
	URL   string `toml:"url"`
	Label string `toml:"label"`
}

// Reading is how easy the text must be, as a Flesch-Kincaid grade, and the words that are easy in spite of
// their length.
type Reading struct {
	Grade    float64  `toml:"grade"`
	Familiar []string `toml:"familiar"`
}

// Avoid are words not to use, and what to say instead, which may be empty.
type Avoid struct {
	Words   []string `toml:"words"`
	Instead string   `toml:"instead"`
}

// written is site.toml as it is written.
type written struct {
	Config
	Updated  toml.Date          `toml:"updated"`
	Callouts map[string]callout `toml:"callout"`
	Levels   map[string]string  `toml:"rules"`
	Output   struct {
		EPUB   bool `toml:"epub"`
		Single bool `toml:"single"`
	} `toml:"output"`
}

type callout struct {
	Title string `toml:"title"`
}

// Parse reads site.toml, or makes do without if f is nil. The rules are those whose severity may be set.
// The Config can be used whatever the problems are.
func Parse(f *source.File, rules diag.Rules) (*Config, []diag.Problem) {
	if f == nil {
		c := &Config{Language: defaultLanguage, Dir: "ltr", Leave: defaultLeave, Reading: Reading{Grade: defaultGrade}}
		return c, []diag.Problem{missingConfig.At(c.At(), "there is no %s", File).
			WithHint(`make one, beginning with: title = "The name of the guide"`)}
	}
	w, index, problems := toml.Decode[written](f)
	p := &parser{index: index, problems: problems}
	c := p.config(w, rules)
	c.hash, c.index = f.Hash(), index
	return c, p.problems
}

// At is the position of a value in site.toml, such as At("part", 0, "chapters", 1), or else of the nearest
// thing around it.
func (c *Config) At(path ...any) diag.Position {
	if c.index == nil {
		return diag.Position{File: File}
	}
	return c.index.At(path...)
}

// JobKey is the hash of the file and of an address that replaces its own.
func (c *Config) JobKey() job.Key {
	return job.KeyOf("config", c.hash[:], c.BaseURL)
}

// WithBaseURL returns the same settings with another base_url. The error is in words for a command's user.
func (c *Config) WithBaseURL(address string) (*Config, error) {
	base, err := baseURL(address)
	if err != nil {
		return nil, err
	}
	other := *c
	other.BaseURL = base
	return &other, nil
}

const (
	rtlScripts   = " adlm arab hebr mand nkoo rohg samr syrc thaa yezi "
	rtlLanguages = " ar arc azb bal ckb dv fa glk he iw lrc mzn nqo pnb prs ps sd skr syr ug ur yi "
)

// direction is how a language is written, "ltr" or "rtl": by the script of its tag, or else as is usual.
func direction(language string) string {
	subtags := strings.Split(strings.ToLower(language), "-")
	rtl := strings.Contains(rtlLanguages, " "+subtags[0]+" ")
	for _, subtag := range subtags[1:] {
		if script := len(subtag) == 4 && subtag[0] > '9'; script {
			rtl = strings.Contains(rtlScripts, " "+subtag+" ")
			break
		}
	}
	if rtl {
		return "rtl"
	}
	return "ltr"
}
