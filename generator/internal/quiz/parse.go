package quiz

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

var badReflection = diag.Rule{ID: "bad-reflection",
	Doc: "A reflection has five options, unique ids, dimensions of enough items, and bands that cover every score."}

var badItem = diag.Rule{ID: "bad-item",
	Doc: "An item of a reflection is short, says one thing, and says it without a negation (in English)."}

// Rules are the rules of this package.
var Rules = []diag.Rule{badReflection, badItem}

// The file, as it is written.
type written struct {
	ID          string      `toml:"id"`
	Title       string      `toml:"title"`
	Timeframe   string      `toml:"timeframe"`
	MinAnswered int         `toml:"min_answered"`
	Options     []string    `toml:"options"`
	Skip        string      `toml:"skip"`
	Safety      []statement `toml:"safety"`
	Result      struct {
		Text    string `toml:"text"`
		Chapter string `toml:"chapter"`
	} `toml:"safety_result"`
	Dimensions []dimension `toml:"dimension"`
}

type statement struct {
	ID   string `toml:"id"`
	Text string `toml:"text"`
}

type dimension struct {
	ID      string `toml:"id"`
	Title   string `toml:"title"`
	Low     string `toml:"low"`
	High    string `toml:"high"`
	Chapter string `toml:"chapter"`
	Items   []item `toml:"item"`
	Bands   []band `toml:"band"`
}

type item struct {
	Text    string `toml:"text"`
	Reverse bool   `toml:"reverse"`
}

type band struct {
	Upto float64 `toml:"upto"`
	Text string  `toml:"text"`
	Try  string  `toml:"try"`
}

// A parser reads one file.
type parser struct {
	file     *source.File
	index    *toml.Index
	language string
	render   Render
	ids      map[string]diag.Position
	problems []diag.Problem
}

// Parse reads a reflection. The language, such as "en", decides which words negate. The Reflection is never nil;
// it is whole only where there are no problems.
func Parse(f *source.File, language string, render Render) (*Reflection, []diag.Problem) {
	from, index, problems := toml.Decode[written](f)
	p := &parser{file: f, index: index, language: language, render: render, ids: map[string]diag.Position{}, problems: problems}
	r := &Reflection{MinAnswered: from.MinAnswered, Options: from.Options}
	r.ID = p.id(from.ID, "id")
	r.Title = p.line(from.Title, "title")
	r.Timeframe = p.line(from.Timeframe, "timeframe")
	r.Skip = p.required(from.Skip, "skip")
	p.scale(from)
	p.safety(r, from)
	if len(from.Dimensions) == 0 {
		p.lacking("dimension")
	}
	for i, d := range from.Dimensions {
		r.Dimensions = append(r.Dimensions, p.dimension(d, from.MinAnswered, i))
	}
	r.key = job.KeyOf("reflection", f, language)
	return r, p.problems
}

func (p *parser) report(rule diag.Rule, at diag.Position, hint, format string, args ...any) {
	p.problems = append(p.problems, rule.At(at, format, args...).WithHint("%s", hint))
}

// lacking reports a key that is not there, unless what was there was wrong already.
func (p *parser) lacking(place ...any) {
	if p.index.State(place...) == toml.Wrong {
		return
	}
	p.report(badReflection, p.index.At(place...), "", "%s is missing", place[len(place)-1])
}

func (p *parser) required(text string, place ...any) string {
	text = strings.TrimSpace(text)
	if text == "" {
		p.lacking(place...)
	}
	return text
}

var idForm = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

func (p *parser) id(id string, place ...any) string {
	at := p.index.At(place...)
	before, twice := p.ids[id]
	switch {
	case p.required(id, place...) == "":
	case !idForm.MatchString(id):
		p.report(badReflection, at, "use small letters, digits and hyphens", "%q cannot be an id", id)
	case twice:
		p.report(badReflection, at, fmt.Sprintf("it is given first on line %d", before.Line), "the id %q is given twice", id)
	default:
		p.ids[id] = at
	}
	return id
}

// blocks renders a text of one paragraph or several.
func (p *parser) blocks(text string, place ...any) Prose {
	if p.required(text, place...) == "" {
		return ""
	}
	html, problems := p.render(p.file, p.start(p.index.At(place...)), text)
	p.problems = append(p.problems, problems...)
	return Prose(html)
}

// start is the offset of a string's first character, behind its quotation marks.
func (p *parser) start(pos diag.Position) int {
	at := p.file.Offset(pos.Line, pos.Column)
	rest := p.file.Bytes()[at:]
	if len(rest) == 0 || rest[0] != '"' && rest[0] != '\'' {
		return at
	}
	if mark := bytes.Repeat(rest[:1], 3); bytes.HasPrefix(rest, mark) {
		opened := bytes.TrimPrefix(bytes.TrimPrefix(rest[3:], []byte("\r")), []byte("\n"))
		return at + len(rest) - len(opened)
	}
	return at + 1
}

// line renders a text of one paragraph, and gives its inside.
func (p *parser) line(text string, place ...any) Prose {
	html := string(p.blocks(text, place...))
	inside, ok := strings.CutPrefix(strings.TrimSuffix(html, "</p>\n"), "<p>")
	if html != "" && (!ok || strings.Contains(inside, "<p>")) {
		p.report(badReflection, p.index.At(place...), "write it on one line", "%s is one paragraph", place[len(place)-1])
	}
	return Prose(inside)
}

