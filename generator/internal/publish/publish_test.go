package publish

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

// A tree is what a folder holds: path to contents. A symbolic link is "-> " and where it leads.
type tree map[string]string

func (tr tree) files() []File {
	var files []File
	for _, p := range slices.Sorted(maps.Keys(tr)) {
		files = append(files, File{Path: p, Data: []byte(tr[p])})
	}
	return files
}

// put writes a tree beneath the folder.
func (tr tree) put(t testing.TB, folder string) {
	t.Helper()
	for p, data := range tr {
		name := filepath.Join(folder, filepath.FromSlash(p))
		must(t, os.MkdirAll(filepath.Dir(name), 0o755))
		if to, ok := strings.CutPrefix(data, "-> "); ok {
			must(t, os.Symlink(to, name))
		} else {
			must(t, os.WriteFile(name, []byte(data), 0o644))
		}
	}
}

// read gives what a folder holds, empty folders with a slash at the end.
func read(t testing.TB, folder string) tree {
	t.Helper()
	tr := tree{}
	must(t, filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(folder, name)
		rel = filepath.ToSlash(rel)
		switch {
		case entry.IsDir():
			if inside, _ := os.ReadDir(name); len(inside) == 0 && rel != "." {
				tr[rel+"/"] = ""
			}
		case entry.Type()&fs.ModeSymlink != 0:
			to, _ := os.Readlink(name)
			tr[rel] = "-> " + to
		default:
			data, err := os.ReadFile(name)
			must(t, err)
			tr[rel] = string(data)
		}
		return nil
	}))
	return tr
}

func (tr tree) without(names ...string) tree {
	tr = maps.Clone(tr)
	for _, name := range names {
		delete(tr, name)
	}
	return tr
}

func (tr tree) with(other tree) tree {
	tr = maps.Clone(tr)
	maps.Copy(tr, other)
	return tr
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A guide is a folder with the inputs of one, and public beside them.
type guide struct {
	testing.TB
	root, public string
	opt          Options
	inputs       [sha256.Size]byte
}

func newGuide(t testing.TB) *guide {
	root := t.TempDir()
	tree{"site.toml": "", "content/index.md": "# Cover", "layouts/pages/page.html": ""}.put(t, root)
	public := filepath.Join(root, "public")
	return &guide{TB: t, root: root, public: public, opt: Options{Root: root, Target: public}}
}

// Sync makes the target equal to the files.
func Sync(files []File, opt Options, inputs [sha256.Size]byte) (Report, []diag.Problem, error) {
	return hooks{wait: lockWait}.sync(files, opt, inputs)
}

func (h hooks) sync(files []File, opt Options, inputs [sha256.Size]byte) (Report, []diag.Problem, error) {
	s, err := h.begin(opt)
	if err != nil {
		return Report{}, nil, err
	}
	defer s.end()
	job.Each(len(files), func(i int) { s.Put(files[i]) })
	return s.commit(inputs)
}

// publish syncs, and expects no problem.
func (g *guide) publish(build tree) Report {
	g.Helper()
	report, problems, err := Sync(build.files(), g.opt, g.inputs)
	must(g, err)
	if len(problems) > 0 || !report.Published {
		g.Fatalf("published %v, with problems %v", report.Published, problems)
	}
	return report
}

// problems syncs, and gives the problems as text.
func (g *guide) problems(build tree) (Report, string) {
	g.Helper()
	report, problems, err := Sync(build.files(), g.opt, g.inputs)
	must(g, err)
	return report, lines(problems)
}

func lines(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range diag.NewRules(Rules).Level(problems) {
		b.WriteString(p.String() + "\n")
	}
	return b.String()
}

func same(t testing.TB, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got\n%s", diff)
	}
}

// holds expects the target to hold the tree, and a ledger.
func (g *guide) holds(want tree) {
	g.Helper()
	got := read(g, g.public)
	if got[ledgerName] == "" {
		g.Error("there is no ledger")
	}
	same(g, want, got.without(ledgerName))
}

