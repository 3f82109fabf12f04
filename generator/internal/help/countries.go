package help

import (
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

// countries keeps those that have a name and something to call.
func (p *parser) countries(h *Help, w written) {
	first := map[string]diag.Position{}
	for i, c := range w.Countries {
		at := []any{"country", i}
		c.Emergency = p.entries(c.Emergency, emergency, "country", i, "emergency")
		c.Lines = p.entries(c.Lines, line, "country", i, "line")
		c.Name = strings.TrimSpace(c.Name)
		switch name := p.index.At(field(at, "name")...); {
		case c.Name == "":
			if p.index.State(field(at, "name")...) != toml.Wrong {
				p.report(badHelp, name, `add a line such as: name = "Ireland"`, "this country has no name")
			}
			continue
		case first[strings.ToLower(c.Name)] != diag.Position{}:
			p.report(duplicateHelp, name, "put the two together", "%s stands here twice; the first is on line %d", c.Name, first[strings.ToLower(c.Name)].Line)
		case len(c.Emergency)+len(c.Lines) == 0:
			if p.index.State(field(at, "emergency")...) == toml.Absent && p.index.State(field(at, "line")...) == toml.Absent {
				p.report(badHelp, name, "add [[country.emergency]] or [[country.line]] below it", "there is nothing to call in %s", c.Name)
			}
			continue
		}
		first[strings.ToLower(c.Name)] = p.index.At(at...)
		h.Countries = append(h.Countries, c)
	}
}

// order wants directories before countries, and countries by name.
func (p *parser) order(w written) {
	last, start := "", p.index.At("country", 0)
	for i := range w.Directories {
		if at := p.index.At("directory", i); len(w.Countries) > 0 && start.Compare(at) < 0 {
			p.report(helpOrder, at, "move it to the top: somebody abroad needs it first", "a directory stands before the first country")
		}
	}
	for i, c := range w.Countries {
		name := strings.ToLower(strings.TrimSpace(c.Name))
		if name < last && name != "" {
			p.report(helpOrder, p.index.At("country", i, "name"), "countries stand by name, since readers look for their own", "%s stands too late", c.Name)
		}
		last = max(last, name)
	}
}