func (p *parser) chapter(path string, place ...any) Chapter {
	p.required(path, place...)
	return Chapter{path, p.index.At(place...)}
}

func (p *parser) scale(from written) {
	if from.MinAnswered < 1 && p.index.State("min_answered") != toml.Wrong {
		p.report(badReflection, p.index.At("min_answered"), "write min_answered = 3", "min_answered is a number from 1 on")
	}
	if n := len(from.Options); n != Scale && p.index.State("options") != toml.Wrong {
		p.report(badReflection, p.index.At("options"), "name them from the least to the most, such as Never … Almost always",
			"a reflection has five options, not %d", n)
	}
	for i, option := range from.Options {
		p.required(option, "options", i)
	}
}

func (p *parser) safety(r *Reflection, from written) {
	for i, s := range from.Safety {
		r.Safety = append(r.Safety, Statement{p.id(s.ID, "safety", i, "id"), p.line(s.Text, "safety", i, "text")})
	}
	if len(from.Safety) == 0 && p.index.State("safety_result") == toml.Absent {
		return
	}
	if len(from.Safety) == 0 {
		p.report(badReflection, p.index.At("safety_result"), "add [[safety]], or take it out", "safety_result answers no question")
	}
	r.SafetyResult = p.blocks(from.Result.Text, "safety_result", "text")
	r.SafetyGo = p.chapter(from.Result.Chapter, "safety_result", "chapter")
}

func (p *parser) dimension(from dimension, least, i int) Dimension {
	at := func(place ...any) []any { return append([]any{"dimension", i}, place...) }
	d := Dimension{ID: p.id(from.ID, at("id")...), TitleText: from.Title, Title: p.line(from.Title, at("title")...),
		Low: p.line(from.Low, at("low")...), High: p.line(from.High, at("high")...), Chapter: p.chapter(from.Chapter, at("chapter")...)}
	reversed := 0
	for j, it := range from.Items {
		d.Items = append(d.Items, Item{p.item(it.Text, at("item", j, "text")), it.Reverse})
		if it.Reverse {
			reversed++
		}
		if it.Reverse && reversed == 2 {
			p.report(badReflection, p.index.At(at("item", j, "reverse")...), "turn it into a statement of the same direction as the others",
				"a dimension has at most one reversed item")
		}
	}
	if len(from.Items) < least {
		p.report(badReflection, p.index.At(at()...), fmt.Sprintf("it needs min_answered = %d of them", least), "the dimension has only %d items", len(from.Items))
	}
	p.bands(&d, from.Bands, least, at)
	return d
}

const longItem = 20 // words

var negation = regexp.MustCompile(`(?i)\b(not|never|cannot|nothing|nobody|none|neither|nor|\w+n['’]t)\b`)

func (p *parser) item(text string, place []any) Prose {
	at := p.index.At(place...)
	if n := len(strings.Fields(text)); n > longItem {
		p.report(badItem, at, "", "an item has at most %d words, not %d", longItem, n)
	}
	if word := negation.FindString(text); word != "" && strings.HasPrefix(p.language, "en") {
		p.report(badItem, at, `say the opposite: "I kept quiet", not "I did not speak up"`, "the word %q makes this hard to answer with %q", word, "never")
	}
	return p.line(text, place...)
}

// bands checks that each possible score belongs to exactly one band, and each band to a score.
func (p *parser) bands(d *Dimension, from []band, least int, at func(...any) []any) {
	last := 0
	for j, b := range from {
		upto := int(b.Upto*10 + .5)
		place := at("band", j, "upto")
		switch pos := p.index.At(place...); {
		case p.index.State(place...) != toml.Set:
			p.lacking(place...)
		case float64(upto)/10 != b.Upto:
			p.report(badReflection, pos, fmt.Sprintf("write %.1f", b.Upto), "upto has one decimal")
		case upto <= last:
			p.report(badReflection, pos, "bands stand in rising order", "this band ends before it begins")
		case j == len(from)-1 && upto != 10*Scale:
			p.report(badReflection, pos, "", "the last band reaches to %d", Scale)
		}
		last = upto
		d.Bands = append(d.Bands, Band{upto, p.blocks(b.Text, at("band", j, "text")...), p.blocks(b.Try, at("band", j, "try")...)})
	}
	if len(from) == 0 {
		p.lacking(at("band")...)
		return
	}
	p.prove(d, max(least, 1), at)
}

// prove goes through every score that answers can give.
func (p *parser) prove(d *Dimension, least int, at func(...any) []any) {
	reached := make([]bool, len(d.Bands))
	for n := least; n <= len(d.Items); n++ {
		for sum := n; sum <= Scale*n; sum++ {
			if band := d.Band(Tenths(sum, n)); band >= 0 {
				reached[band] = true
			}
		}
	}
	if i := slices.Index(reached, false); i >= 0 && len(d.Items) >= least && d.Bands[len(d.Bands)-1].Upto == 10*Scale {
		p.report(badReflection, p.index.At(at("band", i, "upto")...), "", "no answers lead to this band")
	}
}
