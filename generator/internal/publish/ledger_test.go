package publish

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// forged gives a ledger with a right sum.
func forged(l ledger) string {
	if l.Files == nil {
		l.Files = map[string]string{}
	}
	return string(l.encode())
}

func TestADamagedOrForgedLedgerClaimsNothing(t *testing.T) {
	mine := hash([]byte("mine"))
	real := forged(ledger{Files: map[string]string{"mine.txt": mine}})
	ledgers := map[string]string{
		"empty":               "",
		"no JSON":             "not at all",
		"truncated":           real[:len(real)-20],
		"edited":              strings.Replace(real, "mine.txt", "mine.doc", 1),
		"other spaces":        strings.ReplaceAll(real, "  ", "\t"),
		"longer":              real + "\n",
		"unknown key":         strings.Replace(real, `"format"`, `"more": 1, "format"`, 1),
		"other format":        strings.Replace(real, `"format": 1`, `"format": 2`, 1),
		"null":                "null",
		"deep":                strings.Repeat("[", 100000),
		"other types":         `{"format": 1, "files": ["mine.txt"], "sum": ""}`,
		"outside":             forged(ledger{Files: map[string]string{"mine.txt": mine, "../mine.txt": mine}}),
		"outside by a detour": forged(ledger{Files: map[string]string{"mine.txt": mine, "a/../../mine.txt": mine}}),
		"absolute":            forged(ledger{Files: map[string]string{"mine.txt": mine, "/etc/passwd": mine}}),
		"backslash":           forged(ledger{Files: map[string]string{"mine.txt": mine, `..\mine.txt`: mine}}),
		"outside next":        forged(ledger{Files: map[string]string{"mine.txt": mine}, Publishing: true, Next: map[string]string{"../mine.txt": mine}}),
		"the folder itself":   forged(ledger{Files: map[string]string{"mine.txt": mine, ".": mine}}),
		"the ledger":          forged(ledger{Files: map[string]string{"mine.txt": mine, ledgerName: mine}}),
		"the lock":            forged(ledger{Files: map[string]string{"mine.txt": mine, lockName: mine}}),
		"git":                 forged(ledger{Files: map[string]string{"mine.txt": mine, ".git/config": mine}}),
		"no hash":             forged(ledger{Files: map[string]string{"mine.txt": ""}}),
		"folder outside":      forged(ledger{Files: map[string]string{"mine.txt": mine}, Folders: []string{"../empty"}}),
	}
	for name, text := range ledgers {
		t.Run(name, func(t *testing.T) {
			g := newGuide(t)
			theirs := tree{"mine.txt": "mine", "old/page.html": "old", ".git/config": "mine", ".gitignore": "*"}
			theirs.with(tree{ledgerName: text, "index.html": site["index.html"]}).put(t, g.public)
			tree{"mine.txt": "mine"}.put(t, g.root)
			must(t, os.Mkdir(filepath.Join(g.root, "empty"), 0o755))
			outside := read(t, g.root)

			report, problems := g.problems(site)
			same(t, Report{Published: true, Written: 6, Unchanged: 1, Bytes: 55}, report)
			same(t, `public/.guide-ledger.json: warning: is damaged, so no file is taken for the guide's by what it lists [damaged-ledger]
    hint: if nothing in public is yours, delete that folder and build again
public/mine.txt: warning: is kept, since nothing says that the guide wrote it [kept-file]
    hint: delete it if it is an old page
public/old/page.html: warning: is kept, since nothing says that the guide wrote it [kept-file]
    hint: delete it if it is an old page
`, problems)
			g.holds(site.with(theirs))
			for p, data := range outside {
				if !strings.HasPrefix(p, "public/") {
					same(t, data, read(t, g.root)[p])
				}
			}
			same(t, 0, g.publish(site).Written) // the ledger is whole again, and nothing more is said
		})
	}
}

// Nobody can tell a forger who knows all hashes from ourselves, but even so nothing that Git needs, nothing
// outside and no folder that holds anything is deleted.
func TestAWellForgedLedgerDeletesNoFolderThatHoldsAnything(t *testing.T) {
	g := newGuide(t)
	tree{"theirs/mine.txt": "mine", "link": "-> theirs", "file": "mine", ledgerName: forged(ledger{Folders: []string{"file", "link", "theirs"}})}.put(t, g.public)
	g.publish(tree{})
	g.holds(tree{"theirs/mine.txt": "mine", "link": "-> theirs", "file": "mine"})
}

