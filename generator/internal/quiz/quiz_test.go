package quiz

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// plain renders paragraphs and nothing else.
func plain(f *source.File, at int, text string) (string, []diag.Problem) {
	if i := strings.Index(text, "](x.md)"); i >= 0 {
		return "", []diag.Problem{diag.Rule{ID: "rich-text"}.At(f.At(at+i), "a link cannot stand here")}
	}
	return "<p>" + strings.ReplaceAll(strings.TrimSpace(text), "\n\n", "</p>\n<p>") + "</p>\n", nil
}

func parse(text string) (*Reflection, string) {
	r, problems := Parse(source.NewFile("content/reflection.toml", []byte(text)), "en", plain)
	var out strings.Builder
	for _, p := range problems {
		out.WriteString(strings.TrimPrefix(p.Position.String(), "content/reflection.toml:") + ": " + p.Message + " [" + p.Rule + "]\n")
		if p.Hint != "" {
			out.WriteString("    " + p.Hint + "\n")
		}
	}
	return r, out.String()
}

const good = `id = "reflection"
title = "How we do things"
timeframe = "In the last month"
min_answered = 3
options = ["Never", "Rarely", "Sometimes", "Often", "Almost always"]
skip = "Skip"

[[safety]]
id = "afraid"
text = "I felt afraid."

[safety_result]
text = """
One.

Two."""
chapter = "more/help.md"

[[dimension]]
id = "voice"
title = "Saying what I want"
low = "I keep quiet"
high = "I speak up"
chapter = "practise/saying-no.md"
[[dimension.item]]
text = "I said what I wanted."
[[dimension.item]]
text = "I agreed so as to avoid trouble."
reverse = true
[[dimension.item]]
text = "I asked for time."
[[dimension.item]]
text = "I heard a no."
[[dimension.band]]
upto = 2.2
text = "Low."
try = "A."
[[dimension.band]]
upto = 3.6
text = "Middle."
try = "B."
[[dimension.band]]
upto = 5
text = "High."
try = "C."
`

func TestAGoodReflectionIsReadWhole(t *testing.T) {
	r, problems := parse(good)
	if problems != "" {
		t.Fatal(problems)
	}
	d := r.Dimensions[0]
	want := []Prose{"How we do things", "In the last month", "I felt afraid.", "<p>One.</p>\n<p>Two.</p>\n", "Saying what I want", "I keep quiet", "<p>Low.</p>\n", "<p>C.</p>\n"}
	got := []Prose{r.Title, r.Timeframe, r.Safety[0].Text, r.SafetyResult, d.Title, d.Low, d.Bands[0].Text, d.Bands[2].Try}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if all := r.Chapters(); len(all) != 2 || all[0].Path != "more/help.md" || all[1].Pos.Line != 24 {
		t.Errorf("%v", all)
	}
}

// vectors are sets of answers to the four items of "voice" (1 to 5, 0 for a skip), and what becomes of them. The
// browser is held to the same ones.
func TestScores(t *testing.T) {
	r, _ := parse(good)
	d := &r.Dimensions[0]
	for _, test := range []struct {
		name    string
		answers [4]int
		tenths  int // 0 where there are too few
		band    int
	}{
		{"all 1", [4]int{1, 1, 1, 1}, 20, 0}, // one of them is reversed
		{"all 5", [4]int{5, 5, 5, 5}, 40, 2},
		{"the lowest", [4]int{1, 5, 1, 1}, 10, 0},
		{"the highest", [4]int{5, 1, 5, 5}, 50, 2},
		{"alternating", [4]int{1, 5, 1, 5}, 20, 0},
		{"the reversed alone", [4]int{3, 1, 3, 3}, 35, 1},
		{"all skipped", [4]int{}, 0, -1},
		{"just too few", [4]int{5, 1, 0, 0}, 0, -1},
		{"just enough", [4]int{5, 1, 5, 0}, 50, 2},
		{"2.25 is 2.3, not 2.2", [4]int{2, 4, 2, 3}, 23, 1},
		{"the end of a band", [4]int{3, 5, 3, 2}, 23, 1},
		{"2.0 of three", [4]int{0, 4, 2, 2}, 20, 0},
		{"3.67 of three is over 3.6", [4]int{0, 2, 4, 3}, 37, 2},
		{"3.5 of four", [4]int{4, 3, 4, 3}, 35, 1},
	} {
		sum, n := 0, 0
		for i, answer := range test.answers {
			if answer > 0 {
				sum, n = sum+d.Items[i].Points(answer-1), n+1
			}
		}
		tenths, band := 0, -1
		if n >= r.MinAnswered {
			tenths = Tenths(sum, n)
			band = d.Band(tenths)
		}
		if tenths != test.tenths || band != test.band {
			t.Errorf("%s: %d tenths in band %d, want %d in %d", test.name, tenths, band, test.tenths, test.band)
		}
	}
}

func TestSumsOnPaperAreThoseOfTheScore(t *testing.T) {
	r, _ := parse(good)
	d := &r.Dimensions[0]
	for n := 3; n <= 4; n++ {
		next := n
		for band := range d.Bands {
			lowest, highest := d.Sums(band, n)
			if lowest != next || highest < lowest {
				t.Errorf("band %d of %d answers: %d to %d, and the one before ended at %d", band, n, lowest, highest, next-1)
			}
			for sum := lowest; sum <= highest; sum++ {
				if d.Band(Tenths(sum, n)) != band {
					t.Errorf("%d of %d answers is not in band %d", sum, n, band)
				}
			}
			next = highest + 1
		}
		if next != Scale*n+1 {
			t.Errorf("the last band of %d answers ends at %d", n, next-1)
		}
	}
}

