package references

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

func wantReport(t *testing.T, csl, findings, want string) *Library {
	t.Helper()
	l, problems := parse(csl, findings)
	got := strings.ReplaceAll(report(problems), "content/references.json:", "")
	if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	return l
}

func TestEveryProblemIsReportedInOneRunAtItsPlace(t *testing.T) {
	l := wantReport(t, `[
  {"id": "good", "type": "book", "title": "Good"},
  {"id": "http://zotero.org/users/1/items/ABC", "type": "book", "title": "Z"},
  {"id": "é", "type": "book", "title": "Z", "citation-key": "zed-2001"},
  {"type": "book", "title": "No id"},
  {"id": ["x"], "type": "book", "title": "No id"},
  {"id": "good", "type": "book", "title": "Again"},
  {"id": 12, "type": "book"},
  {"id": "t", "type": "artcle-journal", "title": 3, "volume": [1], "publisher": null},
  {"id": "u", "title": " ", "type": "hologram", "URL": "javascript:alert(1)", "DOI": "Springer"},
  {"id": "v", "title": "T", "URL": "www.example.org/x"},
  {"id": "n", "type": "book", "title": "T", "author": "Me", "editor": ["Me", {}, {"family": 3}]},
  {"id": "d", "type": "book", "title": "T", "issued": 2007, "accessed": {"date-parts": [2007]}},
  {"id": "e", "type": "book", "title": "T", "issued": {"date-parts": [["soon"]]}, "accessed": {"date-parts": [[2007, 17, 3]]}},
  {"id": "f", "type": "book", "title": "T", "title": "U", "issued": {"literal": []}},
  "text",
  7
]`, "", `
3:10: error: "http://zotero.org/users/1/items/ABC" cannot be cited; an id holds letters, digits and . : _ - only [bad-reference-id]
    hint: give the entry a citation key in Zotero (the Better BibTeX plug-in does) and export it again
4:10: error: "é" cannot be cited; an id holds letters, digits and . : _ - only [bad-reference-id]
    hint: its citation key can be cited: "zed-2001"
5:3: error: entry 4 has no id [bad-reference-id]
    hint: write one, such as "id": "feeney-2007"
6:10: error: the id of entry 5 must be text, not a list [bad-reference-id]
7:10: error: the id "good" is taken [duplicate-reference]
    hint: the first entry that has it stands in line 2
8:3: error: "12" has no title [bad-reference]
9:23: error: no type "artcle-journal" [bad-reference]
    hint: did you mean "article-journal"?
9:50: error: "title" of "t" must be text, not a number [bad-reference]
9:63: error: "volume" of "t" must be text or a number, not a list [bad-reference]
9:81: error: "publisher" of "t" must be text, not null [bad-reference]
10:3: error: "u" has no title [bad-reference]
10:56: error: the URL of "u" is not an http or https address: "javascript:alert(1)" [bad-reference]
    hint: write an address that begins with https://
10:86: error: "Springer" of "u" is not a DOI [bad-reference]
    hint: a DOI looks like "10.1037/0022-3514.92.2.268"
11:3: error: "v" has no type [bad-reference]
    hint: write one, such as "type": "article-journal"
11:36: error: the URL of "v" is not an http or https address: "www.example.org/x" [bad-reference]
    hint: write "https://www.example.org/x"
12:55: error: "author" of "n" must be a list of names, not text [bad-reference]
    hint: write [{"family": "…", "given": "…"}]
12:72: error: editor 1 of "n" must be an object, not text [bad-reference]
    hint: write {"family": "…", "given": "…"}, or {"literal": "…"} for a body
12:78: error: editor 2 of "n" has no name [bad-reference]
    hint: give it a "family" or a "literal"
12:93: error: "family" of editor 3 of "n" must be text, not a number [bad-reference]
13:55: error: "issued" of "d" must be an object, not a number [bad-reference]
    hint: write {"date-parts": [[2007, 5, 31]]}
13:89: error: "date-parts" in "accessed" of "d" must hold lists, not a number [bad-reference]
    hint: write a list of lists, such as [[2007, 5, 31]]
14:72: error: "issued" of "e" has a wrong date [bad-reference]
    hint: a date is a year, a month and a day, each a number
14:111: error: "accessed" of "e" has a date that no calendar has [bad-reference]
    hint: months count from 1 to 12, days from 1 to 31
15:45: error: "title" stands twice in the same object [bad-reference]
    hint: delete one of the two
15:81: error: "literal" in "issued" of "f" must be text, not a list [bad-reference]
16:3: error: entry 15 must be an object, not text [bad-reference]
    hint: an object { … } such as Zotero exports
17:3: error: entry 16 must be an object, not a number [bad-reference]
    hint: an object { … } such as Zotero exports
`)
	if got := strings.Join(l.IDs(), " "); got != "12 d e f good n t u v" || !l.Whole() {
		t.Errorf("what can be cited is kept: %s", got)
	}
}

