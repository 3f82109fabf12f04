package book

import (
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// A File is one published file. Its data must not be changed.
type File struct {
	Path string // slash-separated, relative to the target
	Data []byte
}

// A Made is what one job of an output makes: files, and problems that only showed in the making.
type Made struct {
	Files    []File
	Problems []diag.Problem
	Done     func() // gives back the memory of the files' data, which nobody reads any more; or nil
}

// An Output is a form in which a book is published. Plan says which files there will be, as jobs that see
// their own input and nothing else; it reads the book and the theme, and must not keep them.
type Output struct {
	Name string
	// Late says that the output grows with the whole guide, and finds no problems: while somebody edits, it is made
	// when it is asked for.
	Late bool
	Plan func(*Book, *theme.Theme) ([]job.Job[Made], []diag.Problem)
	// Ahead gives those of the same jobs that make one page and what only it may need, for somebody who looks at it;
	// none if there is no such page. It is nil if an output has no pages to look at.
	Ahead func(b *Book, t *theme.Theme, page string) []job.Job[Made]
	// Paths are those of the files of a late output, known before they are made.
	Paths func(*Book) []string
	// Size is, for an output of one file that pages lead to, how many bytes that will be, or nearly. It adds up the chapters'
	// shares by Measure. Where there is a problem, it is 0.
	Size func(*Book, *theme.Theme) int
}

// A sight is all that a chapter's share of an edition can depend on.
type sight struct {
	Guide   job.Key
	Theme   *theme.Theme
	Chapter *chapter.Chapter
}

// Measure adds up what the published pages that an edition holds take in it, on all cores, and what is around them. Where
// the book has a Memory, only the shares of chapters that changed are looked for again.
func (b *Book) Measure(name string, t *theme.Theme, around job.Job[int], share func(*Entry) int) (sum int) {
	jobs := []job.Job[int]{around}
	for _, e := range b.Entries {
		if !IsList(e.Path) {
			jobs = append(jobs, job.New(name, sight{b.Look, t, e.Chapter}, func(sight) int { return share(e) }))
		}
	}
	for _, n := range job.Run(b.Cache(), jobs) {
		sum += n
	}
	return sum
}

// Cache is the Memory, or one that remembers nothing.
func (b *Book) Cache() *job.Cache {
	if b.Memory == nil {
		return &job.Cache{Off: true}
	}
	return b.Memory
}

// SizeOf is the Size of the output with the name, or 0 if nobody knows it.
func (b *Book) SizeOf(name string, t *theme.Theme) int {
	for _, o := range b.Outputs {
		if o.Name == name && o.Size != nil {
			return o.Size(b, t)
		}
	}
	return 0
}