var site = tree{
	"index.html":          "<p>cover",
	"404.html":            "<p>nothing here",
	"practise/no.html":    "<p>saying no",
	"practise/index.html": "<p>practise",
	"practise/a.svg":      "<svg/>",
	"search/index.js":     "search = []",
	".nojekyll":           "",
}

func TestTheTargetBecomesEqualToTheBuild(t *testing.T) {
	g := newGuide(t)
	report := g.publish(site)
	g.holds(site)
	same(t, Report{Published: true, Written: 7, Bytes: 63}, report)

	next := site.with(tree{"index.html": "<p>new cover", "more/help.html": "<p>help"}).without("search/index.js", "practise/no.html")
	report = g.publish(next)
	g.holds(next)
	same(t, Report{Published: true, Written: 2, Deleted: 2, Unchanged: 4, Bytes: 19}, report)

	g.publish(tree{})
	g.holds(tree{})
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	old := time.Date(2001, 2, 3, 4, 5, 6, 0, time.UTC)
	for p := range read(t, g.public) {
		must(t, os.Chtimes(filepath.Join(g.public, p), old, old))
	}
	stamps := func() map[string]bool {
		touched := map[string]bool{}
		for p := range read(t, g.public) {
			info, err := os.Stat(filepath.Join(g.public, p))
			must(t, err)
			if !info.ModTime().Equal(old) {
				touched[p] = true
			}
		}
		return touched
	}
	same(t, Report{Published: true, Unchanged: 7}, g.publish(site))
	same(t, map[string]bool{}, stamps())
	g.publish(site.with(tree{"404.html": "<p>other"}))
	same(t, map[string]bool{"404.html": true, ledgerName: true}, stamps())
}

func TestForeignFilesStay(t *testing.T) {
	g := newGuide(t)
	foreign := tree{".gitignore": "*", ".git/HEAD": "ref", "CNAME": "example.org", "practise/mine.txt": "mine", "empty/": ""}
	foreign.without("empty/").put(t, g.public)
	must(t, os.Mkdir(filepath.Join(g.public, "empty"), 0o755))
	g.opt.Adopt = true
	g.publish(site)
	g.opt.Adopt = false
	g.holds(site.with(foreign))
	g.publish(tree{})
	g.holds(foreign)
}

func TestOnlyFoldersThatWereMadeAreDeleted(t *testing.T) {
	g := newGuide(t)
	must(t, os.MkdirAll(filepath.Join(g.public, "theirs"), 0o755))
	g.opt.Adopt = true
	g.publish(tree{"theirs/a.html": "a", "ours/deep/b.html": "b"})
	g.publish(tree{})
	g.holds(tree{"theirs/": ""})
}

func TestADeletedFileIsWrittenAgain(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	must(t, os.RemoveAll(filepath.Join(g.public, "practise")))
	same(t, 3, g.publish(site).Written)
	g.holds(site)
}

func TestAFileMayBecomeAFolderAndBack(t *testing.T) {
	g := newGuide(t)
	asFile := tree{"a": "a file", "b/c/d.html": "deep", "b/e": "e"}
	asFolder := tree{"a/x/y.html": "in a folder", "a/z": "z", "b": "a file"}
	for range 2 {
		g.publish(asFile)
		g.holds(asFile)
		g.publish(asFolder)
		g.holds(asFolder)
	}
	tree{"a/mine": "mine"}.put(t, g.public)
	report, problems := g.problems(asFile)
	same(t, false, report.Published)
	same(t, `public/a: error: is a folder, and the guide has a file to write there [foreign-file-in-the-way]
    hint: move it away, or delete it
`, problems)
	g.holds(asFolder.with(tree{"a/mine": "mine"}))
}

