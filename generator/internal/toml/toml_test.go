package toml

import (
	"fmt"
	"os"
	"reflect"
	"strings"
	"testing"

	gotoml "github.com/pelletier/go-toml/v2"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

type guide struct {
	Title   string          `toml:"title"`
	Authors []string        `toml:"authors"`
	BaseURL string          `toml:"base_url"`
	Updated Date            `toml:"updated"`
	Help    help            `toml:"help"`
	Part    []part          `toml:"part"`
	Callout map[string]note `toml:"callout"`
	Rules   map[string]string
	Levels  map[string]string `toml:"rules"`
	Reading struct {
		Grade float64 `toml:"grade"`
		Count int8    `toml:"count"`
	} `toml:"reading"`
	EPUB bool `toml:"epub"`
}

type help struct {
	Label string `toml:"label"`
}

type part struct {
	Title    string   `toml:"title"`
	Chapters []string `toml:"chapters"`
	Grid     [][]int  `toml:"grid"`
}

type note struct {
	Title string `toml:"title"`
}

func decode(text string) (guide, *Index, []diag.Problem) {
	return Decode[guide](source.NewFile("site.toml", []byte(text)))
}

func lines(problems []diag.Problem) string {
	var b strings.Builder
	for _, p := range problems {
		fmt.Fprintf(&b, "%d:%d %s: %s", p.Line, p.Column, p.Rule, p.Message)
		if p.Hint != "" {
			fmt.Fprintf(&b, " (%s)", p.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestEveryKindOfValueIsDecoded(t *testing.T) {
	got, _, problems := decode(`
title = """
Side by
Side"""
authors = ["A", # the first
  'B']
updated = 2026-11-22
epub = true
help.label = "Get help"

[[part]]
title = "One"
chapters = []
[[part]]
title = "Two"
chapters = ["a.md"]
grid = [[1, 0x10], [1_000]]

[callout.try]
title = "Try\tthis"

[rules]
"reading-level" = "off"

[reading]
grade = 8
count = -3
`)
	want := guide{
		Title: "Side by\nSide", Authors: []string{"A", "B"}, Updated: Date{Year: 2026, Month: 11, Day: 22},
		EPUB: true, Help: help{Label: "Get help"},
		Part: []part{{Title: "One"},
			{Title: "Two", Chapters: []string{"a.md"}, Grid: [][]int{{1, 16}, {1000}}}},
		Callout: map[string]note{"try": {Title: "Try\tthis"}},
		Levels:  map[string]string{"reading-level": "off"},
	}
	want.Reading.Grade, want.Reading.Count = 8, -3
	if len(problems) > 0 {
		t.Errorf("problems:\n%s", lines(problems))
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

// Each case is a whole file, and every problem that it has.
var bad = []struct{ name, in, want string }{
	{"a wrong type, in plain words", `title = 3
authors = "Me"
base_url = true
updated = "2026-11-22"
epub = "yes"
help = "me"
part = ["a.md"]
`, `1:9 wrong-type: title must be text, not a number (write it in quotes: "3")
2:11 wrong-type: authors must be a list of texts, not text (write it in brackets: ["Me"])
3:12 wrong-type: base_url must be text, not true
4:11 wrong-type: updated must be a date, not text (write it without quotes: 2026-11-22)
5:8 wrong-type: epub must be true or false, not text
6:8 wrong-type: help must be a table, not text (write [help] on a line of its own, and its keys below)
7:9 wrong-type: an item of part must be a table, not text (write [[part]] on a line of its own, and its keys below)
`},
	{"more wrong types", `title = ["a"]
updated = 2026-11-22T10:00:00Z
epub = "true"
part = 3
[callout]
try = "Try this"
[reading]
grade = "8.5"
count = 1.5
[help.label]
`, `1:9 wrong-type: title must be text, not a list
2:11 wrong-type: updated must be a date, not a time (leave the time out: 2026-11-22)
3:8 wrong-type: epub must be true or false, not text (write it without quotes: true)
4:8 wrong-type: part must be a list of tables, not a number (write [[part]] on a line of its own, and its keys below)
6:7 wrong-type: try must be a table, not text (write [callout.try] on a line of its own, and its keys below)
8:9 wrong-type: grade must be a number, not text (write it without quotes: 8.5)
9:9 wrong-type: count must be a whole number, not a number with a fraction
10:1 wrong-type: label must be text, not a table
`},
	{"wrong items of lists", `authors = ["A", 2, [], { a = 1 },
  true]
[reading]
count = 300
[[part]]
grid = [[1, "2"], 3]
`, `1:17 wrong-type: an item of authors must be text, not a number (write it in quotes: "2")
1:20 wrong-type: an item of authors must be text, not a list
1:24 wrong-type: an item of authors must be text, not a table
2:3 wrong-type: an item of authors must be text, not true
4:9 wrong-type: count must be a whole number, not one as large as this
6:13 wrong-type: an item of an item of grid must be a whole number, not text (write it without quotes: 2)
6:19 wrong-type: an item of grid must be a list, not a number (write it in brackets: [3])
`},
	{"unknown keys", `titel = "a"
base-url = ""
Title = "b"
chapters = []
colour = "red"
[[part]]
titel = "a"
epub = true
[parts]
x = 1
[help]
"wo rd" = 1
[callout.try]
text = "a"
`, `1:1 unknown-key: unknown key "titel" (did you mean "title"?)
2:1 unknown-key: unknown key "base-url" (did you mean "base_url"?)
3:1 unknown-key: unknown key "Title" (did you mean "title"?)
4:1 unknown-key: unknown key "chapters" (chapters belongs under [[part]])
5:1 unknown-key: unknown key "colour"
7:1 unknown-key: unknown key "titel" (did you mean "title"?)
8:1 unknown-key: unknown key "epub" (epub belongs at the top of the file, before the first [table])
9:2 unknown-key: unknown key "parts" (did you mean "part"?)
12:1 unknown-key: unknown key "wo rd" (known here: label)
14:1 unknown-key: unknown key "text" (known here: title)
`},
	{"one bracket for two, and the reverse", `[part]
title = "One"
[part]
titel = "Two"
[[part]]
[[help]]
label = "a"
[[ callout.try ]]
title = 1
`, `1:1 wrong-type: part is a list of tables, not a table (write [[part]])
3:1 wrong-type: part is a list of tables, not a table (write [[part]])
4:1 unknown-key: unknown key "titel" (did you mean "title"?)
6:1 wrong-type: help is one table, not a list of tables (write [help])
8:1 wrong-type: try is one table, not a list of tables (write [callout.try])
9:9 wrong-type: title must be text, not a number (write it in quotes: "1")
`},
	{"what is set twice", `title = "a"
title = "b"
help.label = "a"
[help]
label = "b"
[reading]
grade = 1
[reading]
grade = 2
[title]
[callout.a]
[callout]
[callout.a]
x = { a = 1, a = 2 }
`, `2:1 bad-toml: title is set twice (it is set first on line 1)
4:2 bad-toml: help is set twice (it is set first on line 3)
8:1 bad-toml: [reading] stands here again (put its keys under the first, on line 6)
10:2 bad-toml: title is set twice (it is set first on line 1)
13:1 bad-toml: [callout.a] stands here again (put its keys under the first, on line 11)
14:1 unknown-key: unknown key "x" (known here: title)
14:14 bad-toml: a is set twice (it is set first on line 14)
`},
	{"several lines that are no TOML, and the rest all the same", `title = Side by Side
authors = ["a" "b"]
base_url = "http://example.org
updated = 2026-02-30
epub = True
just words
= 1
[help
label = 3
[[part]
titel = "x"
[part]]
[]
lost = 1
[reading]
grade = "\q"
count =
`, `1:9 bad-toml: this is not a value (text stands in quotes)
2:16 bad-toml: a comma, or the closing ] of the list, is missing before this
3:31 bad-toml: the closing " is missing (text over several lines stands between """ and """)
4:11 bad-toml: 2026-02-30 cannot be read: impossible date
5:8 bad-toml: this is not a value (text stands in quotes)
6:6 bad-toml: a key is followed by = (write key = value; a key with spaces stands in quotes)
7:1 bad-toml: this is not a key (a key is made of letters, digits, - and _, or stands in quotes)
8:6 bad-toml: the closing ] is missing
9:9 wrong-type: label must be text, not a number (write it in quotes: "3")
10:7 bad-toml: the closing ]] is missing
11:1 unknown-key: unknown key "titel" (did you mean "title"?)
12:7 bad-toml: this ] is one too many
13:2 bad-toml: this is not a key (a key is made of letters, digits, - and _, or stands in quotes)
16:10 bad-toml: this is not a known \ sequence (write \\ for a \, or put the text in 'single quotes')
17:8 bad-toml: the value is missing
`},
	{"a list that is not closed", `authors = [
  "a",
  "b"
titel = "x"
[[part]]
chapters = ["a.md",
[[part]]
chapters = 3
grid = [
`, `4:1 bad-toml: a comma, or the closing ] of the list, is missing before this
4:1 unknown-key: unknown key "titel" (did you mean "title"?)
7:3 bad-toml: this is not a value (text stands in quotes)
8:12 wrong-type: chapters must be a list of texts, not a number
9:8 bad-toml: the closing ] of the list is missing
`},
	{"text that is not closed", `title = """
It runs on.
authors = 3
epub = 1
`, `1:9 bad-toml: the closing """ is missing
3:11 wrong-type: authors must be a list of texts, not a number
4:8 wrong-type: epub must be true or false, not a number
`},
	{"quotes from a word processor", "title = “Side”\n", "1:9 bad-toml: this is not a value (use the straight quote \")\n"},
	{"columns that count characters", "title = \"äöü\" x\ncallout = { \"é\" = 1 }\n", `1:15 bad-toml: nothing more may stand on this line (text stands in quotes)
2:19 wrong-type: é must be a table, not a number (write [callout.é] on a line of its own, and its keys below)
`},
	{"a byte order mark and the line ends of Windows", "\ufefftitle = 3\r\nepub = 1\r\n", `1:9 wrong-type: title must be text, not a number (write it in quotes: "3")
2:8 wrong-type: epub must be true or false, not a number
`},
	{"the line ends of an old Mac", "title = \"a\"\repub = true\r", "1:12 bad-toml: a line ends in a lone carriage return (save the file with the line ends of Unix or Windows)\n"},
	{"bytes that are no UTF-8", "title = \"caf\xe9 \xe9\"\nepub = 1\nauthors = [\"\xff\"]\n", `1:13 bad-toml: this is not UTF-8 (save the file as UTF-8)
2:8 wrong-type: epub must be true or false, not a number
3:13 bad-toml: this is not UTF-8 (save the file as UTF-8)
`},
	{"UTF-16", "\xff\xfet\x00i\x00", "1:1 bad-toml: the file is in UTF-16 (save it as UTF-8)\n"},
	{"a picture", "\x89PNG\r\n\x1a\n\x00", "3:1 bad-toml: the file holds a NUL byte, so it is not text\n"},
	{"a control character", "title = \"a\x01b\"\n", "1:11 bad-toml: basic strings cannot have control characters\n"},
	{"numbers nobody can store", "reading.grade = 99999999999999999999\nreading.count = 0x\n", `1:17 bad-toml: 99999999999999999999 cannot be read: decimal number is too large to fit in a 64-bit signed integer
2:17 bad-toml: radix prefix must be followed by at least one digit
`},
	{"nothing", "", ""},
	{"a comment", "# nothing", ""},
}

func TestEveryProblemOfAFileIsReportedAtItsPlace(t *testing.T) {
	for _, test := range bad {
		t.Run(test.name, func(t *testing.T) {
			_, _, problems := decode(test.in)
			problems = diag.NewRules(Rules).Level(problems)
			if got := lines(problems); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestWhatIsWrongIsLeftOutAndTheRestKept(t *testing.T) {
	got, index, _ := decode(`title = 1
authors = ["a", 2, "c"]
part = [1, { title = "b" }]
epub = true
base_url = oops
`)
	want := guide{Authors: []string{"a", "c"}, Part: []part{{Title: "b"}}, EPUB: true}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
	for _, test := range []struct {
		want State
		path []any
	}{
		{Wrong, []any{"title"}}, {Wrong, []any{"base_url"}}, {Absent, []any{"updated"}}, {Set, []any{"epub"}},
		{Set, []any{"authors", 1}}, {Absent, []any{"authors", 2}}, {Set, []any{"part", 0, "title"}},
		{Absent, []any{"part", 1}}, {Wrong, []any{"title", "x"}},
	} {
		if got := index.State(test.path...); got != test.want {
			t.Errorf("state of %v is %d, want %d", test.path, got, test.want)
		}
	}
	if at := index.At("authors", 1).String(); at != "site.toml:2:20" {
		t.Errorf("the second author that was kept is at %s", at)
	}
}

func TestTheIndexKnowsWhereValuesStand(t *testing.T) {
	_, index, problems := decode(`# a guide
title = "Side"   # its name
authors = [ # two
  "A" , 'B', """C"""
]
help = { label = "x", }
[ reading ]
grade=8
[[part]]
chapters = ["a.md"]
[[ part ]]
  "chapters" = [ "b.md", "c.md" ]
  grid = [[1], [ [2][0], 3 ]]
[callout.try]
title = "Try"
[callout]
`)
	// The nested list above is no TOML on purpose: it must not shift anything below it.
	if len(problems) != 1 {
		t.Errorf("problems:\n%s", lines(problems))
	}
	for _, test := range []struct {
		at, key string
		path    []any
	}{
		{"1:1", "1:1", nil},
		{"1:1", "1:1", []any{"updated"}},
		{"2:9", "2:1", []any{"title"}},
		{"2:9", "2:9", []any{"title", "deeper", 3}},
		{"3:11", "3:1", []any{"authors"}},
		{"4:3", "", []any{"authors", 0}},
		{"4:9", "", []any{"authors", 1}},
		{"4:14", "", []any{"authors", 2}},
		{"3:11", "3:11", []any{"authors", 3}},
		{"6:8", "6:1", []any{"help"}},
		{"6:18", "6:10", []any{"help", "label"}},
		{"7:1", "7:3", []any{"reading"}},
		{"8:7", "8:1", []any{"reading", "grade"}},
		{"9:1", "9:3", []any{"part"}},
		{"9:1", "9:3", []any{"part", 0}},
		{"9:1", "9:1", []any{"part", 0, "title"}},
		{"10:13", "", []any{"part", 0, "chapters", 0}},
		{"11:1", "11:4", []any{"part", 1}},
		{"12:16", "12:3", []any{"part", 1, "chapters"}},
		{"12:26", "", []any{"part", 1, "chapters", 1}},
		{"14:1", "14:10", []any{"callout", "try"}},
		{"15:9", "15:1", []any{"callout", "try", "title"}},
		{"16:1", "16:2", []any{"callout"}},
		{"16:1", "16:1", []any{"callout", "note"}},
	} {
		if got := index.At(test.path...).String(); got != "site.toml:"+test.at {
			t.Errorf("At(%v) = %s, want %s", test.path, got, test.at)
		}
		if got := index.KeyAt(test.path...).String(); test.key != "" && got != "site.toml:"+test.key {
			t.Errorf("KeyAt(%v) = %s, want %s", test.path, got, test.key)
		}
	}
}

func TestDeepNestingAndLongLinesAreFine(t *testing.T) {
	decode("title = " + strings.Repeat("[", 200) + strings.Repeat("]", 200))
	decode(strings.Repeat("a.", 5000) + "b = 1")
	decode("[" + strings.Repeat("a.", 5000) + "b]")
	decode("title = " + strings.Repeat("[", 20000))
	decode(strings.Repeat("x", 10<<20))
	decode("title = \"" + strings.Repeat("x", 10<<20) + "\"")
	decode(strings.Repeat("part\n", 2000))
	_, _, problems := decode("authors = [" + strings.Repeat("1,", 1<<14) + "]")
	if len(problems) != most+1 {
		t.Errorf("%d problems", len(problems))
	}
}

func TestARootMayBeAMap(t *testing.T) {
	type finding struct {
		Finding string `toml:"finding"`
		Limits  string `toml:"limits"`
	}
	got, index, problems := Decode[map[string]finding](source.NewFile("findings.toml", []byte(`[feeney-2007]
finding = "a"
limit = "b"

[other]
`)))
	if got["feeney-2007"].Finding != "a" || len(got) != 2 {
		t.Errorf("got %v", got)
	}
	if want := "3:1 unknown-key: unknown key \"limit\" (did you mean \"limits\"?)\n"; lines(problems) != want {
		t.Errorf("got %s", lines(problems))
	}
	if at := index.KeyAt("other").String(); at != "findings.toml:5:2" {
		t.Errorf("other is at %s", at)
	}
}

// Go-toml is the judge: what we take, it takes, with the same values; what it takes as TOML is no bad-toml.
func FuzzDecodeAgreesWithGoTOML(f *testing.F) {
	for _, test := range bad {
		f.Add(test.in)
	}
	f.Add("[a.b]\n[a]\n[[part]]\n[part.x]\na.b.c = 1\na.b.d = { x.y = 1, x.z = 2, }\n")
	f.Add("[[part]]\ntitle = \"\\u00e9\"\n[[part]]\n[help]\nlabel = ''''a'''\nreading.grade = inf\n")
	if site, err := os.ReadFile("../../../site.toml"); err == nil {
		f.Add(string(site))
	}
	f.Fuzz(func(t *testing.T, text string) {
		ours, index, problems := decode(text)
		syntax := false
		for _, p := range problems {
			syntax = syntax || p.Rule == badTOML.ID
			if p.Line < 1 || p.Line > strings.Count(text, "\n")+1 {
				t.Errorf("%s is not in the file", p)
			}
		}
		walk(t, index, index.root, nil)
		if !syntax && index.root.kind == broken {
			t.Error("a broken file without a problem")
		}
		text = strings.TrimPrefix(text, "\ufeff")
		var theirs guide
		decoder := gotoml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields()
		if err := decoder.Decode(&theirs); err != nil && len(problems) == 0 {
			t.Errorf("go-toml refuses it: %v", err)
		}
		if !strings.Contains(text, "\r") && len(problems) == 0 && fmt.Sprintf("%+v", ours) != fmt.Sprintf("%+v", theirs) {
			t.Errorf("ours   %+v\ntheirs %+v", ours, theirs)
		}
		var loose map[string]any
		if err := gotoml.Unmarshal([]byte(text), &loose); err == nil && syntax {
			allowed := strings.Contains(lines(problems), "stands here again")
			if !allowed {
				t.Errorf("go-toml takes it, but\n%s", lines(problems))
			}
		}
	})
}

// walk checks that each value stands where its node says.
func walk(t *testing.T, x *Index, n *node, path []any) {
	if n.written != "" && !strings.HasPrefix(string(x.file.Bytes()[n.at:]), n.written) && !hasInvalid(x.file) {
		t.Errorf("%v is not at %d", path, n.at)
	}
	first := map[kind]string{list: "[", headers: "["}[n.kind]
	if n.kind == headers && n.items[0].form == implied {
		first = ""
	}
	if !strings.HasPrefix(string(x.file.Bytes()[n.at:]), first) {
		t.Errorf("no %s at %v", first, path)
	}
	for i, item := range n.items {
		walk(t, x, item, append(path, i))
	}
	for name, child := range n.named {
		walk(t, x, child, append(path, name))
	}
}

func hasInvalid(f *source.File) bool {
	return strings.ToValidUTF8(string(f.Bytes()), "") != string(f.Bytes())
}
