package check

import (
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
)

func TestSentencesAreSplit(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"We go home. They stay here! Do we stay? It is late", "We go home.|They stay here!|Do we stay?|It is late"},
		{"Ask Dr. Smith and Mrs. Jones, e.g. by phone. Then we talk.", "Ask Dr. Smith and Mrs. Jones, e.g. by phone.|Then we talk."},
		{"It is in the U.S. Army of J. Smith et al. He came.", "It is in the U.S. Army of J. Smith et al. He came."},
		{"It costs 3.5 or 2,000 in all. See example.org for it.", "It costs 3.5 or 2,000 in all.|See example.org for it."},
		{"It is No. 5 of them. They all said no. We went home.", "It is No. 5 of them.|They all said no.|We went home."},
		{"He comes at 7 p.m. We eat at eight. So do I. They do too.", "He comes at 7 p.m.|We eat at eight.|So do I.|They do too."},
		{"“What a pity!” she said. “Is it so?” They went.", "What a pity!” she said.|Is it so?”"},
		{"\"I can go.\" Then we went (all of us). Now we rest.", "I can go.\"|Then we went (all of us).|Now we rest."},
		{"It goes well \ufffc. The next one.\ufffc And a third one. \ufffc is code here.", "It goes well \ufffc.|The next one.\ufffc|And a third one.|is code here."},
		{"One thing: it is long; it goes on… and on.", "One thing: it is long; it goes on… and on."},
		{"No. Not really. It is about you.", "It is about you."},
		{"", ""},
	} {
		var got []string
		eachIn(test.text, nil, func(s sentence) { got = append(got, test.text[s.start:s.end]) })
		if got := strings.Join(got, "|"); got != test.want {
			t.Errorf("%q:\ngot  %s\nwant %s", test.text, got, test.want)
		}
	}
}

func TestWordsAreCountedAsKincaidDoes(t *testing.T) {
	var got tally
	eachIn("It isn't a well-being, co‑op or 3.5 thing, 2,000 and/or \ufffc so.", nil, func(s sentence) { got.add(s.tally) })
	if got.words != 12 || got.sentences != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestGradeIsFleschKincaid(t *testing.T) {
	// 0.39·10/1 + 11.8·15/10 − 15.59 = 6.01
	if got := (tally{words: 10, sentences: 1, syllables: 15}).grade(); got != 6 {
		t.Errorf("got %v", got)
	}
}

func TestFamiliarWordsCountAsTwoSyllables(t *testing.T) {
	familiar := familiarWords([]string{"Relationship", "boundary", "us", ""})
	for word, want := range map[string]int{
		"relationship": 2, "RELATIONSHIPS": 2, "relationship's": 2, "relationship’s": 2, "boundaries": 2, "us": 1,
		"relation": 3,
	} {
		if got := spoken(word, familiar); got != want {
			t.Errorf("%s: got %d, want %d", word, got, want)
		}
	}
}

const (
	easySentence = "We sat at home and had a cup of tea with the cat on the mat. "
	hardSentence = "Considerable psychological investigation demonstrates extraordinarily complicated interpersonal communication difficulties. "
)

func TestReadingLevelNamesTheHardestSentences(t *testing.T) {
	markdown := "# x\n\n" + strings.Repeat(easySentence, 5) + "\n\n## " + strings.Repeat(hardSentence, 9) +
		"\n\n- " + hardSentence + "Interpersonal communication difficulties.\n- " + strings.Repeat(hardSentence, 2) +
		"\n- It is complicated, and interpersonal communication is necessary [@a-1].\n"
	expect(t, findHardReading, english8(), markdown, `
content/x.md:7:3: error: the chapter's reading grade is 13.5, above the bar of 8 [reading-level]
    hint: use shorter sentences and words; the hardest are line 7 (44.3) “Considerable psychological investigation demonstrates…”, line 8 (44.3) “Considerable psychological investigation demonstrates…”, line 8 (44.3) “Considerable psychological investigation demonstrates…”
`)
}

func TestReadingLevelIsNotJudged(t *testing.T) {
	long := "# x\n\n" + strings.Repeat(hardSentence, 20)
	easy := english8()
	easy.Reading.Grade = 100
	for name, test := range map[string]struct {
		cfg      *config.Config
		markdown string
	}{
		"in another language":   {&config.Config{Language: "fr", Reading: easy.Reading}, long},
		"under the bar":         {easy, long},
		"without a bar":         {&config.Config{Language: "en"}, long},
		"of under 100 words":    {english8(), "# x\n\n" + strings.Repeat(hardSentence, 10)},
		"of headings and cells": {english8(), "# x\n\n## " + strings.Repeat(hardSentence, 20) + "\n\n| " + strings.Repeat(hardSentence, 20) + " |\n|---|\n"},
	} {
		t.Run(name, func(t *testing.T) { expect(t, findHardReading, test.cfg, test.markdown, "") })
	}
}
