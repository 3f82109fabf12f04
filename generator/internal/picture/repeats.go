package picture

import "strings"

// repeats counts what <use> multiplies: ten elements that each repeat ten others, and so on, are a small
// file and a browser that hangs.
type repeats struct {
	parts []part
	uses  []use
	byID  map[string]int // index in parts
}

// A part is an element that is kept, with all within it.
type part struct {
	end     int // index of the first part after it
	uses    int // index of the first use within it
	usesEnd int // index of the first use after it
	state   int // 0 not counted, 1 being counted, 2 counted
	shown   int // elements that a browser makes of it
}

type use struct {
	id string
	at int // offset in the file
}

// tooMuch is a use that must not be.
type tooMuch struct {
	at      int
	message string
}

// begin notes an element and returns its number.
func (r *repeats) begin(id string) int {
	if id != "" {
		if r.byID == nil {
			r.byID = map[string]int{}
		}
		r.byID[id] = len(r.parts)
	}
	r.parts = append(r.parts, part{uses: len(r.uses)})
	return len(r.parts) - 1
}

func (r *repeats) use(href string, at int) {
	r.uses = append(r.uses, use{id: strings.TrimPrefix(href, "#"), at: at})
}

func (r *repeats) end(number int) {
	r.parts[number].end, r.parts[number].usesEnd = len(r.parts), len(r.uses)
}

// check returns the first use that never ends or makes too much.
func (r *repeats) check() *tooMuch {
	if len(r.parts) == 0 || len(r.uses) == 0 {
		return nil
	}
	return r.count(0)
}

// count finds how many elements a part shows. Each part is counted once; a chain of uses is followed by
// calling itself, at most as deep as the file has elements.
func (r *repeats) count(number int) *tooMuch {
	p := &r.parts[number]
	p.state, p.shown = 1, p.end-number
	for _, u := range r.uses[p.uses:p.usesEnd] {
		target, ok := r.byID[u.id]
		if !ok {
			continue
		}
		if r.parts[target].state == 1 {
			return &tooMuch{u.at, "<use> repeats what it stands in, without end"}
		}
		if r.parts[target].state == 0 {
			if problem := r.count(target); problem != nil {
				return problem
			}
		}
		if p.shown += r.parts[target].shown; p.shown > maxElements {
			return &tooMuch{u.at, "<use> repeats so much that more than 20,000 elements would show"}
		}
	}
	p.state = 2
	return nil
}
