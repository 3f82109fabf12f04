package references

import (
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func parse(csl, findings string) (*Library, []diag.Problem) {
	var f, g *source.File
	if csl != "" {
		f = source.NewFile("content/references.json", []byte(csl))
	}
	if findings != "" {
		g = source.NewFile("content/findings.toml", []byte(findings))
	}
	return Parse(f, g)
}

func report(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range diag.NewRules(Rules).Level(problems) {
		fmt.Fprintln(&b, p)
	}
	return b.String()
}

// one parses the fields of one entry, which has an id, a title and a type unless it says otherwise.
func one(t *testing.T, fields string) *Reference {
	t.Helper()
	l, problems := parse(`[{"id": "x", `+fields+`}]`, "")
	if len(problems) > 0 {
		t.Fatalf("%s", report(problems))
	}
	return l.All()[0]
}

func TestEntriesAreSetAsTheAPADoes(t *testing.T) {
	csl, err := os.ReadFile("testdata/entries.json")
	if err != nil {
		t.Fatal(err)
	}
	l, problems := parse(string(csl), "")
	if len(problems) > 0 {
		t.Fatalf("%s", report(problems))
	}
	var b strings.Builder
	for _, r := range l.All() {
		fmt.Fprintf(&b, "%s\n\t%s\n\t%s\n", r.ID, r.Short(), r.Entry())
		wellFormed(t, r.Entry())
	}
	const golden = "testdata/entries.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("entries differ (-want +got); rewrite with -update\n%s", diff)
	}
}

func wellFormed(t *testing.T, entry string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader("<p>" + entry + "</p>"))
	for {
		token, err := d.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("not well-formed: %v\n%s", err, entry)
		}
		if e, ok := token.(xml.StartElement); ok && !slices.Contains([]string{"p", "em", "sup", "sub", "a"}, e.Name.Local) {
			t.Fatalf("element %s\n%s", e.Name.Local, entry)
		}
	}
}

func TestNoFilesAreAnEmptyLibrary(t *testing.T) {
	l, problems := Parse(nil, nil)
	if len(problems) > 0 || len(l.All()) > 0 || len(l.IDs()) > 0 || !l.Whole() {
		t.Errorf("got %v, %v", l, problems)
	}
	if _, ok := l.Get("feeney-2007"); ok {
		t.Error("something is in it")
	}
}

func TestAReferenceHoldsWhatReadersNeed(t *testing.T) {
	l, problems := parse(`[
 {"id": "feeney-2007", "type": "article-journal", "title": "The <i>dependency</i> paradox",
  "author": [{"family": "Feeney", "given": "Brooke C."}], "issued": {"date-parts": [["2007", 2]]},
  "DOI": "10.1037/0022-3514.92.2.268", "URL": "https://example.org", "abstract": 7, "custom": {"any": ["thing"]}}
]`, "[feeney-2007]\nfinding = \"\"\"Accepting\ndependence helps.\"\"\"\nlimits = \"Couples only.\"\n")
	if len(problems) > 0 {
		t.Fatalf("%s", report(problems))
	}
	r, _ := l.Get("feeney-2007")
	got := fmt.Sprintln(r.ID, r.Type, r.Title, r.Year, r.Link, r.Finding, r.Limits, r.Pos, r.FindingPos) + r.Short() + "\n" + r.EntryText()
	want := `feeney-2007 article-journal The dependency paradox 2007 https://doi.org/10.1037/0022-3514.92.2.268 ` +
		`Accepting dependence helps. Couples only. content/references.json:2:2 content/findings.toml:1:1
Feeney, 2007
Feeney, B. C. (2007). The dependency paradox. https://doi.org/10.1037/0022-3514.92.2.268`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheOrderIsThatOfABibliography(t *testing.T) {
	work := func(id, family, given, year, title string) string {
		return fmt.Sprintf(`{"id":%q,"type":"book","title":%q,"author":[{"family":%q,"given":%q}],"issued":{"raw":%q}}`, id, title, family, given, year)
	}
	l, problems := parse("["+strings.Join([]string{
		work("zed", "Zed", "A.", "1990", "T"),
		work("later", "Östlund", "B.", "2010", "T"),
		work("earlier", "Ostlund", "B.", "1999", "T"),
		work("initial", "ostlund", "A.", "2020", "T"),
		work("title-b", "Ostlund", "B.", "1999", "b"),
		work("undated", "Ostlund", "B.", "", "T"),
		work("pressed", "Ostlund", "B.", "in press", "T"),
		work("hyphen", "Ost-Land", "B.", "1999", "T"),
		`{"id":"nobody","type":"webpage","title":"The Open page"}`,
	}, ",")+"]", "")
	if len(problems) > 0 {
		t.Fatalf("%s", report(problems))
	}
	var ids []string
	for _, r := range l.All() {
		ids = append(ids, r.ID)
	}
	want := []string{"nobody", "hyphen", "initial", "undated", "title-b", "earlier", "later", "pressed", "zed"}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Error(diff)
	}
	if !slices.IsSorted(l.IDs()) || len(l.IDs()) != len(want) {
		t.Errorf("IDs: %v", l.IDs())
	}
}

