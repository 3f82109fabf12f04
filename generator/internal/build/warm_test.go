package build_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/build"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/epub"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/search"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/single"
	"github.com/side-by-side-guide/side-by-side/generator/internal/output/site"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// Law 4: whatever was edited before, a warm build is the clean build, byte for byte and problem for problem.
// After some edits the guide is whole again, since a guide in ruins exercises little.
func TestWarmEqualsCold(t *testing.T) {
	const edits, lifetime = 150, 20 // of each of two
	quick(t)
	published := settings()
	published.Files = false // looks at the files alone, which are compared
	everything := published
	everything.Drafts, everything.BaseURL = true, "https://example.org/guide/"
	for seed, options := range []build.Options{published, everything} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			e := &editor{Rand: rand.New(rand.NewPCG(uint64(seed), 0))}
			again, once := options, options
			again.Again, once.Once = true, true
			var ahead []book.File
			again.Looked = func() []string { return []string{"first/begin.html", "index.html", "gone.html"} }
			again.Ahead = func(files []book.File) { ahead = files }
			warm := build.New(again)
			var done []string
			for i := range edits {
				if i%lifetime == 0 {
					e.guide = unpack(sample)
					done = append(done, "restore the sample")
				} else {
					done = append(done, e.step())
				}
				if i%3 == 0 { // and a build that was given up leaves no trace
					stop := make(chan struct{})
					time.AfterFunc(time.Duration(e.IntN(3000))*time.Microsecond, func() { close(stop) })
					warm.BuildUntil(stop, e.guide.tree())
				}
				ahead = nil
				got := warm.Build(e.guide.tree())
				for _, f := range ahead {
					if !slices.ContainsFunc(got.Files, func(g book.File) bool { return g.Path == f.Path && bytes.Equal(g.Data, f.Data) }) {
						t.Fatalf("after edit %d %s was shown ahead, and is another in the end", i, f.Path)
					}
				}
				if wrong, _ := diag.Count(got.Problems); wrong == 0 && len(ahead) == 0 {
					t.Fatalf("after edit %d nothing was shown ahead", i)
				}
				want := build.New(once).Build(e.guide.tree())
				if difference := differ(got, want); difference != "" {
					t.Fatalf("seed %d: warm and cold differ after edit %d: %s\n%s", seed, i, difference, strings.Join(done, "\n"))
				}
			}
		})
	}
}

// differ tells where two results are not the same.
func differ(got, want build.Result) string {
	if a, b := report(got.Problems), report(want.Problems); a != b {
		return fmt.Sprintf("problems\n--- warm\n%s--- cold\n%s", a, b)
	}
	if a, b := paths(got.Files), paths(want.Files); !slices.Equal(a, b) {
		return fmt.Sprintf("paths\n--- warm\n%q\n--- cold\n%q", a, b)
	}
	for i, f := range got.Files {
		if !bytes.Equal(f.Data, want.Files[i].Data) {
			return fmt.Sprintf("%s\n--- warm\n%s\n--- cold\n%s", f.Path, f.Data, want.Files[i].Data)
		}
	}
	if got.Chapters != want.Chapters || got.Words != want.Words {
		return fmt.Sprintf("%d chapters and %d words warm, %d and %d cold", got.Chapters, got.Words, want.Chapters, want.Words)
	}
	return ""
}

func paths(files []book.File) []string {
	out := make([]string, len(files))
	for i, f := range files {
		out[i] = f.Path
	}
	return out
}

const all = -1 // pages

