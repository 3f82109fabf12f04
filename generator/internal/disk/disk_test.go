package disk

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// guide writes the files of a txtar archive. A file that begins with "-> " becomes a symbolic link.
func guide(t testing.TB, archive string) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		put(t, root, f.Name, string(f.Data))
	}
	return root
}

func put(t testing.TB, root, name, data string) {
	t.Helper()
	full := filepath.Join(root, name)
	must(t, os.MkdirAll(filepath.Dir(full), 0o755))
	if to, ok := strings.CutPrefix(data, "-> "); ok {
		must(t, os.Symlink(strings.TrimSpace(strings.ReplaceAll(to, "$ROOT", root)), full))
		return
	}
	must(t, os.WriteFile(full, []byte(data), 0o644))
}

// expect reads the folder, and compares its paths and its problems, one a line.
func expect(t *testing.T, root, paths, problems string) {
	t.Helper()
	tree, err := Read(root)
	must(t, err)
	if diff := cmp.Diff(strings.TrimSpace(paths), strings.Join(tree.Paths(), "\n")); diff != "" {
		t.Errorf("paths: -want +got\n%s", diff)
	}
	var got strings.Builder
	for _, p := range diag.NewRules(Rules).Level(tree.Problems()) {
		got.WriteString(p.String() + "\n")
	}
	if diff := cmp.Diff(strings.TrimSpace(problems), strings.TrimSpace(got.String())); diff != "" {
		t.Errorf("problems: -want +got\n%s", diff)
	}
}

func TestTheThreePartsOfAGuideAreRead(t *testing.T) {
	root := guide(t, `
-- site.toml --
title = "x"
-- content/index.md --
# Cover
-- content/a/b/deep.md --
# Deep
-- content/figures/three ways.svg --
<svg/>
-- layouts/pages/page.html --
<html>
-- public/index.html --
not read
-- README.md --
not read
`)
	expect(t, root, `
content/a/b/deep.md
content/figures/three ways.svg
content/index.md
layouts/pages/page.html
site.toml`, "")
	tree, _ := Read(root)
	if got := string(tree.File("content/a/b/deep.md").Bytes()); got != "# Deep\n" {
		t.Errorf("read %q", got)
	}
}

func TestWhatIsMissingIsMissing(t *testing.T) {
	expect(t, t.TempDir(), "", "")
	expect(t, guide(t, "-- content/index.md --\n"), "content/index.md", "")
	root := guide(t, "-- site.toml --\n")
	must(t, os.Mkdir(filepath.Join(root, "content"), 0o755))
	expect(t, root, "site.toml", "")
}