func TestEqualAuthorAndYearGetLetters(t *testing.T) {
	l, _ := parse(`[
 {"id": "b", "type": "book", "title": "Beta",  "author": [{"family": "Feeney", "given": "B."}], "issued": {"raw": "2007"}},
 {"id": "a", "type": "book", "title": "Alpha", "author": [{"family": "Feeney", "given": "B."}], "issued": {"raw": "2007"}},
 {"id": "c", "type": "book", "title": "Gamma", "author": [{"family": "Feeney", "given": "B."}]},
 {"id": "d", "type": "book", "title": "Delta", "author": [{"family": "Feeney", "given": "B."}]},
 {"id": "e", "type": "book", "title": "Other", "author": [{"family": "Feeney", "given": "B."}], "issued": {"raw": "2008"}}
]`, "")
	var got []string
	for _, id := range l.IDs() {
		r, _ := l.Get(id)
		got = append(got, r.Short()+" | "+r.EntryText())
	}
	want := []string{
		"Feeney, 2007a | Feeney, B. (2007a). Alpha.",
		"Feeney, 2007b | Feeney, B. (2007b). Beta.",
		"Feeney, n.d.-b | Feeney, B. (n.d.-b). Gamma.",
		"Feeney, n.d.-a | Feeney, B. (n.d.-a). Delta.",
		"Feeney, 2008 | Feeney, B. (2008). Other.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got := letters(0) + " " + letters(25) + " " + letters(26) + " " + letters(27*26); got != "a z aa aaa" {
		t.Errorf("letters: %s", got)
	}
}

func TestKeysFollowWhatIsShown(t *testing.T) {
	const csl = `[{"id": "a", "type": "book", "title": "A", "note": "x"}, {"id": "b", "type": "book", "title": "B"}]`
	key := func(csl, findings string) (string, string) {
		l, _ := parse(csl, findings)
		a, _ := l.Get("a")
		return fmt.Sprint(a.JobKey()), fmt.Sprint(l.JobKey())
	}
	ref, lib := key(csl, "")
	for _, c := range []struct {
		name, csl, findings string
		sameRef, sameLib    bool
	}{
		{"nothing", csl, "", true, true},
		{"a field that is not shown", strings.Replace(csl, `"x"`, `"y"`, 1), "", true, true},
		{"a place", "\n" + csl, "", true, false},
		{"another entry", strings.Replace(csl, `"B"`, `"C"`, 1), "", true, false},
		{"the title", strings.Replace(csl, `"A"`, `"AA"`, 1), "", false, false},
		{"a finding", csl, "[a]\nfinding = \"f\"", false, false},
	} {
		r, l := key(c.csl, c.findings)
		if (r == ref) != c.sameRef || (l == lib) != c.sameLib {
			t.Errorf("after changing %s: reference same %v, library same %v", c.name, r == ref, l == lib)
		}
	}
}
