package scaffold

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAChapterIsListedInOneLine(t *testing.T) {
	for _, test := range []struct{ name, before, chapter, after string }{
		{"on the line of the others", "title = \"T\" # t\n[[part]]\ntitle = \"P\"\nchapters = ['a.md', \"b.md\"] # two\n", "c.md",
			"title = \"T\" # t\n[[part]]\ntitle = \"P\"\nchapters = ['a.md', \"b.md\", \"c.md\"] # two\n"},
		{"on a line of its own", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\n  \"a.md\", # first\n  \"b.md\", # last\n]\n", "c.md",
			"title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\n  \"a.md\", # first\n  \"b.md\", # last\n  \"c.md\",\n]\n"},
		{"after one without a comma", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\n\t\"a.md\"\n]\n", "c.md",
			"title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\n\t\"a.md\",\n\t\"c.md\"\n]\n"},
		{"with the line ends of the file", "title = \"T\"\r\n[[part]]\r\ntitle = \"P\"\r\nchapters = [\r\n  \"a.md\",\r\n]\r\n", "c.md",
			"title = \"T\"\r\n[[part]]\r\ntitle = \"P\"\r\nchapters = [\r\n  \"a.md\",\r\n  \"c.md\",\r\n]\r\n"},
		{"beside its folder", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"x/a.md\"]\n[[part]]\ntitle = \"Q\"\nchapters = [\"y/b.md\"]\n", "x/c.md",
			"title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"x/a.md\", \"x/c.md\"]\n[[part]]\ntitle = \"Q\"\nchapters = [\"y/b.md\"]\n"},
		{"in the last part", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"x/a.md\"]\n[[part]]\ntitle = \"Q\"\nchapters = [\"y/b.md\"]\n", "z/c.md",
			"title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"x/a.md\"]\n[[part]]\ntitle = \"Q\"\nchapters = [\"y/b.md\", \"z/c.md\"]\n"},
		{"not where a pattern does it", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"x/*.md\"]\n", "x/c.md",
			"title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"x/*.md\"]\n"},
	} {
		_, got, err := List([]byte(test.before), test.chapter)
		if err != nil {
			t.Errorf("%s: %v", test.name, err)
		}
		if diff := cmp.Diff(test.after, string(got)); diff != "" {
			t.Errorf("%s: (-want +got)\n%s", test.name, diff)
		}
	}
}

// Paths as Windows writes them mean the same on every system, and none leads out of content.
func TestAChapterStandsBelowContentHoweverItsPathIsWritten(t *testing.T) {
	const settings = "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = [\"a.md\"]\n"
	for given, want := range map[string]string{
		"x/b.md": "x/b.md", `x\b.md`: "x/b.md", `content\x\b.md`: "x/b.md", "./x//b.md": "x/b.md", `x\..\b.md`: "b.md",
		`..\b.md`: "", `x\..\..\b.md`: "", `C:\b.md`: "", "C:b.md": "", `\b.md`: "", "/b.md": "", `\\host\share\b.md`: "", "what?.md": "", "b.txt": "", `content\`: "",
	} {
		root := t.TempDir()
		if err := os.WriteFile(filepath.Join(root, "site.toml"), []byte(settings), 0o666); err != nil {
			t.Fatal(err)
		}
		_, listed, err := Chapter(root, given, "B")
		if want == "" {
			if _, there := os.Lstat(filepath.Join(root, "content")); err == nil || there == nil {
				t.Errorf("%s: %v, and content is there: %v", given, err, there == nil)
			}
			continue
		}
		_, there := os.Lstat(filepath.Join(root, "content", filepath.FromSlash(want)))
		data, _ := os.ReadFile(filepath.Join(root, "site.toml"))
		if err != nil || !listed || there != nil || !strings.Contains(string(data), `["a.md", "`+want+`"]`) {
			t.Errorf("%s: %v, %v, %s", given, err, there, data)
		}
	}
}

func TestABrokenSiteTomlIsLeftAlone(t *testing.T) {
	for _, text := range []string{"title = \"T\"\n", "title = \"T\"\n[[part]\n", "title = \"T\"\n[[part]]\ntitle = \"P\"\nchapters = []\n"} {
		if _, changed, err := List([]byte(text), "a.md"); err == nil || changed != nil {
			t.Errorf("%q: %q, %v", text, changed, err)
		}
	}
}

func TestAFileIsReplacedWhole(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a")
	if err := Replace(name, []byte("one")); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(name, 0o600); err != nil {
		t.Fatal(err)
	}
	link := name + "-link"
	if err := os.Symlink("a", link); err != nil {
		t.Fatal(err)
	}
	if err := Replace(link, []byte("two")); err != nil {
		t.Fatal(err)
	}
	data, _ := os.ReadFile(name)
	info, _ := os.Lstat(link)
	if string(data) != "two" || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("%q, and the link is %v", data, info.Mode())
	}
	if info, _ := os.Stat(name); info.Mode().Perm() != 0o600 {
		t.Errorf("the mode became %v", info.Mode())
	}
	if left, _ := filepath.Glob(filepath.Dir(name) + "/.*"); len(left) > 0 {
		t.Errorf("%v was left behind", left)
	}
}
