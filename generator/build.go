package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/disk"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/publish"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/layouts"
)

// read takes a snapshot of the guide, with the built-in layouts below its own.
func (g *guide) read() (*source.Tree, error) {
	if g.baseURL != "" {
		if _, err := new(config.Config).WithBaseURL(g.baseURL); err != nil {
			return nil, fmt.Errorf("--base-url: %w", err)
		}
	}
	own, err := disk.Read(g.root)
	if err != nil {
		return nil, err
	}
	return own.Over(builtIn()), nil
}

// builtInWords is where the theme looks for words that a guide's own strings/en.toml leaves out.
const builtInWords = "layouts/strings/built-in.toml"

func builtIn() *source.Tree {
	var files []*source.File
	err := fs.WalkDir(layouts.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := layouts.Files.ReadFile(path)
		files = append(files, source.NewFile("layouts/"+path, data))
		return err
	})
	if err != nil {
		panic(err) // what is embedded can be read
	}
	words, err := layouts.Files.ReadFile("strings/en.toml")
	if err != nil {
		panic(err)
	}
	return source.NewTree(append(files, source.NewFile(builtInWords, words)))
}

type publishing struct {
	guide
	out       string
	adopt     bool
	overwrite []string
}

func buildCommand() *cobra.Command {
	var p publishing
	var watch bool
	cmd := &cobra.Command{
		Use: "build", Short: "Build the guide into public/", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if p.out == "" {
				p.out = filepath.Join(p.root, "public")
			}
			if !watch {
				return p.run(cmd.OutOrStdout(), cmd.ErrOrStderr())
			}
			ctx, stop := untilInterrupted()
			defer stop()
			return p.watch(ctx, cmd.OutOrStdout(), cmd.ErrOrStderr())
		},
	}
	p.flags(cmd)
	cmd.Flags().StringVar(&p.out, "out", "", "folder to publish into (default: public in the guide's folder)")
	cmd.Flags().StringVar(&p.baseURL, "base-url", "", "address under which the guide will stand, for the sitemap and the like")
	cmd.Flags().BoolVar(&p.drafts, "drafts", false, "publish drafts too")
	cmd.Flags().BoolVar(&p.strict, "strict", false, "take warnings for errors")
	cmd.Flags().BoolVar(&p.adopt, "adopt", false, "publish beside other files, which stay")
	cmd.Flags().StringArrayVar(&p.overwrite, "overwrite", nil, "replace this published file although it was changed by hand")
	cmd.Flags().BoolVar(&watch, "watch", false, "go on, and publish each change as it is saved")
	return cmd
}

// watch publishes one build after another. What cannot be published is told, and the next may do better; only a target
// that cannot be meant ends it.
func (p *publishing) watch(ctx context.Context, stdout, stderr io.Writer) error {
	screen := &screen{root: p.root, out: stdout, err: stderr}
	return p.rebuild(ctx, false, nil, screen.line, func(b built) error {
		screen.report(b)
		if p.blocked(b.result.Problems) {
			fmt.Fprintln(stdout, tally(b.result)+"; nothing was published")
			return nil
		}
		b.result.Files = slices.Concat(b.result.Files, b.result.Rest())
		inputs := p.inputs(b.tree)
		if len(b.result.Problems) > 0 {
			inputs = [sha256.Size]byte{}
		}
		stage, err := publish.Begin(p.target())
		if err == nil {
			job.Each(len(b.result.Files), func(i int) { stage.Put(publish.File(b.result.Files[i])) })
			err = p.commit(stage, inputs, b.builder, b.result, time.Now().Add(-b.took), stdout, stderr)
		}
		if refused := (*publish.RefusedError)(nil); errors.As(err, &refused) {
			return err
		}
		if err != nil && !errors.Is(err, errProblems) {
			screen.line(err.Error())
		}
		return nil
	})
}