func TestAChangeByHandIsReportedAndNothingIsPublished(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	edited := tree{"index.html": "by hand", "practise/no.html": "by hand too"}
	edited.put(t, g.public)
	next := site.with(tree{"404.html": "new"}).without("practise/no.html")
	before := read(t, g.public)
	report, problems := g.problems(next)
	same(t, Report{}, report)
	same(t, before, read(t, g.public))
	same(t, `public/index.html: error: changed since it was published [changed-by-hand]
    hint: delete it, or run with --overwrite public/index.html
public/practise/no.html: error: changed since it was published, and the guide no longer has it [changed-by-hand]
    hint: delete it, or run with --overwrite public/practise/no.html
`, problems)

	t.Chdir(g.public)
	g.opt.Overwrite = []string{"public/index.html", "practise/no.html"} // as reported, and from here
	g.publish(next)
	g.holds(next)
}

func TestAChangeByHandToWhatTheBuildMakesIsNoProblem(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	tree{"index.html": "new"}.put(t, g.public)
	same(t, 0, g.publish(site.with(tree{"index.html": "new"})).Written)
}

func TestWhatStandsInTheWayIsReported(t *testing.T) {
	g := newGuide(t)
	tree{
		"index.html": "theirs", "404.html": site["404.html"], "practise": "a file", "search/index.js/x": "a folder",
	}.put(t, g.public)
	g.opt.Adopt = true
	before := read(t, g.public)
	_, problems := g.problems(site)
	same(t, before, read(t, g.public))
	same(t, `public/index.html: error: was not written by the guide, which has a file to write there [foreign-file-in-the-way]
    hint: delete it, or run with --overwrite public/index.html
public/practise: error: is not a folder of the guide, and the guide has files to write there [foreign-file-in-the-way]
    hint: move it away, or delete it
public/search/index.js: error: is a folder, and the guide has a file to write there [foreign-file-in-the-way]
    hint: move it away, or delete it
`, problems)
}

func TestOverwriteReplacesForeignFilesButNoFolder(t *testing.T) {
	g := newGuide(t)
	g.opt.Adopt = true
	outside := filepath.Join(g.root, "outside")
	tree{"index.html": "theirs", "404.html": "-> " + outside, "practise/no.html/x": "a folder"}.put(t, g.public)
	tree{"outside": "theirs"}.put(t, g.root)
	g.opt.Overwrite = []string{"public/index.html", "public/404.html", "public/practise/no.html"}
	report, _ := g.problems(site)
	same(t, false, report.Published)
	must(t, os.RemoveAll(filepath.Join(g.public, "practise")))
	g.publish(site)
	g.holds(site)
	same(t, "theirs", read(t, g.root)["outside"])
}

func TestATargetWithOtherFilesNeedsAdopt(t *testing.T) {
	g := newGuide(t)
	tree{".gitignore": "*", ".git/HEAD": "", ".gitkeep": ""}.put(t, g.public)
	g.publish(tree{"a.html": "a"})

	g = newGuide(t)
	tree{"thesis.doc": "years of work"}.put(t, g.public)
	_, _, err := Sync(site.files(), g.opt, g.inputs)
	refused, ok := errors.AsType[*RefusedError](err)
	if !ok {
		t.Fatalf("not refused: %v", err)
	}
	same(t, "it holds other files (such as thesis.doc), and none that a build lists as its own", refused.Reason)
	same(t, "give an empty folder, or run with --adopt to publish beside those files, which stay", refused.Hint)
	same(t, tree{"thesis.doc": "years of work"}, read(t, g.public))
	g.opt.Adopt = true
	g.publish(site)
	g.opt.Adopt = false
	g.publish(site)
	g.holds(site.with(tree{"thesis.doc": "years of work"}))
}

func TestTheLedgerHasOneFormThatDependsOnTheFilesAlone(t *testing.T) {
	g, h := newGuide(t), newGuide(t)
	h.public = filepath.Join(t.TempDir(), "elsewhere", "deeper")
	h.opt = Options{Root: h.root, Target: h.public}
	g.publish(site)
	g.publish(tree{"x/y.html": "y"})
	h.publish(tree{"x/y.html": "y"})
	same(t, read(t, h.public), read(t, g.public))
	same(t, `{
  "format": 1,
  "files": {
    "x/y.html": "a1fce4363854ff888cff4b8e7875d600c2682390412a8cf79b37d0b11148b0fa"
  },
  "folders": [
    "x"
  ],
  "sum": "SUM"
}
`, regexp.MustCompile(`("sum": ")[0-9a-f]{64}`).ReplaceAllString(read(t, g.public)[ledgerName], "${1}SUM"))
}

