package publish

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDangerousTargetsAreRefused(t *testing.T) {
	cases := map[string]struct {
		target string // from the guide's folder
		adopt  bool
		reason string
	}{
		"the guide":                {".", true, "it contains the guide's content"},
		"its parent":               {"..", true, "it contains the guide's content"},
		"content":                  {"content", true, "it is or lies in the guide's content"},
		"in content":               {"content/deep/public", true, "it is or lies in the guide's content"},
		"layouts":                  {"layouts", true, "it is or lies in the guide's layouts"},
		"in layouts":               {"layouts/x", true, "it is or lies in the guide's layouts"},
		"by a detour":              {"public/../content/../content", true, "it is or lies in the guide's content"},
		"the file system":          {"/", true, "it is the root of the file system"},
		"home":                     {"home", true, "it is or contains your home folder"},
		"above home":               {"homes", true, "it is or contains your home folder"},
		"link to the guide":        {"to-guide", true, "it contains the guide's content"},
		"link to content":          {"to-content", true, "it is or lies in the guide's content"},
		"in a link to content":     {"to-content/x", true, "it is or lies in the guide's content"},
		"link to home":             {"to-home", true, "it is or contains your home folder"},
		"link to nowhere":          {"to-nowhere", true, "a symbolic link in it leads nowhere"},
		"link to itself":           {"to-itself", true, "a symbolic link in it leads nowhere, or its path cannot be followed"},
		"behind a link to nowhere": {"to-nowhere/x", true, "a symbolic link in it leads nowhere"},
		"a file":                   {"site.toml", true, "it is not a folder"},
		"under a file":             {"site.toml/x", true, "its path cannot be followed (not a directory)"},
		"git":                      {".git/hooks", true, "it lies in a .git folder"},
		"somebody's files":         {"theirs", false, "it holds other files (such as mine.txt)"},
		"the documents":            {"linked-docs/x", true, "it is or lies in the guide's content"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			tree{
				"site.toml": "", "content/index.md": "", "layouts/x": "", "homes/me/x": "", "theirs/mine.txt": "mine", ".git/hooks/x": "",
				"to-guide": "-> .", "to-content": "-> content", "to-home": "-> home", "to-nowhere": "-> nowhere", "to-itself": "-> to-itself",
				"home": "-> homes/me",
			}.put(t, root)
			if name == "the documents" { // content is itself a link
				must(t, os.Rename(filepath.Join(root, "content"), filepath.Join(root, "linked-docs")))
				must(t, os.Symlink("linked-docs", filepath.Join(root, "content")))
			}
			t.Setenv("HOME", filepath.Join(root, "home"))
			before := read(t, root)
			given := c.target
			if !filepath.IsAbs(given) {
				given = root + "/" + given
			}
			_, _, err := Sync(site.files(), Options{Root: root, Target: given, Adopt: c.adopt}, [32]byte{})
			refused, ok := errors.AsType[*RefusedError](err)
			if !ok {
				t.Fatalf("not refused: %v", err)
			}
			if !strings.Contains(refused.Reason, c.reason) || refused.Hint == "" || !strings.Contains(refused.Error(), given) {
				t.Errorf("%v\nhint: %s", refused, refused.Hint)
			}
			same(t, before, read(t, root))
		})
	}
}

// Without content and layouts there are still the places where they would be.
func TestAGuideWithoutFoldersIsGuardedToo(t *testing.T) {
	for _, target := range []string{".", "content", "content/x", "layouts"} {
		root := t.TempDir()
		_, _, err := Sync(nil, Options{Root: root, Target: filepath.Join(root, target), Adopt: true}, [32]byte{})
		if _, ok := errors.AsType[*RefusedError](err); !ok {
			t.Errorf("%s: %v", target, err)
		}
	}
}

func TestTargetsThatMayBeMeantAreAllowed(t *testing.T) {
	root := t.TempDir()
	tree{"content/index.md": "", "layouts/x": "", "elsewhere/kept/x": "", "to-elsewhere": "-> elsewhere"}.put(t, root)
	t.Setenv("HOME", filepath.Join(root, "content"))
	for _, target := range []string{"public", "out/deep/public", "contents", "to-elsewhere/new"} {
		_, _, err := Sync(site.files(), Options{Root: root, Target: filepath.Join(root, target)}, [32]byte{})
		must(t, err)
		same(t, site, read(t, filepath.Join(root, target)).without(ledgerName))
	}
	t.Chdir(root)
	_, _, err := Sync(site.files(), Options{Root: ".", Target: "relative"}, [32]byte{})
	must(t, err)
	must(t, os.Mkdir("empty", 0o755))
	must(t, os.Symlink("empty", "to-empty"))
	_, _, err = Sync(site.files(), Options{Target: "to-empty"}, [32]byte{})
	must(t, err)
	same(t, site, read(t, "empty").without(ledgerName))
}

func TestNothingIsWrittenOrDeletedThroughALinkInTheTarget(t *testing.T) {
	for name, leadsTo := range map[string]string{"outside": "../outside", "inside": "other"} {
		t.Run(name, func(t *testing.T) {
			g := newGuide(t)
			g.publish(site.with(tree{"other/x.html": "x"}))
			tree{"outside/no.html": site["practise/no.html"], "outside/mine": "mine"}.put(t, g.root)
			must(t, os.RemoveAll(filepath.Join(g.public, "practise")))
			must(t, os.Symlink(leadsTo, filepath.Join(g.public, "practise")))
			before := read(t, g.root)

			report, problems := g.problems(site.with(tree{"other/x.html": "x"}))
			same(t, false, report.Published)
			same(t, `public/practise: error: is not a folder of the guide, and the guide has files to write there [foreign-file-in-the-way]
    hint: move it away, or delete it
`, problems)
			same(t, before, read(t, g.root))

			g.publish(tree{"other/x.html": "x"}) // what was in practise is stale, and not there any more
			g.holds(tree{"other/x.html": "x", "practise": "-> " + leadsTo})
			same(t, "mine", read(t, g.root)["outside/mine"])
			same(t, site["practise/no.html"], read(t, g.root)["outside/no.html"])
		})
	}
}

// A folder is swapped for a link out of the target while the run is under way, before any of its steps.
func TestASwappedFolderLeadsNothingOut(t *testing.T) {
	for steps := range 60 {
		g := newGuide(t)
		g.publish(oldSite)
		tree{"outside/no.html": "theirs", "outside/a.svg": "theirs"}.put(t, g.root)
		outside := read(t, filepath.Join(g.root, "outside"))
		s := &stopper{left: steps}
		swapped := false
		s.stop = func(step) error {
			if !swapped {
				swapped = true
				must(t, os.Rename(filepath.Join(g.public, "practise"), filepath.Join(g.root, "moved")))
				must(t, os.Symlink("../outside", filepath.Join(g.public, "practise")))
			}
			return nil
		}
		_, _, _ = hooks{before: s.before}.sync(newSite.without("practise/a.svg").files(), g.opt, g.inputs)
		same(t, outside, read(t, filepath.Join(g.root, "outside")))
		if t.Failed() {
			t.Fatalf("swapped after %d steps", steps)
		}
	}
}

func TestALinkThatIsPutInPlaceOfTheLedgerIsNotWrittenThrough(t *testing.T) {
	g := newGuide(t)
	tree{"precious": "precious"}.put(t, g.root)
	tree{ledgerName: "-> ../precious", "index.html": site["index.html"]}.put(t, g.public)
	report, _ := g.problems(site)
	same(t, true, report.Published)
	g.holds(site)
	same(t, "precious", read(t, g.root)["precious"])
}
