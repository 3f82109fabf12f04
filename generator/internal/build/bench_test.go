package build_test

import (
	"os"
	"runtime/debug"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/check"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/disk"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/site"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// BenchmarkBuild builds a guide in memory: cold, and with one paragraph changed. The guide is one of those that
// make bench builds as a process; it is named by an environment variable:
//
//	(cd generator/testdata/bench && go run . write -sizes 1000 /tmp/guide)
//	BENCH_GUIDE=/tmp/guide go test -run '^$' -bench Build/cold -cpuprofile cpu.out ./generator/internal/build
func BenchmarkBuild(b *testing.B) {
	root := os.Getenv("BENCH_GUIDE")
	if root == "" {
		b.Skip("BENCH_GUIDE names no guide; the comment above says how to make one")
	}
	defer debug.SetGCPercent(debug.SetGCPercent(400)) // as the program does
	tree, err := disk.Read(root)
	if err != nil {
		b.Fatal(err)
	}
	layouts, err := disk.Read("../../..")
	if err != nil {
		b.Fatal(err)
	}
	builtIn := source.NewTree(layouts.Under("layouts/"))
	options := build.Options{
		Outputs: []book.Output{site.Output},
		Checks: []check.Check{
			check.Order, check.Links, check.Evidence, check.Files, check.Headings, check.LinkTexts, check.Alternatives,
			check.Repeats, check.Words, check.Claims, check.Reading, check.Weight,
		},
	}
	b.Run("cold", func(b *testing.B) {
		once := options
		once.Once = true
		b.ReportAllocs()
		for b.Loop() {
			withoutErrors(b, build.New(once).Build(unhashed(tree).Over(unhashed(builtIn))))
		}
	})
	b.Run("paragraph", func(b *testing.B) {
		builder, now := build.New(options), tree.Over(builtIn)
		withoutErrors(b, builder.Build(now))
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			now = longer(now, n)
			withoutErrors(b, builder.Build(now))
		}
	})
}

// unhashed is a tree of the same files, as if they were just read: they remember no hash.
func unhashed(tree *source.Tree) *source.Tree {
	var files []*source.File
	for _, path := range tree.Paths() {
		files = append(files, source.NewFile(path, tree.File(path).Bytes()))
	}
	return source.NewTree(files)
}

// longer changes the last paragraph of a chapter in the middle of the guide.
func longer(tree *source.Tree, n int) *source.Tree {
	chapters := tree.Under("content/part-")
	old := chapters[len(chapters)/2]
	text := strings.TrimRight(string(old.Bytes()), "!\n") + strings.Repeat("!", n%50+1) + "\n"
	return tree.With([]*source.File{source.NewFile(old.Path(), []byte(text))})
}

func withoutErrors(b *testing.B, r build.Result) {
	b.Helper()
	if errors, _ := diag.Count(r.Problems); errors > 0 {
		b.Fatal(r.Problems[0])
	}
}