// Law 3: what is remade is what shows the change.
func TestOneParagraphRemakesOnePage(t *testing.T) {
	for _, test := range []struct {
		name, path, old, new string
		made                 int // jobs
		plans                int // of pages, if plans are remembered
		files                string
	}{
		{"nothing", "content/first/begin.md", "How to begin", "How to begin", 0, 0, ""},
		{"a paragraph", "content/first/go-on.md", "rest, as", "sleep, as", 3, 1, "first/go-on.html"}, // parsed, checked, rendered
		// Shown by the chapter itself, the two beside it, the lists, and the chapter that links to it by title. The
		// glossary names the chapters that use its terms.
		{"a title", "content/first/go-on.md", "# How to go on", "# How to walk on", 10, all,
			"a-z.html first/begin.html first/go-on.html glossary.html index.html outline.html references.html second/last.html"},
		{"a short title", "content/first/begin.md", "nav_title: Begin", "nav_title: Start", 9, all,
			"a-z.html first/begin.html first/go-on.html glossary.html index.html references.html second/last.html"}, // the reflection leads to it
		{"a description", "content/first/begin.md", "How to begin.", "How one begins.", 5, all,
			"first/begin.html index.html outline.html"},
		{"an explanation", "content/glossary.md", "Being sure", "Feeling sure", 4, all, "first/begin.html glossary.html"},
		{"a finding", "content/findings.toml", "Rest helped", "Rest helps", 4, all, "first/go-on.html references.html second/last.html"},
		{"a picture", "content/first/figures/two.svg", `r="4"`, `r="3"`, 2, all, "first/begin.html"},
		{"a file", "content/second/files/plan.txt", "three", "four", 1, all, "second/files/plan.txt"},
		{"a word to avoid", "site.toml", "spouse", "husband", 13, all, ""}, // every chapter is checked again
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			before := unpack(sample)
			warm := build.New(settings())
			old := warm.Build(before.tree())
			result := warm.Build(before.edited(t, test.path, test.old, test.new).tree())
			if got := strings.Join(changed(old, result), " "); got != test.files {
				t.Errorf("changed:\n%s\nwant:\n%s", got, test.files)
			}
			if result.Made != test.made {
				t.Errorf("%d jobs ran, want %d", result.Made, test.made)
			}
			options := settings()
			options.Again = true
			warm = build.New(options)
			warm.Build(before.tree())
			again := warm.Build(before.edited(t, test.path, test.old, test.new).tree())
			if test.plans == all {
				test.plans = again.Chapters + 6 // cover, glossary, references, outline, A to Z and the page that is not there
			}
			if got := again.Made - result.Made; got != test.plans {
				t.Errorf("%d pages were planned, want %d", got, test.plans)
			}
		})
	}
}

func TestAStyleSheetRemakesEveryPageButNoChapter(t *testing.T) {
	warm := build.New(settings())
	old := warm.Build(unpack(sample).tree())
	result := warm.Build(unpack(sample).with("-- layouts/styles/prose.css --\n@layer prose { .prose { margin: 1px } }\n").tree())
	var pages []string
	for _, path := range paths(old.Files) {
		if strings.HasSuffix(path, ".html") && !strings.HasPrefix(path, "old/") {
			pages = append(pages, path)
		}
	}
	if got := changed(old, result); !slices.Equal(got, pages) {
		t.Errorf("changed:\n%s\nwant:\n%s", got, pages)
	}
	if want := len(pages) + 1; result.Made != want {
		t.Errorf("%d jobs ran, want %d: the theme and its pages", result.Made, want)
	}
}

// changed lists the paths at which two results differ.
func changed(old, new build.Result) []string {
	var out []string
	before := map[string][]byte{}
	for _, f := range old.Files {
		before[f.Path] = f.Data
	}
	for _, f := range new.Files {
		if data, ok := before[f.Path]; !ok || !bytes.Equal(data, f.Data) {
			out = append(out, f.Path)
		}
		delete(before, f.Path)
	}
	for path := range before {
		out = append(out, path)
	}
	slices.Sort(out)
	return out
}

// Law 5: a result is never changed by a later build.
func TestAResultStaysWhatItWas(t *testing.T) {
	e := &editor{Rand: rand.New(rand.NewPCG(1, 2)), guide: unpack(sample)}
	warm := build.New(settings())
	var results []build.Result
	var sums [][32]byte
	for range 12 {
		results = append(results, warm.Build(e.guide.tree()))
		sums = append(sums, sum(results[len(results)-1]))
		e.step()
	}
	for i, r := range results {
		if sum(r) != sums[i] {
			t.Errorf("result %d was changed by a later build", i)
		}
	}
}

func sum(r build.Result) [32]byte {
	hash := sha256.New()
	for _, f := range r.Files {
		fmt.Fprintf(hash, "%q %x\n", f.Path, f.Data)
	}
	fmt.Fprint(hash, report(r.Problems))
	return [32]byte(hash.Sum(nil))
}

