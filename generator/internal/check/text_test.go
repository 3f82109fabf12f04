package check

import (
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

type run = func(*Text, *config.Config) []diag.Problem

// The checks that prepare for the settings, and what they look for, in forms that suit the tests.
func findAvoided(t *Text, cfg *config.Config) []diag.Problem     { return avoidedIn(cfg)(t) }
func findHardReading(t *Text, cfg *config.Config) []diag.Problem { return hardReadingIn(cfg)(t) }
func repeats(text, language string) []found                      { return read(text).repeats(language) }
func claim(text string) (found, bool)                            { return read(text).claim() }
func eachIn(text string, familiar *lexicon, visit func(sentence)) {
	read(text).eachSentence(&speaker{familiar: familiar}, visit)
}

// read finds the words of a piece of running text.
func read(text string) passage { return new(Text).passage(text) }

// english8 are settings of a guide in English with the bar at grade 8.
func english8() *config.Config {
	cfg := &config.Config{Language: "en"}
	cfg.Reading.Grade = 8
	return cfg
}

func parse(markdown, language string) *chapter.Chapter {
	file := source.NewFile("content/x.md", []byte(markdown))
	return chapter.Parse(chapter.Input{File: file, Parser: chapter.NewParser(chapter.Settings{Language: language})})
}

// expect runs a check on Markdown and compares its problems, one a line, with want.
func expect(t *testing.T, check run, cfg *config.Config, markdown, want string) {
	t.Helper()
	var got []string
	text := new(Text)
	text.read(parse(markdown, cfg.Language))
	for _, p := range check(text, cfg) {
		got = append(got, p.String())
	}
	want = strings.TrimSpace(want)
	if got := strings.Join(got, "\n"); got != want {
		t.Errorf("of\n%s\ngot\n%s\nwant\n%s", markdown, got, want)
	}
}

// marked gives the pieces of a text that were found, joined by "|".
func marked(text string, all []found) string {
	var pieces []string
	for _, f := range all {
		pieces = append(pieces, text[f.start:f.end])
	}
	return strings.Join(pieces, "|")
}

func TestRepeatedWordsAreFound(t *testing.T) {
	for _, test := range []struct{ language, text, want string }{
		{"en", "It is the the end.", "the"},
		{"en", "The the end, and and and more.", "the|and|and"},
		{"en", "Ends in\nin a line, and in\u00a0in it.", "in|in"},
		{"en", "Don't don’t do that.", ""}, // not the same apostrophe, and not worth it
		{"en", "Don't don't.", "don't"},
		{"en", "I knew that that was so, and had had it, very very much. No no. Give her her coat.", ""},
		{"en", "The end. The end, end; end – end - end / end", ""},
		{"en", "7 7 and 2019 2019", ""},
		{"en", "the \ufffc the, the\ufffcthe", ""},
		{"en", "the they, then the", ""},
		{"en", "a go go-kart, a self-self self", ""},
		{"en", "Bora Bora and New York", ""},
		{"en", "Über über alles", "über"},
		{"fr", "nous nous aimons et et", "et"},
		{"de", "dass sie sie sah und und", "und"},
		{"de-AT", "die die", ""},
		{"ru", "и и так", "и"},
		{"en", "", ""},
	} {
		if got := marked(test.text, repeats(test.text, test.language)); got != test.want {
			t.Errorf("%s %q: got %q, want %q", test.language, test.text, got, test.want)
		}
	}
}

func TestRepeatedWordStandsAtTheSecond(t *testing.T) {
	expect(t, findRepeatedWords, english8(), "# A title\n\n## A title title\n\nSay it to\nto *me* me. See `the` the.\n\n- so is is it\n", `
content/x.md:3:12: error: "title" stands here twice in a row [repeated-word]
    hint: delete one of the two
content/x.md:6:1: error: "to" stands here twice in a row [repeated-word]
    hint: delete one of the two
content/x.md:6:9: error: "me" stands here twice in a row [repeated-word]
    hint: delete one of the two
content/x.md:8:9: error: "is" stands here twice in a row [repeated-word]
    hint: delete one of the two
`)
	expect(t, findRepeatedWords, &config.Config{Language: "zh-Hans"}, "# a\n\n好 好 the the\n", "")
}

func TestAvoidedWordsAreFoundOutsideQuotationMarks(t *testing.T) {
	cfg := english8()
	cfg.Avoid = []config.Avoid{
		{Words: []string{"spouse", "Wives'", "the  wife", "wife"}, Instead: "partner"},
		{Words: []string{"a codependent", "a codependent person", "don't", "café", ""}},
	}
	find := avoided(cfg)
	for _, test := range []struct{ text, want string }{
		{"Your spouse, SPOUSE and Spouse-to-be.", "spouse|SPOUSE|Spouse"},
		{"spouses spouse's spouse’s espouse spouse2", ""},
		{"the wives' way, my wives", "wives'"},
		{"The\nwife is a wife.", "The\nwife|wife"},
		{"is a  codependent person, a codependent", "a  codependent person|a codependent"},
		{"a \ufffc codependent, a\ufffccodependent, a, codependent", ""},
		{"Don’t, don't", "Don’t|don't"},
		{"CAFÉ", "CAFÉ"},
		{`"spouse" “spouse” ‘spouse’ 'spouse' «spouse» „spouse“`, ""},
		{`"my spouse" and a spouse "of" it`, "spouse"},
		{`“one” spouse “two”`, "spouse"},
		{`a 5" spouse and a 6" one`, "spouse"},
		{"don-t don’t worry, it’s the dogs’ spouse", "don’t|spouse"},
		{"‘it’s a spouse’ spouse", "spouse"},
		{`an open "quote and a spouse`, "spouse"},
		{"", ""},
	} {
		if got := marked(test.text, find(read(test.text))); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestAvoidedWordsHaveAPlaceAndAHint(t *testing.T) {
	cfg := english8()
	cfg.Avoid = []config.Avoid{{Words: []string{"the spouse"}, Instead: "partner"}, {Words: []string{"toxic"}}}
	expect(t, findAvoided, cfg, "# A title\n\n## The spouse\n\nIt is *the\nspouse* `the spouse`.\n\n| a | b |\n|---|---|\n| toxic | \"toxic\" |\n\n![A toxic drawing](a.svg)\n", `
content/x.md:3:4: error: this guide does not say "The spouse" [avoid]
    hint: say instead: partner
content/x.md:5:8: error: this guide does not say "the spouse" [avoid]
    hint: say instead: partner
content/x.md:10:3: error: this guide does not say "toxic" [avoid]
    hint: say it in another way; words in quotation marks are free
content/x.md:12:1: error: this guide does not say "toxic" [avoid]
    hint: say it in another way; words in quotation marks are free
`)
	chinese := &config.Config{Language: "zh", Avoid: []config.Avoid{{Words: []string{"配偶"}, Instead: "伴侣"}}}
	if got := marked("我的配偶和“配偶”", avoided(chinese)(read("我的配偶和“配偶”"))); got != "配偶" {
		t.Errorf("got %q", got)
	}
}

func TestClaimsOfEvidenceAreFound(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Studies show that it helps.", "Studies show"},
		{"It helps, research suggests.", "research suggests"},
		{"Research on couples has consistently found this.", "Research on couples has consistently found"},
		{"A study\nfound so.", "study\nfound"},
		{"A few studies show it.", "studies show"},
		{"Evidence shows it.", "Evidence shows"},
		{"There is good evidence that it works.", "evidence that"},
		{"Scientists call it love.", "Scientists"},
		{"Experts say so.", "Experts say"},
		{"Many researchers believe so.", "researchers believe"},
		{"It is proven.", "proven"},
		{"It has been shown to work.", "been shown to"},
		{"A clinically tested way.", "clinically tested"},
		{"Statistics are clear.", "Statistics"},
		{"According to recent research, it helps.", "According to recent research"},
		{"Fifty percent of all married couples part.", "percent of all married couples"},
		{"About 80% of women and 7 % of men agree.", "80% of women"},
		{"80 per cent of people do.", "80 per cent of people"},
		{"Studies, for example, show it.", "Studies, for example, show"},
		{"One in three women was hurt.", "One in three women"},
		{"7 out of 10 couples do.", "7 out of 10 couples"},
		{"Half of all marriages end.", "Half of all marriages"},
		{"There is little research. But studies show it.", "studies show"},

		{"There is little research, and no study has shown it.", ""},
		{"No studies show it. Few studies show it. Hardly any research suggests so.", ""},
		{"Research has not shown it. Studies don't show it.", ""},
		{"It has not been studied, and is untested. It has never been proven.", ""},
		{"There is no evidence that it works.", ""},
		{"A study could show it one day.", ""},
		{"What does research show? Do 80% of couples fight? Is there evidence that it helps?", ""},
		{"Here is what research shows. Where studies show little, we say so.", ""},
		{"People say, “Studies show that love lasts.” We don't.", ""},
		{"I study because I find it good. After the review, show it to them.", ""},
		{"*Evidence:* untested. Researchers call it closeness.", ""},
		{"Look at the data. Say what you see.", ""},
		{"One in love, one in doubt. Half of the cake. 5% of the money.", ""},
		{"research \ufffc shows", ""},
		{"", ""},
	} {
		got := ""
		if f, ok := claim(test.text); ok {
			got = test.text[f.start:f.end]
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestClaimsNeedACitationInTheirOwnBlock(t *testing.T) {
	text := "# Studies show titles\n\nStudies show it [@a-1].\n\nIt is said that\nstudies *show* it, and experts say so.\n\n- Research suggests it [@a-1].\n- Research suggests it.\n"
	expect(t, findUncitedClaims, english8(), text, `
content/x.md:6:1: error: "studies show" says that there is evidence, but nothing is cited [claim-without-citation]
    hint: cite the source here, as in [@feeney-2007], or say that it is untested
content/x.md:9:3: error: "Research suggests" says that there is evidence, but nothing is cited [claim-without-citation]
    hint: cite the source here, as in [@feeney-2007], or say that it is untested
`)
	expect(t, findUncitedClaims, &config.Config{Language: "de"}, text, "")
}

func FuzzTextChecks(f *testing.F) {
	f.Add("“Studies show” that that 80% of couples don't 'say' the the spouse’s “word. Dr. No. 5 e.g. U.S. ‘it’s’")
	f.Add("a\u0300\xff’\ufffc. ?\" «")
	cfg := english8()
	cfg.Avoid = []config.Avoid{{Words: []string{"spouse", "the wife", "don't", "İx", "’"}}}
	find := avoided(cfg)
	f.Fuzz(func(t *testing.T, text string) {
		inside := func(all []found) {
			last := 0
			for _, f := range all {
				if f.start < last || f.end <= f.start || f.end > len(text) {
					t.Fatalf("%q: %v", text, f)
				}
				last = f.end
			}
		}
		inside(repeats(text, "en"))
		inside(find(read(text)))
		inside(quoted(text))
		if c, ok := claim(text); ok {
			inside([]found{c})
		}
		last := 0
		eachIn(text, nil, func(s sentence) {
			if s.start < last || s.end <= s.start || s.end > len(text) || s.words < 1 || s.syllables < 1 {
				t.Fatalf("%q: %+v", text, s)
			}
			shorten(text[s.start:s.end])
			last = s.end
		})
	})
}