func TestCommasDoNotHideOtherProblems(t *testing.T) {
	l := wantReport(t, `[
  {"id": "a", "type": "book" "title": "A"},,
  {"id": "b", "type": "book", "title": "B",}
  {"id": "c", "type": "book", "title": 3, "x": NaN, "y": "\q"},
]`, "", `
2:30: error: a comma is missing before this [bad-references]
    hint: write one after the value above
2:44: error: there are two commas where one is enough [bad-references]
    hint: delete one
3:43: error: a comma stands before the closing '}' [bad-references]
    hint: delete it
4:3: error: a comma is missing before this [bad-references]
    hint: write one after the value above
4:40: error: "title" of "c" must be text, not a number [bad-reference]
4:48: error: NaN is not a JSON value [bad-references]
    hint: text stands between double quotes: "…"
4:59: error: a backslash must begin one of \" \\ \/ \b \f \n \r \t \u0000 [bad-references]
    hint: a backslash itself is written \\
4:63: error: a comma stands before the closing ']' [bad-references]
    hint: delete it
`)
	if len(l.IDs()) != 3 || !l.Whole() {
		t.Errorf("got %v", l.IDs())
	}
}

func TestABrokenFileSaysWhere(t *testing.T) {
	for _, c := range []struct{ name, csl, want string }{
		{"empty", " \n", "1:1: error: the file is empty [bad-references]\n    hint: a list without entries is written []\n"},
		{"an object", `{"items": []}`, "1:1: error: the file must hold a list of entries, not an object [bad-references]\n" +
			"    hint: export it from Zotero as CSL JSON; a list stands between [ and ]\n"},
		{"never closed", "[\n {\"id\": \"a\"", "2:2: error: this '{' is never closed [bad-references]\n" +
			"    hint: the end of the file may have been lost; export it again\n"},
		{"a bare quotation mark", `[{"title": "Beyond the "East" myth"}]`, "1:25: error: a comma or '}' is expected here, not 'E' [bad-references]\n" +
			"    hint: a quotation mark within a text is written \\\"\n"},
		{"a line break in a text", "[{\"title\": \"one\ntwo\"}]", "1:12: error: this text is not closed on its line [bad-references]\n" +
			"    hint: close it with \", or write a line break as \\n\n"},
		{"no closing quotation mark", `["a`, "1:2: error: this text is never closed [bad-references]\n    hint: close it with \"\n"},
		{"a comment", "[// x\n]", "1:2: error: a value is expected here, not '/' [bad-references]\n    hint: JSON has no comments\n"},
		{"curly quotation marks", "[{“id”: 1}]", "1:3: error: the name of a field is expected here, not '“' [bad-references]\n" +
			"    hint: names stand between straight double quotes: \"title\"\n"},
		{"no colon", `[{"id" "x"}]`, "1:8: error: a colon is expected after \"id\", not '\"' [bad-references]\n"},
		{"no value", `[{"id":}]`, "1:8: error: a value is expected here, not '}' [bad-references]\n"},
		{"two lists", "[]\n[]", "2:1: error: nothing may follow the end of the list, but '[' does [bad-references]\n"},
		{"crossed brackets", "[{]}", "1:3: error: the name of a field is expected here, not ']' [bad-references]\n" +
			"    hint: names stand between straight double quotes: \"title\"\n"},
		{"UTF-16", "\xff\xfe[\x00]\x00", "1:1: error: the file is in UTF-16 [bad-references]\n    hint: save it as UTF-8\n"},
		{"nested", strings.Repeat("[", 100_000), "1:101: error: lists and objects are nested deeper than 100 levels [bad-references]\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if l := wantReport(t, c.csl, "", c.want); l.Whole() != (c.name == "empty") {
				t.Error("a file that was not read to its end must not count as whole")
			}
		})
	}
}

func TestWhatStandsBeforeABreakIsKept(t *testing.T) {
	l := wantReport(t, "[\n{\"id\": \"a\", \"type\": \"book\", \"title\": \"A\"},\n{\"id\": \"b\", \"type\": \"book\", ?", "[other]\nfinding = \"f\"\n", `
3:29: error: the name of a field is expected here, not '?' [bad-references]
    hint: names stand between straight double quotes: "title"
`)
	if _, ok := l.Get("a"); !ok || l.Whole() {
		t.Errorf("got %v", l.IDs())
	}
}

