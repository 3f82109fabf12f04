package theme

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A Slot is a place of a template that is filled for each chapter. An HTML slot holds markup that is known
// to be safe; another holds plain text, which is escaped for the place it stands in.
type Slot struct {
	Name string
	HTML bool
}

// A Page says which shell is wanted: a template of pages/, and all that it may ask. Has names every flag
// that the template may use, those that are false too.
type Page struct {
	Template string
	Slots    []Slot
	Has      map[string]bool
	Features []string // components whose styles and scripts are wanted besides those of the template
	Site     Site
}

// Site holds what is equal on all pages.
type Site struct {
	Title, Tagline, Language, Dir, License, Contact, ContactHref, LeaveURL, LeaveLabel, HelpLabel string

	Authors []string
}

// A Shell is a page or a fragment with holes. It may be shared by goroutines.
type Shell struct {
	text    string
	holes   []hole
	scripts []*source.File
	key     job.Key
}

type hole struct {
	at   int // offset in text
	slot int
	as   escaping
}

// JobKey is the hash of all that Splice adds by itself; two shells with equal keys make equal pages.
func (s *Shell) JobKey() job.Key { return s.key }

// Scripts are the files that the page loads, in this order: those of its components. Their paths are relative
// to the root of the site. Not to be changed.
func (s *Shell) Scripts() []*source.File { return s.scripts }

// Splice appends the page to dst. values[i] is for Slots[i] of the Page, and there must be one for each.
func (s *Shell) Splice(dst []byte, values []string) []byte {
	size := len(s.text)
	for _, h := range s.holes {
		size += len(values[h.slot])
	}
	dst = slices.Grow(dst, size)
	from := 0
	for _, h := range s.holes {
		dst = append(dst, s.text[from:h.at]...)
		dst = h.as.append(dst, values[h.slot])
		from = h.at
	}
	return append(dst, s.text[from:]...)
}

func newShell(text string, holes []hole, scripts []*source.File) *Shell {
	numbers := make([]int, 0, 3*len(holes))
	for _, h := range holes {
		numbers = append(numbers, h.at, h.slot, int(h.as))
	}
	return &Shell{text: text, holes: holes, scripts: scripts, key: job.KeyOf("shell", text, numbers, scripts)}
}

// bake fills the slots from first on, which are the same for all chapters, and gives the rest as a shell.
func (s *skeleton) bake(first int, values []string, scripts []*source.File) *Shell {
	var text []byte
	var holes []hole
	from := 0
	for _, h := range s.holes {
		text = append(text, s.text[from:h.at]...)
		from = h.at
		if h.slot >= first {
			text = h.as.append(text, values[h.slot-first])
			continue
		}
		h.at = len(text)
		holes = append(holes, h)
	}
	return newShell(string(append(text, s.text[from:]...)), holes, scripts)
}

// A request is a Page, or a fragment, which has no site, no styles and no page below it.
type request struct {
	Page
	fragment bool
}

// style is the first of the two slots of the theme's own, after those of the page; the other is its hash.
func (r *request) style() int { return len(r.Slots) }

func (r *request) slotNames() []string {
	names := make([]string, 0, len(r.Slots)+2)
	for _, s := range r.Slots {
		names = append(names, s.Name)
	}
	if !r.fragment {
		names = append(names, "Style", "StyleHash")
	}
	return names
}

func (r *request) slot(name string) int { return slices.Index(r.slotNames(), name) }

// path is the file of the page, or the folder of the fragments.
func (r *request) path() string {
	if r.fragment {
		return "layouts/components"
	}
	return "layouts/pages/" + r.Template + ".html"
}

// A flag is one of Has.
type flag struct {
	Name string
	On   bool
}

func (r *request) flags() []flag {
	flags := make([]flag, 0, len(r.Has))
	for name, on := range r.Has {
		flags = append(flags, flag{name, on})
	}
	slices.SortFunc(flags, func(a, b flag) int { return strings.Compare(a.Name, b.Name) })
	return flags
}

// A memo makes each value once, however many goroutines ask for it at a time.
type memo[V any] struct {
	made sync.Map // from keys to func() V
}

func (m *memo[V]) get(key any, build func() V) V {
	value, ok := m.made.Load(key)
	if !ok {
		value, _ = m.made.LoadOrStore(key, sync.OnceValue(build))
	}
	return value.(func() V)()
}

// made is a shell and what is wrong with it.
type made struct {
	shell    *Shell
	problems []diag.Problem
}

// Shell gives the shell of a page. It is made once for each different Page. The Shell is never nil; it is
// empty if there are problems, here or from Parse.
func (t *Theme) Shell(p Page) (*Shell, []diag.Problem) { return t.shell(request{Page: p}) }

// Fragment gives the shell of a template of a component. It knows its slots, the flags and the words, and
// nothing of the site.
func (t *Theme) Fragment(name string, slots []Slot, has map[string]bool) (*Shell, []diag.Problem) {
	return t.shell(request{Page: Page{Template: name, Slots: slots, Has: has}, fragment: true})
}

func (t *Theme) shell(r request) (*Shell, []diag.Problem) {
	flags := r.flags()
	m := t.shells.get(job.KeyOf("shell", r.fragment, r.Template, r.Slots, flags, r.Site, r.Features), func() made {
		s := t.skeletons.get(job.KeyOf("skeleton", r.fragment, r.Template, r.Slots, flags, r.Site), func() *skeleton {
			names := slices.Sorted(maps.Keys(r.Has))
			p := t.programs.get(job.KeyOf("program", r.fragment, r.Template, r.Slots, names), func() *program { return t.program(r) })
			return t.skeleton(p, r)
		})
		var own style
		var scripts []*source.File
		if !r.fragment {
			own = t.sheets.style(t.sheets.used(s.components, r.Features))
			scripts = t.scripts.used(s.components, r.Features)
		}
		return made{s.bake(r.style(), []string{own.text, own.hash}, scripts), s.problems}
	})
	return m.shell, m.problems
}
