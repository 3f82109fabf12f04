package theme

import (
	"encoding/hex"
	"html/template"
	"regexp"
	"strconv"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// A skeleton is a page as html/template made it for some flags, but for its slots. The styles are slots in
// it still, since they differ more often than all else.
type skeleton struct {
	Shell
	components []string
	problems   []diag.Problem
}

// nasty has something that each of html/template's escapings treats in its own way. It is safe as a URL,
// because a slash comes before the colon.
const nasty = "/a<b>\"&'+=` %41%4\x00\t\n\u2028\ufdd0é[x](y),;?#:@-._~!$*\\{}|^</style></script>-->"

// A trace is one run of a program on probes.
type trace struct {
	theme *Theme
	req   request
	spots []spot
	met   []int // spots in the order they were printed
	text  string
	mark  string
	holes []hole
	bad   map[int]bool // spots
}

// skeleton runs a program three times: on nasty values that show where each slot stands and how it was
// escaped, on values that are no safe URLs, and on empty ones. All three must be what Splice makes.
func (t *Theme) skeleton(p *program, r request) *skeleton {
	made := &skeleton{problems: p.problems}
	if p.set == nil {
		return made
	}
	tr := &trace{theme: t, req: r, spots: p.spots, bad: map[int]bool{}, mark: "q7" + hex.EncodeToString(t.key[:4])}
	out, components, err := p.run(r, tr.probe)
	if err != nil {
		made.problems = []diag.Problem{t.runProblem(r, err)}
		return made
	}
	made.components = components
	tr.find(out)
	for _, text := range []string{"javascript:" + nasty, ""} {
		if len(tr.bad) > 0 {
			break
		}
		out, _, err := p.run(r, func(spot int) any { return tr.value(spot, text) })
		if err != nil {
			made.problems = []diag.Problem{t.runProblem(r, err)}
			return made
		}
		tr.follow(out, text)
	}
	if made.problems = tr.problems(); len(made.problems) == 0 {
		made.text, made.holes = tr.text, tr.holes
	}
	return made
}

// value is a probe in the type that its slot has in html/template.
func (tr *trace) value(spot int, text string) any {
	switch slot := tr.spots[spot].slot; {
	case slot == tr.req.style():
		return template.CSS(text)
	case slot < len(tr.req.Slots) && tr.req.Slots[slot].HTML:
		return template.HTML(text)
	}
	return text
}

func (tr *trace) probe(spot int) any {
	tr.met = append(tr.met, spot)
	return tr.value(spot, tr.marked(len(tr.met)-1))
}

// marked is the probe for the nth slot that is printed. Its two ends survive every escaping.
func (tr *trace) marked(n int) string { return tr.begin(n) + nasty + tr.end() }
func (tr *trace) begin(n int) string  { return tr.mark + "x" + strconv.Itoa(n) + "y" }
func (tr *trace) end() string         { return tr.mark + "z" }

// find splits the output at the probes.
func (tr *trace) find(out string) {
	var text strings.Builder
	for n, spot := range tr.met {
		before, rest, found := strings.Cut(out, tr.begin(n))
		inside, after, whole := strings.Cut(rest, tr.end())
		if !found || !whole {
			tr.bad[spot] = true
			continue
		}
		as := tr.escaping(spot, tr.begin(n)+inside+tr.end(), tr.marked(n))
		if as == refused {
			tr.bad[spot] = true
		}
		text.WriteString(before)
		tr.holes = append(tr.holes, hole{text.Len(), tr.spots[spot].slot, as})
		out = after
	}
	text.WriteString(out)
	tr.text = text.String()
}

// escaping tells which of ours makes the same of a probe as html/template did.
func (tr *trace) escaping(spot int, printed, value string) escaping {
	candidates := []escaping{asText, asURLPath, asURLQuery}
	if _, isText := tr.value(spot, "").(string); !isText {
		candidates = []escaping{raw}
	}
	for _, as := range candidates {
		if string(as.append(nil, value)) == printed {
			return as
		}
	}
	return refused
}

// follow holds a run's output against what Splice makes of the same values, and finds the holes that turn unsafe
// URLs away. If they differ, the first hole that ends behind the difference is to blame.
func (tr *trace) follow(out, value string) {
	from := 0
	for i := range tr.holes {
		h := &tr.holes[i]
		literal := tr.text[from:h.at]
		rest, same := strings.CutPrefix(out, literal+string(h.as.append(nil, value)))
		if filtered := h.as.filtered(); !same && filtered != refused {
			h.as = filtered
			rest, same = strings.CutPrefix(out, literal+string(h.as.append(nil, value)))
		}
		if !same {
			tr.bad[tr.met[i]] = true
			return
		}
		out, from = rest, h.at
	}
	if out != tr.text[from:] && len(tr.met) > 0 {
		tr.bad[tr.met[len(tr.met)-1]] = true
	}
}

var styleTag = regexp.MustCompile(`(?i)<style[^<>]*>$`)

func (tr *trace) problems() []diag.Problem {
	var problems []diag.Problem
	for spot := range tr.bad {
		s := tr.spots[spot]
		message, hint := "%s stands where its value cannot be escaped for sure", "a text slot may stand in text or in a quoted attribute; not in a script, a style, a comment, a srcset or without quotes"
		switch tr.value(spot, "").(type) {
		case template.HTML:
			message, hint = "%s is markup, and may stand in text only", "not in an attribute, a <title>, a <textarea>, a script, a style or a comment"
		case template.CSS:
			message, hint = "%s may stand in a <style> only", ""
		}
		problems = append(problems, badTemplate.At(s.pos, message, "."+s.name).WithHint("%s", hint))
	}
	for i, h := range tr.holes {
		if h.slot == tr.req.style() && len(tr.bad) == 0 && !(styleTag.MatchString(tr.text[:h.at]) && strings.HasPrefix(tr.text[h.at:], "</style")) {
			problems = append(problems, badTemplate.At(tr.spots[tr.met[i]].pos, ".Style must be all that stands between <style> and </style>").
				WithHint("the page's security policy holds the hash of the style, and nothing else"))
		}
	}
	return tidy(problems)
}