func TestForeignBytesAndLineEnds(t *testing.T) {
	l := wantReport(t, "\ufeff[\r\n{\"id\": \"a\", \"type\": \"book\", \"title\": \"Stra\xdfe\"},\r\n{\"id\": \"b\", \"type\": \"book\"}]\r\n", "", `
2:43: error: the file is not valid UTF-8 here [bad-references]
    hint: save the file as UTF-8
3:1: error: "b" has no title [bad-reference]
`)
	if a, _ := l.Get("a"); a.Title != "Stra\ufffde" {
		t.Errorf("got %q", a.Title)
	}
	wantReport(t, "\ufeff{}", "", `
1:1: error: the file must hold a list of entries, not an object [bad-references]
    hint: export it from Zotero as CSL JSON; a list stands between [ and ]
`)
}

func TestFindingsBelongToReferences(t *testing.T) {
	l := wantReport(t, `[{"id": "feeney-2007", "type": "book", "title": "A"}, {"id": "b", "type": "book", "title": "B"},
{"id": "c", "type": "book", "title": "C"}]`, `
[feeney-2077]
finding = "F"

[b]
limits = "L"

[c]
finding = " "
limits = "L"

["nothing like it"]
finding = "F"
`, `
content/findings.toml:2:1: error: no reference "feeney-2077" [finding-without-reference]
    hint: did you mean "feeney-2007"?
content/findings.toml:5:1: error: "b" does not say what the source found [bad-finding]
    hint: add a line such as: finding = "…"
content/findings.toml:9:11: error: "c" does not say what the source found [bad-finding]
    hint: add a line such as: finding = "…"
content/findings.toml:12:1: error: no reference "nothing like it" [finding-without-reference]
    hint: add it to content/references.json, or delete this table
`)
	if b, _ := l.Get("b"); b.Limits != "L" || b.FindingPos.Line != 5 {
		t.Errorf("got %+v", b)
	}
	wantReport(t, "", "[a]\nfinding = \"F\"\n", `
content/findings.toml:1:1: error: no reference "a" [finding-without-reference]
    hint: add it to content/references.json, or delete this table
`)
}

func TestAFindingOfAWrongTypeIsReportedOnce(t *testing.T) {
	_, problems := parse(`[{"id": "a", "type": "book", "title": "A"}]`, "[a]\nfinding = 3\n")
	if len(problems) != 1 || problems[0].Rule != "wrong-type" {
		t.Errorf("got %v", problems)
	}
}

func TestEveryRuleIsListedOnce(t *testing.T) {
	if got := strings.Join(diag.NewRules(Rules).IDs(), " "); got !=
		"bad-finding bad-reference bad-reference-id bad-references duplicate-reference finding-without-reference" {
		t.Errorf("got %s", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, csl := range []string{
		`[{"id":"a","type":"book","title":"<i>A</i>","author":[{"family":"B","given":"C. Jr."}],"issued":{"date-parts":[[2007,5],["2008",6,1]]}}]`,
		`[{"id":1,"type":"chapter","title":"T","editor":[{"literal":"et al."}],"page":"1-2","DOI":"10.1/x","URL":"https://a.org"}]`,
		`[{"id":"a" "x":"\u00e9\q",},,NaN]`, "\ufeff[\r\n{", "[[[[", `{"items":[]}`, "\xff\xfe",
		`[{"id":"l","type":"legislation","title":"Act","section":1,"issued":"2007/2009"},{"id":"m","type":"thesis","title":"<sup>"}]`,
	} {
		f.Add(csl, "[a]\nfinding = \"x\"\n")
	}
	f.Fuzz(func(t *testing.T, csl, findings string) {
		l, problems := parse(csl, findings)
		lines := strings.Split(csl, "\n")
		for _, p := range problems {
			outside := p.Line < 1 || p.Line > len(lines) || p.Column < 1 || p.Column > len([]rune(lines[p.Line-1]))+1
			if p.File == "content/references.json" && outside { // package toml fuzzes its own
				t.Fatalf("a place outside the file: %v", p)
			}
			if p.Message == "" || strings.Contains(p.Message, "\n") {
				t.Fatalf("a bad message: %v", p)
			}
		}
		for _, r := range l.All() {
			wellFormed(t, r.Entry())
			if r.Title == "" || r.Short() == "" || r.EntryText() == "" || !citable.MatchString(r.ID) {
				t.Fatalf("something is missing: %+v", r)
			}
			if r.Link != "" && !strings.HasPrefix(r.Link, "https://") && !strings.HasPrefix(strings.ToLower(r.Link), "http") {
				t.Fatalf("a link elsewhere: %s", r.Link)
			}
		}
		if !l.Whole() && len(problems) == 0 {
			t.Fatal("broken without a problem")
		}
	})
}
