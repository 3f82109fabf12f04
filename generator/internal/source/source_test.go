package source_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func file(text string) *source.File { return source.NewFile("content/a.md", []byte(text)) }

func TestAnOffsetIsALineAndACharacter(t *testing.T) {
	for _, test := range []struct {
		text         string
		offset       int
		line, column int
	}{
		{"", 0, 1, 1},
		{"", 7, 1, 1},
		{"abc", -1, 1, 1},
		{"abc", 2, 1, 3},
		{"abc", 3, 1, 4},
		{"abc", 99, 1, 4},
		{"a\nb", 1, 1, 2}, // the line's end belongs to it
		{"a\nb", 2, 2, 1},
		{"a\n", 2, 2, 1},
		{"\n\n\n", 2, 3, 1},
		{"é相x", 2, 1, 2},
		{"é相x", 3, 1, 2}, // inside a character
		{"é相x", 5, 1, 3},
		{"\ufeffab", 0, 1, 1},
		{"\ufeffab", 3, 1, 1},
		{"\ufeffab", 4, 1, 2},
		{"\ufeffa\nb", 6, 2, 2},
	} {
		got := file(test.text).At(test.offset)
		if want := (diag.Position{File: "content/a.md", Line: test.line, Column: test.column}); got != want {
			t.Errorf("At(%d) of %q = %v, want %v", test.offset, test.text, got, want)
		}
	}
}

func TestOffsetIsTheReverseOfAt(t *testing.T) {
	for _, text := range []string{"", "a", "a\n", "é\n相互\n\nx", "\n\n", "one\ttwo\r\nthree"} {
		f := file(text)
		for i := range len(text) + 1 {
			if i < len(text) && !utf8.RuneStart(text[i]) {
				continue
			}
			p := f.At(i)
			if got := f.Offset(p.Line, p.Column); got != i {
				t.Errorf("%q: offset %d is at %v, which is offset %d", text, i, p, got)
			}
		}
	}
}

// What finds places must not count a long line from its beginning each time.
func TestALongLineIsNoWork(t *testing.T) {
	f := file("\ufeff" + strings.Repeat("é相x ", 1_000_000) + "\nend")
	for i := 3; i < len(f.Bytes()); i += 70 { // at the beginning of a group
		want := diag.Position{File: "content/a.md", Line: 1, Column: 4*((i-3)/7) + 1}
		if i >= 3+7_000_000 {
			break
		}
		if got := f.At(i); got != want {
			t.Fatalf("At(%d) = %v, want %v", i, got, want)
		}
	}
	if got := f.At(len(f.Bytes()) - 1).String(); got != "content/a.md:2:3" {
		t.Error(got)
	}
}

func TestPlacesOutsideAreTheNearestOnes(t *testing.T) {
	f := file("ab\ncdé")
	for _, test := range []struct{ line, column, offset int }{{0, 0, 0}, {1, 99, 2}, {9, 2, 4}, {2, 99, 7}, {-1, 2, 1}} {
		if got := f.Offset(test.line, test.column); got != test.offset {
			t.Errorf("Offset(%d, %d) = %d, want %d", test.line, test.column, got, test.offset)
		}
	}
	for _, test := range []struct {
		line, column int
		want         string
	}{{1, 2, "content/a.md:1:2"}, {2, 3, "content/a.md:2:3"}, {2, 5, "content/a.md:2:4"}, {0, 0, "content/a.md:1:1"}, {9, 99, "content/a.md:2:4"}} {
		if got := f.AtLine(test.line, test.column).String(); got != test.want {
			t.Errorf("AtLine(%d, %d) = %s, want %s", test.line, test.column, got, test.want)
		}
	}
}

func TestTextIsUTF8WithPlainLineEnds(t *testing.T) {
	for _, test := range []struct{ name, data, text, problem string }{
		{"plain", "a\n\tb é", "a\n\tb é", ""},
		{"empty", "", "", ""},
		{"byte-order mark", "\ufeffa", "a", ""},
		{"CRLF", "a\r\nb\r\n", "a\nb\n", ""},
		{"CR", "a\rb\r", "a\nb\n", ""},
		{"all of them", "\ufeffa\r\n\rb\n", "a\n\nb\n", ""},
		{"a replacement character is a character", "a\ufffd", "a\ufffd", ""},
		{"Latin-1", "a\nsch\xf6n", "a\nsch\ufffdn", "content/a.md:2:4"},
		{"Latin-1 after CRLF", "\ufeffa\r\nsch\xf6n", "a\nsch\ufffdn", "content/a.md:2:4"},
		{"a run of bytes", "\xff\xfe\xfdx", "\ufffd\ufffd\ufffdx", "content/a.md:1:1"},
		{"NUL", "é\x00", "é\ufffd", "content/a.md:1:2"},
		{"a control character", "a\x1b[1m", "a\ufffd[1m", "content/a.md:1:2"},
		{"half a character", "a\xe2\x82", "a\ufffd\ufffd", "content/a.md:1:2"},
	} {
		t.Run(test.name, func(t *testing.T) {
			text, problems := source.Text(file(test.data))
			if string(text.Bytes()) != test.text {
				t.Errorf("text is %q, want %q", text.Bytes(), test.text)
			}
			got := ""
			if len(problems) > 0 {
				got = problems[0].Position.String()
			}
			if got != test.problem || len(problems) > 1 {
				t.Errorf("problems %v, want one at %q", problems, test.problem)
			}
		})
	}
}