func TestWithADamagedLedgerChangedPagesAreReported(t *testing.T) {
	g := newGuide(t)
	g.publish(site)
	tree{ledgerName: "{"}.put(t, g.public)
	before := read(t, g.public)
	report, problems := g.problems(site.with(tree{"index.html": "new"}))
	same(t, false, report.Published)
	same(t, before, read(t, g.public))
	same(t, `public/.guide-ledger.json: warning: is damaged, so no file is taken for the guide's by what it lists [damaged-ledger]
    hint: if nothing in public is yours, delete that folder and build again
public/index.html: error: was not written by the guide, which has a file to write there [foreign-file-in-the-way]
    hint: delete it, or run with --overwrite public/index.html
`, problems)
}

// On a file system where case does not count, the old spelling of a renamed page is the new page. A hard link
// that is made once the new page is there stands in for such a file system.
func TestANameThatChangedOnlyItsCaseIsNotDeleted(t *testing.T) {
	g := newGuide(t)
	g.publish(tree{"No.html": "old", "index.html": "old"})
	s := &stopper{left: 1000}
	before := func(st step) error {
		if st == (step{"rename", "index.html"}) {
			must(t, os.Remove(filepath.Join(g.public, "No.html")))
			must(t, os.Link(filepath.Join(g.public, "no.html"), filepath.Join(g.public, "No.html")))
		}
		return s.before(st)
	}
	report, _, err := hooks{before: before}.sync(tree{"no.html": "new", "index.html": "new"}.files(), g.opt, g.inputs)
	must(t, err)
	same(t, 0, report.Deleted)
	same(t, "new", read(t, g.public)["no.html"])
	if slices.Contains(s.steps, step{"remove", "No.html"}) || !slices.Contains(s.steps, step{"rename", "no.html"}) {
		t.Errorf("steps %v", s.steps)
	}
}

// There a file that is found by another spelling is ours if the ledger lists it by that one.
func TestWhereCaseDoesNotCountTheLedgerIsReadWithoutCase(t *testing.T) {
	l := ledger{Files: map[string]string{"Practise/No.html": hash([]byte("old"))}}
	for _, c := range []struct {
		path, data string
		want       string
	}{
		{"practise/no.html", "old", ""},
		{"practise/no.html", "by hand", "changed-by-hand"},
		{"cname", "theirs", "foreign-file-in-the-way"},
	} {
		p := &planner{plan: &plan{ledger: l}, target: &target{shown: "public"}, reported: map[string]bool{}}
		free := p.free(item{path: c.path, hash: hash([]byte(c.data)), place: place{kind: regular, alias: true}})
		same(t, c.want == "", free)
		if !free {
			same(t, c.want, p.problems[0].Rule)
		}
	}
}

func TestWhereCaseCountsTheOldSpellingIsDeleted(t *testing.T) {
	g := newGuide(t)
	tree{"CASE": ""}.put(t, g.root)
	if _, err := os.Stat(filepath.Join(g.root, "case")); err == nil {
		t.Skip("case does not count here")
	}
	g.publish(tree{"Practise/No.html": "no", "a.html": "a"})
	g.publish(tree{"practise/no.html": "no", "a.html": "a"})
	g.holds(tree{"practise/no.html": "no", "a.html": "a"})
}

func FuzzLedger(f *testing.F) {
	f.Add([]byte(forged(ledger{Files: map[string]string{"a/b": hash(nil)}, Folders: []string{"a"}})))
	f.Add([]byte(forged(ledger{Publishing: true, Next: map[string]string{"ä.html": hash(nil)}, Inputs: hash(nil)})))
	f.Add([]byte(`{"format":1}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, ok := decodeLedger(data)
		if !ok {
			return
		}
		for _, p := range append(l.paths(), l.Folders...) {
			if !filepath.IsLocal(p) || strings.HasPrefix(p, ".guide-") {
				t.Errorf("lists %q", p)
			}
		}
		if string(l.encode()) != string(data) {
			t.Error("has two forms")
		}
	})
}
