package build

import (
	"cmp"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/anchors"
	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/help"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/picture"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
	"github.com/side-by-side-guide/side-by-side/generator/internal/references"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// book parses everything under content/ and assembles it.
func (b *Builder) book(
	tree *source.Tree, settings *config.Config, layouts func() (*theme.Theme, []diag.Problem),
) (*book.Book, []diag.Problem) {
	content := tree.Under(chapter.Root)
	from := book.Source{
		Config: settings, Drafts: b.Drafts, Outputs: b.Outputs, Files: make(map[string]*source.File, len(content)), Defaults: map[string]bool{},
	}
	var texts, pictures []*source.File
	for _, f := range content {
		name := strings.TrimPrefix(f.Path(), chapter.Root)
		from.Files[name] = f
		switch {
		case strings.HasPrefix(name, "static/"):
		case strings.HasSuffix(name, ".md"):
			texts = append(texts, f)
		case picture.Known(name):
			pictures = append(pictures, f)
		}
	}
	problems := b.references(tree, &from)
	lock := one(b, job.New("anchors", lockInput{tree.File(anchors.File)}, parseLock))
	from.Lock, problems = lock.lock, append(problems, lock.problems...)
	problems = append(problems, b.chapters(&from, texts)...)
	t, _ := layouts()
	problems = append(problems, b.chapters(&from, defaults(&from, t))...)
	problems = append(problems, b.pictures(&from, pictures)...)
	problems = append(problems, b.inserts(&from)...)
	if b.Again {
		from.Before, from.Memory = b.last, &b.cache
	}
	guide, found := book.Assemble(from)
	if b.Again {
		b.last = guide
	}
	return guide, append(problems, found...)
}

type lockInput struct{ File *source.File }

type locked struct {
	lock     *anchors.Lock
	problems []diag.Problem
}

func parseLock(in lockInput) locked {
	l, problems := anchors.Parse(in.File)
	return locked{l, problems}
}

type referencesInput struct{ Works, Findings *source.File }

type referenced struct {
	library  *references.Library
	problems []diag.Problem
}

func parseReferences(in referencesInput) referenced {
	library, problems := references.Parse(in.Works, in.Findings)
	return referenced{library, problems}
}

func (b *Builder) references(tree *source.Tree, from *book.Source) []diag.Problem {
	in := referencesInput{tree.File(chapter.Root + "references.json"), tree.File(chapter.Root + "findings.toml")}
	made := one(b, job.New("references", in, parseReferences))
	from.References = made.library
	return made.problems
}

// defaults are the fixed pages that a guide has without writing them.
func defaults(from *book.Source, t *theme.Theme) []*source.File {
	titles := map[string]string{
		book.Cover: cmp.Or(from.Config.Title, "Guide"), book.Outline: t.Word("outline"), book.Index: t.Word("index"),
		book.NotFound: t.Word("not-found-title"),
	}
	if len(from.References.All()) > 0 {
		titles[book.References] = t.Word("references")
	}
	var files []*source.File
	for name, title := range titles {
		if from.Files[name] == nil {
			from.Defaults[name] = true
			files = append(files, source.NewFile(chapter.Root+name, []byte("# "+title+"\n")))
		}
	}
	return files
}

// chapters adds those of the files.
func (b *Builder) chapters(from *book.Source, texts []*source.File) []diag.Problem {
	parser := b.parser(from.Config)
	jobs := make([]job.Job[*chapter.Chapter], len(texts))
	for i, f := range texts {
		jobs[i] = job.New("chapter", chapter.Input{File: f, Parser: parser}, chapter.Parse)
	}
	var problems []diag.Problem
	for _, c := range job.Run(&b.cache, jobs) {
		from.Chapters = append(from.Chapters, c)
		problems = append(problems, c.Problems...)
	}
	slices.SortFunc(from.Chapters, func(x, y *chapter.Chapter) int { return strings.Compare(x.Path, y.Path) })
	return problems
}

// parser is made anew only when its settings change, so that chapters are known by their files.
func (b *Builder) parser(c *config.Config) *chapter.Parser {
	settings := chapter.Settings{Language: c.Language}
	for kind, title := range c.Callouts {
		settings.Callouts = append(settings.Callouts, chapter.Callout{Kind: kind, Title: title})
	}
	slices.SortFunc(settings.Callouts, func(x, y chapter.Callout) int { return strings.Compare(x.Kind, y.Kind) })
	return one(b, job.New("parser", settings, chapter.NewParser))
}

type reflectionInput struct {
	File     *source.File
	Language string
	Parser   *chapter.Parser
}

func parseReflection(in reflectionInput) parsed[*quiz.Reflection] {
	r, problems := quiz.Parse(in.File, in.Language, in.Parser.Prose)
	return parsed[*quiz.Reflection]{r, problems}
}

func parseHelp(f *source.File) parsed[*help.Help] {
	h, problems := help.Parse(f)
	return parsed[*help.Help]{h, problems}
}

// inserts parses the files that chapters show.
func (b *Builder) inserts(from *book.Source) []diag.Problem {
	parser := b.parser(from.Config)
	helps, problems := shown(b, from, chapter.HelpInsert, func(f *source.File) job.Job[parsed[*help.Help]] {
		return job.New("help", f, parseHelp)
	})
	reflections, found := shown(b, from, chapter.ReflectionInsert, func(f *source.File) job.Job[parsed[*quiz.Reflection]] {
		return job.New("reflection", reflectionInput{f, from.Config.Language, parser}, parseReflection)
	})
	from.Helps, from.Reflections = helps, reflections
	return append(problems, found...)
}

// A parsed is what was read from a file that chapters show.
type parsed[V any] struct {
	value    V
	problems []diag.Problem
}

// shown leaves out a file that is not there, of which a check tells.
func shown[V any](b *Builder, from *book.Source, kind string, parse func(*source.File) job.Job[parsed[V]]) (map[string]V, []diag.Problem) {
	all := map[string]V{}
	var problems []diag.Problem
	for _, name := range book.Inserted(from.Chapters, kind) {
		if f := from.Files[name]; f != nil {
			made := one(b, parse(f))
			all[name] = made.value
			problems = append(problems, made.problems...)
		}
	}
	return all, problems
}

type pictured struct {
	picture  *picture.Picture
	problems []diag.Problem
}

func parsePicture(f *source.File) pictured {
	p, problems := picture.Parse(f)
	return pictured{p, problems}
}

func (b *Builder) pictures(from *book.Source, files []*source.File) []diag.Problem {
	jobs := make([]job.Job[pictured], len(files))
	for i, f := range files {
		jobs[i] = job.New("picture", f, parsePicture)
	}
	from.Pictures = make(map[string]*picture.Picture, len(files))
	var problems []diag.Problem
	for _, made := range job.Run(&b.cache, jobs) {
		if made.picture != nil {
			from.Pictures[strings.TrimPrefix(made.picture.File.Path(), chapter.Root)] = made.picture
		}
		problems = append(problems, made.problems...)
	}
	return problems
}