func TestNothingChanged(t *testing.T) {
	inputs := sha256.Sum256([]byte("program, flags, inputs"))
	cases := map[string]struct {
		change func(g *guide)
		inputs [32]byte
		want   bool
	}{
		"same inputs":      {func(*guide) {}, inputs, true},
		"other inputs":     {func(*guide) {}, [32]byte{1}, false},
		"unknown inputs":   {func(*guide) {}, [32]byte{}, false},
		"foreign file":     {func(g *guide) { tree{"CNAME": "x"}.put(g, g.public) }, inputs, true},
		"edited file":      {func(g *guide) { tree{"index.html": "x"}.put(g, g.public) }, inputs, false},
		"deleted file":     {func(g *guide) { os.Remove(filepath.Join(g.public, "index.html")) }, inputs, false},
		"edited ledger":    {func(g *guide) { tree{ledgerName: "{}"}.put(g, g.public) }, inputs, false},
		"no target":        {func(g *guide) { os.RemoveAll(g.public) }, inputs, false},
		"temporary file":   {func(g *guide) { tree{tempPrefix + "3": ""}.put(g, g.public) }, inputs, false},
		"run that stopped": {func(g *guide) { stopAfter(g, 5, site.with(tree{"index.html": "2"})) }, inputs, false},
		"folder behind a link": {func(g *guide) {
			os.Rename(filepath.Join(g.public, "practise"), filepath.Join(g.root, "away"))
			os.Symlink(filepath.Join(g.root, "away"), filepath.Join(g.public, "practise"))
		}, inputs, false},
		"file behind a link": {func(g *guide) {
			os.Rename(filepath.Join(g.public, "index.html"), filepath.Join(g.public, "cover"))
			os.Symlink("cover", filepath.Join(g.public, "index.html"))
		}, inputs, false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			g := newGuide(t)
			g.inputs = inputs
			g.publish(site)
			c.change(g)
			same(t, c.want, Unchanged(g.public, c.inputs))
		})
	}
	g := newGuide(t)
	g.publish(site)
	same(t, false, Unchanged(g.public, [32]byte{}))
}

func TestAHintCanBePastedIntoAShell(t *testing.T) {
	for name, want := range map[string]string{
		"public/practise/übung-1.html": "public/practise/übung-1.html",
		"public/saying no.html":        "'public/saying no.html'",
		"public/it's $(rm -r).html":    `'public/it'\''s $(rm -r).html'`,
	} {
		same(t, want, quoted(name))
	}
}

func TestARunThatIsAbandonedLeavesNothing(t *testing.T) {
	g := newGuide(t)
	put := func() {
		s, err := Begin(g.opt)
		must(t, err)
		for _, f := range newSite.files() {
			s.Put(f)
		}
		s.Abandon()
	}
	put()
	if _, err := os.Stat(g.public); err == nil {
		t.Error("the target is there")
	}
	g.publish(site)
	put()
	g.holds(site)
}

func TestABuildThatCannotBePublishedIsRefused(t *testing.T) {
	for _, build := range []tree{
		{"../x": ""}, {"/x": ""}, {"": ""}, {".": ""}, {"a//b": ""}, {"a/../b": ""}, {`a\b`: ""}, {"a": "", "a/b": ""},
		{ledgerName: ""}, {"x/" + lockName: ""}, {tempPrefix + "1": ""}, {".git/config": ""}, {".GIT/config": ""}, {".gitignore": ""},
	} {
		g := newGuide(t)
		if _, _, err := Sync(build.files(), g.opt, g.inputs); err == nil {
			t.Errorf("%v was published", build)
		}
		same(t, tree{}, read(t, g.public))
	}
	if _, _, err := Sync([]File{{Path: "a"}, {Path: "a"}}, newGuide(t).opt, [32]byte{}); err == nil {
		t.Error("a path was published twice")
	}
}