func TestMistakesAreToldAtTheirPlaces(t *testing.T) {
	for _, test := range []struct{ name, old, new, want string }{
		{"an unknown key", `skip = "Skip"`, "skip = \"Skip\"\nskipp = \"x\"", "7:1: unknown key \"skipp\" [unknown-key]\n    did you mean \"skip\"?\n"},
		{"no id", `id = "reflection"`, "", "1:1: id is missing [bad-reflection]\n"},
		{"a bad id", `id = "voice"`, `id = "My Voice"`, "20:6: \"My Voice\" cannot be an id [bad-reflection]\n    use small letters, digits and hyphens\n"},
		{"an id twice", `id = "voice"`, `id = "afraid"`, "20:6: the id \"afraid\" is given twice [bad-reflection]\n    it is given first on line 9\n"},
		{"four options", `"Rarely", `, "", "5:11: a reflection has five options, not 4 [bad-reflection]\n    name them from the least to the most, such as Never … Almost always\n"},
		{"no least", "min_answered = 3\n", "", "1:1: min_answered is a number from 1 on [bad-reflection]\n    write min_answered = 3\n"},
		{"too few items", "min_answered = 3", "min_answered = 5", "19:1: the dimension has only 4 items [bad-reflection]\n    it needs min_answered = 5 of them\n"},
		{"two reversed", `text = "I asked for time."`, "text = \"I asked for time.\"\nreverse = true", "32:11: a dimension has at most one reversed item [bad-reflection]\n    turn it into a statement of the same direction as the others\n"},
		{"a negation", "I asked for time.", "I didn't ask.", "31:8: the word \"didn't\" makes this hard to answer with \"never\" [bad-item]\n    say the opposite: \"I kept quiet\", not \"I did not speak up\"\n"},
		{"a long item", "I asked for time.", strings.Repeat("word ", 21), "31:8: an item has at most 20 words, not 21 [bad-item]\n"},
		{"two decimals", "upto = 2.2", "upto = 2.25", "35:8: upto has one decimal [bad-reflection]\n    write 2.2\n"},
		{"falling bands", "upto = 3.6", "upto = 2.1", "39:8: this band ends before it begins [bad-reflection]\n    bands stand in rising order\n39:8: no answers lead to this band [bad-reflection]\n"},
		{"a gap at the end", "upto = 5", "upto = 4.9", "43:8: the last band reaches to 5 [bad-reflection]\n"},
		{"a band that nothing reaches", "upto = 3.6", "upto = 2.4", ""},
		{"a band between two scores", "upto = 2.2", "upto = 3.5", "39:8: no answers lead to this band [bad-reflection]\n"},
		{"no feedback", "try = \"B.\"\n", "", "38:1: try is missing [bad-reflection]\n"},
		{"no result", "[safety_result]\ntext = \"\"\"\nOne.\n\nTwo.\"\"\"\nchapter = \"more/help.md\"\n", "", "1:1: text is missing [bad-reflection]\n1:1: chapter is missing [bad-reflection]\n"},
		{"a result without a question", "[[safety]]\nid = \"afraid\"\ntext = \"I felt afraid.\"\n", "", "9:1: safety_result answers no question [bad-reflection]\n    add [[safety]], or take it out\n"},
		{"two paragraphs in a line", `"I speak up"`, `"I speak\n\nup"`, "23:8: high is one paragraph [bad-reflection]\n    write it on one line\n"},
		{"a link", "\nTwo.", "\n[Two](x.md).", "16:5: a link cannot stand here [rich-text]\n"},
	} {
		if !strings.Contains(good, test.old) {
			t.Fatalf("%s: nothing is changed", test.name)
		}
		if _, got := parse(strings.Replace(good, test.old, test.new, 1)); got != test.want {
			t.Errorf("%s: (-want +got)\n%s", test.name, cmp.Diff(test.want, got))
		}
	}
}

func TestAnEmptyFileLacksEverything(t *testing.T) {
	_, got := parse("")
	for _, key := range []string{"id", "title", "timeframe", "skip", "dimension"} {
		if !strings.Contains(got, "1:1: "+key+" is missing [bad-reflection]") {
			t.Errorf("%s is not missed in\n%s", key, got)
		}
	}
}

func TestOtherLanguagesMayNegateAsTheyLike(t *testing.T) {
	file := source.NewFile("content/reflection.toml", []byte(strings.Replace(good, "I asked for time.", "I did not ask.", 1)))
	if _, problems := Parse(file, "de", plain); len(problems) > 0 {
		t.Error(problems)
	}
}

func FuzzParse(f *testing.F) {
	f.Add(good)
	for i := range 40 {
		lines := strings.Split(good, "\n")
		f.Add(strings.Join(append(lines[:i:i], lines[i+1:]...), "\n"))
	}
	f.Add("[[dimension]]\n[[dimension.band]]\nupto = nan\n")
	f.Add("[[dimension]]\n[[dimension.band]]\nupto = 1e308\n[[dimension.item]]\ntext = '''\n'''")
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("content/reflection.toml", []byte(text))
		r, problems := Parse(file, "en", plain)
		last := strings.Count(text, "\n") + 1
		for _, p := range problems {
			if p.Line < 1 || p.Line > last {
				t.Errorf("%s lies outside of %s lines", p, strconv.Itoa(last))
			}
		}
		for _, d := range r.Dimensions {
			if len(problems) == 0 && d.Band(50) < 0 {
				t.Error("the highest score reaches no band, and nobody says so")
			}
		}
	})
}