func TestTextOfPlainTextIsTheSameFile(t *testing.T) {
	f := file("a\nb")
	if text, _ := source.Text(f); text != f {
		t.Error("the file was copied")
	}
}

func TestATreeListsItsFilesInByteOrder(t *testing.T) {
	tree := source.NewTree([]*source.File{
		source.NewFile("content/b.md", nil), source.NewFile("site.toml", nil), source.NewFile("content/B.md", nil),
		source.NewFile("content-2/x", nil), source.NewFile("content/a/c.md", nil),
	})
	if got, want := strings.Join(tree.Paths(), " "), "content-2/x content/B.md content/a/c.md content/b.md site.toml"; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	var under []string
	for _, f := range tree.Under("content/") {
		under = append(under, f.Path())
	}
	if want := []string{"content/B.md", "content/a/c.md", "content/b.md"}; !slices.Equal(under, want) {
		t.Errorf("%q, want %q", under, want)
	}
	if tree.File("content/c.md") != nil {
		t.Error("a file that is not there")
	}
}

func TestATreeStandsOverAnother(t *testing.T) {
	rule := diag.Rule{ID: "x"}
	base := source.NewTree([]*source.File{source.NewFile("a", []byte("base")), source.NewFile("b", []byte("base"))}, rule.At(diag.Position{File: "a"}, "base"))
	own := source.NewTree([]*source.File{source.NewFile("b", []byte("own")), source.NewFile("c", []byte("own"))}, rule.At(diag.Position{File: "b"}, "own"))
	both := own.Over(base)
	if got := string(both.File("a").Bytes()) + string(both.File("b").Bytes()) + string(both.File("c").Bytes()); got != "baseownown" {
		t.Error(got)
	}
	if len(both.Problems()) != 2 || len(base.Paths()) != 2 {
		t.Error(both.Problems(), base.Paths())
	}
}

func TestTheKeyOfAFileHoldsPathAndBytes(t *testing.T) {
	keys := map[[32]byte]bool{}
	for _, f := range []*source.File{source.NewFile("a", []byte("b")), source.NewFile("a", []byte("c")), source.NewFile("b", []byte("b")), source.NewFile("ab", nil)} {
		keys[f.JobKey()] = true
	}
	if len(keys) != 4 {
		t.Errorf("%d keys of 4 files", len(keys))
	}
}

func TestChangesAreDifferencesInBytes(t *testing.T) {
	file := func(path, text string) *source.File { return source.NewFile(path, []byte(text)) }
	old := source.NewTree([]*source.File{file("a", "1"), file("b", "1"), file("c", "1")})
	now := source.NewTree([]*source.File{file("a", "1"), file("b", "2"), file("0", "1")})
	if got := strings.Join(old.Changes(now), " "); got != "0 b c" {
		t.Errorf("%q changed", got)
	}
	with := old.With([]*source.File{file("b", "2")})
	if got := strings.Join(old.Changes(with), " "); got != "b" || string(old.File("b").Bytes()) != "1" {
		t.Errorf("%q changed", got)
	}
}

func TestABadByteIsFoundWhereverItStands(t *testing.T) {
	for at := range 40 {
		for _, bad := range []string{"\x00", "\x1f", "\xff", "\xc3"} {
			text := strings.Repeat("x", at) + bad + strings.Repeat("y\n\té~", 9)
			if _, problems := source.Text(file(text)); len(problems) != 1 || problems[0].Column != at+1 || problems[0].Line != 1 {
				t.Errorf("%q after %d characters: %v", bad, at, problems)
			}
		}
		if _, problems := source.Text(file(strings.Repeat("x", at) + "\n\t é~\x7f" + strings.Repeat("y", 20))); len(problems) > 0 {
			t.Error(problems)
		}
	}
}