func (p *publishing) run(stdout, stderr io.Writer) error {
	start := time.Now()
	tree, err := p.read()
	if err != nil {
		return err
	}
	inputs := p.inputs(tree)
	if publish.Unchanged(p.out, inputs) {
		fmt.Fprintf(stdout, "nothing changed in %s (%s)\n", p.out, elapsed(start))
		return nil
	}
	useLargePages()
	var stage *publish.Stage
	options := p.options()
	options.Once = true
	options.Take = func(problems []diag.Problem) func(book.File) {
		if p.blocked(problems) {
			return nil
		}
		if stage, err = publish.Begin(p.target()); err != nil {
			return func(book.File) {}
		}
		return func(f book.File) { stage.Put(publish.File(f)) }
	}
	builder := build.New(options)
	result := builder.Build(tree)
	report(stderr, p.root, result.Problems)
	switch {
	case p.blocked(result.Problems):
		if stage != nil {
			stage.Abandon()
		}
		fmt.Fprintln(stdout, tally(result)+"; nothing was published")
		return errProblems
	case err != nil:
		return err
	case len(result.Problems) > 0:
		inputs = [sha256.Size]byte{} // the warnings are to be shown again
	}
	return p.commit(stage, inputs, builder, result, start, stdout, stderr)
}

func (p *publishing) target() publish.Options {
	return publish.Options{Root: p.root, Target: p.out, Adopt: p.adopt, Overwrite: p.overwrite}
}

// commit ends a run of publishing, and tells what it did.
func (p *publishing) commit(
	stage *publish.Stage, inputs [sha256.Size]byte, builder *build.Builder, result build.Result, start time.Time, stdout, stderr io.Writer,
) error {
	done, found, err := stage.Commit(inputs)
	report(stderr, p.root, builder.Rules().Level(found))
	if err != nil {
		return err
	}
	if !done.Published {
		fmt.Fprintln(stdout, "nothing was published")
		return errProblems
	}
	fmt.Fprintf(stdout, "%s: %s written, %d deleted, %d unchanged in %s (%s)\n",
		tally(result), count(done.Written, "file"), done.Deleted, done.Unchanged, p.out, elapsed(start))
	return nil
}

func (g *guide) blocked(problems []diag.Problem) bool {
	wrong, warnings := diag.Count(problems)
	return wrong > 0 || g.strict && warnings > 0
}

// inputs is the hash of the program, of what changes a build, and of every input file.
func (g *guide) inputs(tree *source.Tree) [sha256.Size]byte {
	if len(tree.Problems()) > 0 {
		return [sha256.Size]byte{}
	}
	program, err := os.Executable()
	if err != nil {
		return [sha256.Size]byte{}
	}
	head, err := buildID(program)
	if err != nil {
		return [sha256.Size]byte{}
	}
	files := make([]*source.File, len(tree.Paths()))
	job.Each(len(files), func(i int) {
		files[i] = tree.File(tree.Paths()[i])
		files[i].Hash()
	})
	return job.KeyOf("inputs", head, files, g.baseURL, g.drafts, g.strict)
}

// buildID reads the beginning of the program, where Go's linker puts an id made of all that the program was
// built from; the go command itself looks for it in the first 32 kB.
func buildID(program string) ([]byte, error) {
	f, err := os.Open(program)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 32<<10)
	n, err := io.ReadFull(f, head)
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}

func tally(r build.Result) string {
	wrong, warnings := diag.Count(r.Problems)
	s := fmt.Sprintf("%s, %s words", count(r.Chapters, "chapter"), grouped(r.Words))
	if wrong > 0 {
		s += ", " + count(wrong, "error")
	}
	if warnings > 0 {
		s += ", " + count(warnings, "warning")
	}
	return s
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return grouped(n) + " " + what + "s"
}

func grouped(n int) string {
	if n < 1000 {
		return fmt.Sprint(n)
	}
	return fmt.Sprintf("%s,%03d", grouped(n/1000), n%1000)
}

func elapsed(start time.Time) string {
	d := time.Since(start)
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