func TestOnlyARootThatCannotBeReadIsAnError(t *testing.T) {
	for _, name := range []string{"nowhere", "site.toml"} {
		_, err := Read(filepath.Join(guide(t, "-- site.toml --\n"), name))
		if err == nil || !strings.HasPrefix(err.Error(), "cannot read the guide's folder ") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPartsOfTheWrongKindAreProblems(t *testing.T) {
	expect(t, guide(t, `
-- site.toml/x --
-- content --
-- layouts --
-> nowhere
`), "", `
content: error: content is not a folder [unreadable-file]
layouts: error: a symbolic link leads nowhere [bad-link]
    hint: delete it, or mend where it leads
site.toml: error: site.toml is a folder, not a file [unreadable-file]`)
}

func TestDotFilesAndWhatEditorsLeaveAreNotRead(t *testing.T) {
	expect(t, guide(t, `
-- content/index.md --
-- content/.DS_Store --
-- content/.obsidian/x.md --
-- content/index.md~ --
-- content/.#index.md --
-> user@host.1234
-- content/#index.md# --
-- content/index.md.swp --
-- content/.index.md.swp --
-- content/4913 --
-- content/index.md___jb_tmp___ --
-- content/index.md___jb_old___ --
-- content/#1.md --
-- content/2024~/kept.md --
-- layouts/pages/page.html --
-- layouts/pages/page.html~ --
-- layouts/.git/HEAD --
`), `
content/#1.md
content/2024~/kept.md
content/index.md
layouts/pages/page.html`, "")
}

func TestLinksWithinAFolderAreFollowed(t *testing.T) {
	expect(t, guide(t, `
-- content/real/a.md --
-- content/real/more/b.md --
-- content/file.md --
-> real/a.md
-- content/folder --
-> real
-- content/absolute --
-> $ROOT/content/real/more
-- content/again --
-> folder
-- site.toml --
-> shared/site.toml
-- shared/site.toml --
`), `
content/absolute/b.md
content/again/a.md
content/again/more/b.md
content/file.md
content/folder/a.md
content/folder/more/b.md
content/real/a.md
content/real/more/b.md
site.toml`, "")
}

func TestContentMayBeALink(t *testing.T) {
	expect(t, guide(t, `
-- elsewhere/docs/index.md --
-- elsewhere/docs/inside.md --
-> index.md
-- elsewhere/docs/outside.md --
-> ../secret.md
-- elsewhere/secret.md --
-- content --
-> elsewhere/docs
`), `
content/index.md
content/inside.md`, `
content/outside.md: error: a symbolic link leads out of content [bad-link]
    hint: copy what it leads to into content`)
}

func TestLinksThatLeaveLoopOrDangleAreRefused(t *testing.T) {
	expect(t, guide(t, `
-- content/index.md --
-- content/passwd.md --
-> /etc/passwd
-- content/parent --
-> ..
-- content/layouts --
-> ../layouts
-- content/similar --
-> ../content-old
-- content-old/x.md --
-- content/out-and-in.md --
-> ../to-index.md
-- to-index.md --
-> content/index.md
-- content/self --
-> self
-- content/root --
-> .
-- content/a/up --
-> ..
-- content/a/here --
-> ../a
-- content/x/y --
-> ../y
-- content/y/x --
-> ../x
-- content/dangling.md --
-> nowhere.md
-- content/through-a-file --
-> index.md/x
-- layouts/x --
`), `
content/index.md
content/out-and-in.md
layouts/x`, `
content/a/here: error: a symbolic link leads back to a folder that it stands in [bad-link]
content/a/up: error: a symbolic link leads back to a folder that it stands in [bad-link]
content/dangling.md: error: a symbolic link leads nowhere [bad-link]
    hint: delete it, or mend where it leads
content/layouts: error: a symbolic link leads out of content [bad-link]
    hint: copy what it leads to into content
content/parent: error: a symbolic link leads out of content [bad-link]
    hint: copy what it leads to into content
content/passwd.md: error: a symbolic link leads out of content [bad-link]
    hint: copy what it leads to into content
content/root: error: a symbolic link leads back to a folder that it stands in [bad-link]
content/self: error: a symbolic link leads round in a circle [bad-link]
    hint: delete it
content/similar: error: a symbolic link leads out of content [bad-link]
    hint: copy what it leads to into content
content/through-a-file: error: a symbolic link leads nowhere [bad-link]
    hint: delete it, or mend where it leads
content/x/y/x: error: a symbolic link leads back to a folder that it stands in [bad-link]
content/y/x/y: error: a symbolic link leads back to a folder that it stands in [bad-link]`)
}

func TestFoldersThatLinkCrosswiseDoNotFillTheMemory(t *testing.T) {
	root := t.TempDir()
	for i := range 30 { // 2^30 ways to the last
		put(t, root, fmt.Sprintf("content/%d/left", i), fmt.Sprintf("-> ../%d", i+1))
		put(t, root, fmt.Sprintf("content/%d/right", i), fmt.Sprintf("-> ../%d", i+1))
	}
	put(t, root, "content/30/end.md", "")
	tree, err := Read(root)
	must(t, err)
	if n := len(tree.Problems()); n == 0 || n > 2*maxLinkedFolders {
		t.Errorf("%d problems", n)
	}
}

func TestBadNamesAreReportedAndPrintableOnesRead(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("such names cannot be made here")
	}
	root := t.TempDir()
	for _, name := range []string{
		"good name #1 100%.md", "добре.md", `what?.md`, `a:b.md`, `a|b/x.md`, `back\slash.md`, "line\nbreak.md", "c1\u0085.md",
		"not\xffutf8.md", "caf\u00e9.md", "cafe\u0301.md", "Upper.md", "upper.md", "STRASSE/x.md", "straße/y.md", "chapter.md/inside.md", "Other.MD/inside.md",
		"aux.md", "Con/x.md", "console.md", "dot./x.md", "space.md ",
	} {
		put(t, root, "content/"+name, "")
	}
	put(t, root, "layouts/pages/page?.html", "")
	put(t, root, "layouts/folder.md/x", "")
	expect(t, root, strings.Join([]string{
		"content/Con/x.md", "content/Other.MD/inside.md", "content/STRASSE/x.md", "content/Upper.md", "content/a:b.md", "content/aux.md", "content/a|b/x.md", `content/back\slash.md`,
		"content/cafe\u0301.md", "content/caf\u00e9.md", "content/chapter.md/inside.md", "content/console.md", "content/dot./x.md",
		"content/good name #1 100%.md", "content/space.md ", "content/straße/y.md", "content/upper.md", "content/what?.md", "content/добре.md",
		"layouts/folder.md/x", "layouts/pages/page?.html",
	}, "\n"), strings.NewReplacer("RENAME", `hint: rename it without any of < > : " | ? * \`,
		"CHOOSE", "hint: choose another name; it may not end in a full stop or a space either").Replace(`
content/Con: error: Windows can have no file named "Con" [bad-file-name]
    CHOOSE
content/Other.MD: error: a folder is named like a chapter [bad-file-name]
    hint: rename the folder to "Other"
content/a:b.md: error: a file name cannot hold : everywhere [bad-file-name]
    RENAME
content/aux.md: error: Windows can have no file named "aux.md" [bad-file-name]
    CHOOSE
content/a|b: error: a file name cannot hold | everywhere [bad-file-name]
    RENAME
content/back\slash.md: error: a file name cannot hold \ everywhere [bad-file-name]
    RENAME
content/c1`+"\ufffd"+`.md: error: the name "c1\u0085.md" holds a control character [bad-file-name]
content/caf`+"\u00e9"+`.md: error: the name differs from "cafe`+"\u0301"+`.md" only in how its letters are encoded [bad-file-name]
    hint: rename one of them; many systems take the two for one file
content/chapter.md: error: a folder is named like a chapter [bad-file-name]
    hint: rename the folder to "chapter"
content/dot.: error: Windows can have no file named "dot." [bad-file-name]
    CHOOSE
content/line`+"\ufffd"+`break.md: error: the name "line\nbreak.md" holds a control character [bad-file-name]
content/not`+"\ufffd"+`utf8.md: error: the name "not\xffutf8.md" is not valid UTF-8 [bad-file-name]
content/space.md : error: Windows can have no file named "space.md " [bad-file-name]
    CHOOSE
content/straße: error: the name differs from "STRASSE" only in case [bad-file-name]
    hint: rename one of them; many systems take the two for one file
content/upper.md: error: the name differs from "Upper.md" only in case [bad-file-name]
    hint: rename one of them; many systems take the two for one file
content/what?.md: error: a file name cannot hold ? everywhere [bad-file-name]
    RENAME
layouts/pages/page?.html: error: a file name cannot hold ? everywhere [bad-file-name]
    RENAME`))
}

func TestTheTreeDependsNeitherOnCoresNorOnTheOrderInWhichFilesWereMade(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(0))
	var first string
	for step, cores := range map[int]int{1: 1, 7: 2, 11: 8} {
		runtime.GOMAXPROCS(cores)
		root := t.TempDir()
		for i := range 60 {
			n := i * step % 60
			put(t, root, fmt.Sprintf("content/%d/PAGE-%d.md", n%7, n), fmt.Sprint(n))
			put(t, root, fmt.Sprintf("content/%d/page-%d.md", n%7, n), "-> ../../outside")
		}
		tree, err := Read(root)
		must(t, err)
		text := fmt.Sprint(tree.Paths(), tree.Problems())
		if first == "" {
			first = text
		}
		if text != first || len(tree.Problems()) != 120 {
			t.Errorf("%d cores: %d problems\n%s\n%s", cores, len(tree.Problems()), first, text)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	root := b.TempDir()
	var names []string
	for i := range 10_000 {
		name := fmt.Sprintf("content/part-%d/chapter-%d.md", i%20, i)
		put(b, root, name, strings.Repeat("some words ", 600))
		names = append(names, filepath.Join(root, name))
	}
	b.Run("Read", func(b *testing.B) {
		for b.Loop() {
			tree, err := Read(root)
			must(b, err)
			if len(tree.Paths()) != len(names) {
				b.Fatal(len(tree.Paths()))
			}
		}
	})
	b.Run("ReadFile", func(b *testing.B) {
		for b.Loop() {
			job.Each(len(names), func(i int) {
				_, err := os.ReadFile(names[i])
				must(b, err)
			})
		}
	})
}
