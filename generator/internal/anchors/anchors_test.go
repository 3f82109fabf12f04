package anchors

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func parse(t *testing.T, text string) *Lock {
	t.Helper()
	l, problems := Parse(source.NewFile(File, []byte(text)))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	return l
}

func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	var none *Lock
	l := none.Record(map[string][]string{`a "b"\.html`: {"z", "ä-1", "z"}, "c/d.html": nil}).Keep("old.html#x", "c/d.html")
	again := parse(t, string(l.Bytes()))
	want := map[string][]string{`a "b"\.html`: {"z", "ä-1"}, "c/d.html": nil}
	if diff := cmp.Diff(want, again.Pages); diff != "" {
		t.Error(diff)
	}
	if string(again.Bytes()) != string(l.Bytes()) || again.Kept["old.html#x"] != "c/d.html" {
		t.Errorf("%s", again.Bytes())
	}
}

func TestNothingRecordedIsEverTakenOut(t *testing.T) {
	l := parse(t, "[published]\n\"a.html\" = [\"x\"]\n").Record(map[string][]string{"b.html": {"y"}, "a.html": {"w"}})
	if diff := cmp.Diff(map[string][]string{"a.html": {"w", "x"}, "b.html": {"y"}}, l.Pages); diff != "" {
		t.Error(diff)
	}
}

func TestNoAddressNeedsTwoSteps(t *testing.T) {
	l := parse(t, "[kept]\n\"a.html\" = \"b.html\"\n").Keep("b.html", "c.html")
	if diff := cmp.Diff(map[string]string{"a.html": "c.html", "b.html": "c.html"}, l.Kept); diff != "" {
		t.Error(diff)
	}
	// What moves back is there again.
	if diff := cmp.Diff(map[string]string{"b.html": "a.html", "c.html": "a.html"}, l.Keep("c.html", "a.html").Kept); diff != "" {
		t.Error(diff)
	}
}

// A kept address becomes a file, so that it must not name one elsewhere. Found by attacking.
func TestWhatIsNoAddressOfAPageIsNotKept(t *testing.T) {
	l, problems := Parse(source.NewFile(File, []byte("[kept]\n\"../a.html\" = \"b.html\"\n\"a.html#x\" = \"b.html\"\n\"c.js\" = \"b.html\"\n")))
	if diff := cmp.Diff(map[string]string{"a.html#x": "b.html"}, l.Kept); diff != "" {
		t.Error(diff)
	}
	want := `anchors.lock:2:1: error: "../a.html" cannot be the address of a page [bad-address]`
	if len(problems) != 2 || !strings.HasPrefix(problems[0].String(), want) {
		t.Errorf("%v, want %s and another", problems, want)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[published]\n\"a.html\" = [\"x\"]\n[kept]\n\"b.html#y\" = \"a.html#x\"\n")
	f.Add("[published]\n\"a.html\" = \"x\"\n[kept\n")
	f.Fuzz(func(t *testing.T, text string) {
		l, problems := Parse(source.NewFile(File, []byte(text)))
		for page, ids := range l.Pages {
			_ = l.AtPage(page)
			for i := range ids {
				_ = l.AtAnchor(page, i)
			}
		}
		if len(problems) == 0 && len(l.Bytes()) == 0 {
			t.Error("nothing would be written")
		}
	})
}
