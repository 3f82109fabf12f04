package references

import (
	"maps"
	"slices"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

type finding struct {
	Finding string `toml:"finding"`
	Limits  string `toml:"limits"`
}

// addFindings gives the references what findings.toml says of them.
func (l *Library) addFindings(f *source.File) []diag.Problem {
	tables, index, problems := toml.Decode[map[string]finding](f)
	for _, id := range slices.Sorted(maps.Keys(tables)) {
		pos := index.At(id)
		said, limits := clean(tables[id].Finding), clean(tables[id].Limits)
		if state := index.State(id, "finding"); said == "" && state != toml.Wrong {
			problems = append(problems, badFinding.At(index.At(id, "finding"), "%q does not say what the source found", id).
				WithHint(`add a line such as: finding = "…"`))
		}
		r, ok := l.byID[id]
		if !ok {
			if l.whole {
				problems = append(problems, findingWithoutReference.At(pos, "no reference %q", id).
					WithHint("%s", l.findingHint(id)))
			}
			continue
		}
		r.Finding, r.Limits, r.FindingPos = said, limits, pos
	}
	return problems
}

func (l *Library) findingHint(id string) string {
	if hint := diag.DidYouMean(id, l.ids); hint != "" {
		return hint
	}
	return "add it to content/references.json, or delete this table"
}
