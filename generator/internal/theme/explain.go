package theme

import (
	"html/template"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"text/template/parse"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// plain says in words what html/template finds wrong, where its own words show its insides.
var plain = map[template.ErrorCode]string{
	template.ErrBranchEnd:        "the branches end in different places of the HTML, such as inside and outside of a tag",
	template.ErrEndContext:       "the template ends inside a tag, an attribute, a comment, a script or a style",
	template.ErrOutputContext:    "where the template ends in the HTML cannot be told",
	template.ErrRangeLoopReentry: "the {{range}} begins and ends in different places of the HTML, such as inside and outside of a tag",
}

// escapeProblem puts an error of html/template at its place. Where the HTML itself is bad, it names no
// place: then the shortest beginning of the text that is bad in the same way shows it.
func (t *Theme) escapeProblem(r request, v *vetter, failed *template.Error) diag.Problem {
	message := plain[failed.ErrorCode]
	if message == "" {
		message = failed.Description
	}
	pos := v.order[0].position()
	switch {
	case failed.Node != nil:
		location, _ := (*parse.Tree)(nil).ErrorContext(failed.Node)
		pos = t.place(location, pos)
	case failed.ErrorCode == template.ErrBadHTML:
		pos = t.badHTML(r, pos)
	case failed.Line > 0:
		pos = v.order[0].file.AtLine(failed.Line, 1)
	}
	return badTemplate.At(pos, "%s", message)
}

// place reads "path:line:column", in which the column counts bytes from 0.
func (t *Theme) place(location string, otherwise diag.Position) diag.Position {
	m := placed.FindStringSubmatch(location)
	if m == nil {
		return otherwise
	}
	f := t.templates.files.File(m[1])
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	if f == nil {
		return otherwise
	}
	return f.AtLine(line, column+1)
}

var (
	placed   = regexp.MustCompile(`^(.+):(\d+):(\d+)$`)
	runError = regexp.MustCompile(`(?s)^template: (.+?:\d+:\d+): executing .*? at <.*?>: (.*)$`)
)

func (t *Theme) badHTML(r request, otherwise diag.Position) diag.Position {
	total, texts := 0, t.vet(r).texts
	for _, text := range texts {
		total += len(text.Text)
	}
	at := sort.Search(total, func(n int) bool {
		failed := escape(t.assemble(t.vet(r), &program{probe: func(int) any { return "" }}, n+1))
		return failed != nil && failed.ErrorCode == template.ErrBadHTML && failed.Node == nil
	})
	for _, text := range texts {
		if at < len(text.Text) { // which may have lost white space at its start to a trim mark
			from := int(text.Position())
			skipped := strings.Index(string(text.file.Bytes()[from:]), string(text.Text))
			return text.file.At(from + max(skipped, 0) + at)
		}
		at -= len(text.Text)
	}
	return otherwise
}

// runProblem puts an error of text/template at its place.
func (t *Theme) runProblem(r request, err error) diag.Problem {
	whole := diag.Position{File: r.path()}
	if m := runError.FindStringSubmatch(err.Error()); m != nil {
		return badTemplate.At(t.place(m[1], whole), "%s", m[2])
	}
	return badTemplate.At(whole, "%s", err)
}

func tidy(problems []diag.Problem) []diag.Problem {
	slices.SortFunc(problems, diag.Problem.Compare)
	return slices.Compact(problems)
}