// What the outline says of an edition's size comes from chapters, of which it shows nothing else.
func TestSizesOfEditionsFollowTheText(t *testing.T) {
	options := settings()
	options.Outputs = []book.Output{site.Output, search.Output, single.Output, epub.Output}
	again := options
	again.Again = true
	again.Looked = func() []string { return []string{"outline.html"} }
	again.Ahead = func([]book.File) { t.Error("the outline is shown before the sizes are known") }
	warm := build.New(again)
	archive := strings.Replace(sample, "\n[help]", "identifier = \"urn:example:sample\"\n[output]\nsingle = true\nepub = true\n[help]", 1)
	told := map[string]bool{}
	for _, more := range []string{"", strings.Repeat("One more sentence makes it longer. ", 1000), ""} {
		edited := strings.Replace(archive, "\nBegin [here at the start]", "\n"+more+"Begin [here at the start]", 1)
		got, want := warm.Build(unpack(edited).tree()), build.New(options).Build(unpack(edited).tree())
		outline := func(r build.Result) string {
			for _, f := range r.Files {
				if f.Path == "outline.html" {
					return string(f.Data)
				}
			}
			return "nothing"
		}
		if a, b := outline(got), outline(want); a != b {
			t.Errorf("warm and cold differ:\n%s\n%s", a, b)
		}
		sizes := regexp.MustCompile(`about \d+\x{a0}kB`).FindAllString(outline(got), -1)
		if len(sizes) != 2 {
			t.Fatalf("two sizes are wanted, and there are %q: %v", sizes, got.Problems)
		}
		told[strings.Join(sizes, " and ")] = true
	}
	if len(told) != 2 {
		t.Errorf("longer and shorter texts have the sizes %v", told)
	}
}

// A preview tells of a name that is taken, though it has not made the edition yet.
func TestNamesOfLateOutputsAreKnownBeforeTheyAreMade(t *testing.T) {
	options := settings()
	options.Outputs = []book.Output{site.Output, search.Output, single.Output, epub.Output}
	again := options
	again.Again = true
	taken := "-- content/static/a-small-guide.html --\n<p>Mine.\n-- content/static/a-small-guide.epub --\nMine.\n-- content/static/assets/search-index.js --\nmine()\n"
	for editions, want := range map[string]int{"true": 3, "false": 1} {
		archive := strings.Replace(sample, "\n[help]", "identifier = \"urn:example:sample\"\n[output]\nsingle = "+editions+"\nepub = "+editions+"\n[help]", 1) + taken
		got, cold := build.New(again).Build(unpack(archive).tree()), build.New(options).Build(unpack(archive).tree())
		if n := strings.Count(report(got.Problems), "[path-clash]"); n != want || report(got.Problems) != report(cold.Problems) {
			t.Errorf("editions %s: %d clashes, want %d:\n%s\na clean build says\n%s", editions, n, want, report(got.Problems), report(cold.Problems))
		}
	}
}

func TestLateOutputsAreMadeWhenTheyAreAskedFor(t *testing.T) {
	made := 0
	late := book.Output{Name: "late", Late: true, Plan: func(b *book.Book, _ *theme.Theme) ([]job.Job[book.Made], []diag.Problem) {
		return []job.Job[book.Made]{job.New("late", len(b.Entries), func(n int) book.Made {
			made++
			return book.Made{Files: []book.File{{Path: "late.txt", Data: []byte(fmt.Sprint(n))}}}
		})}, nil
	}}
	options := settings()
	options.Outputs = append(slices.Clone(options.Outputs), late)
	once := build.New(options).Build(unpack(sample).tree())
	if made != 1 || len(once.Rest()) > 0 || !slices.Contains(paths(once.Files), "late.txt") {
		t.Errorf("a single build made it %d times, among %q", made, paths(once.Files))
	}
	options.Again = true
	again := build.New(options).Build(unpack(sample).tree())
	if made != 1 || slices.Contains(paths(again.Files), "late.txt") {
		t.Error("nobody asked for it")
	}
	again.Rest()
	if rest := again.Rest(); made != 2 || strings.Join(paths(rest), " ") != "late.txt" || len(again.Files)+1 != len(once.Files) {
		t.Errorf("made %d times, as %q", made, paths(rest))
	}
}
