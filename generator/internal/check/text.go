package check

import (
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var repeatedWord = diag.Rule{ID: "repeated-word", Default: diag.Warning,
	Doc: "No word stands twice in a row, as in \"the the\"."}

// findRepeatedWords warns of words that stand twice in a row, over line breaks too.
func findRepeatedWords(t *Text, cfg *config.Config) (problems []diag.Problem) {
	if !spaced(cfg.Language) {
		return nil
	}
	for i, p := range t.passages {
		for _, f := range p.repeats(cfg.Language) {
			problems = append(problems, repeatedWord.At(t.place(i, f), "%q stands here twice in a row",
				p.text[f.start:f.end]).WithHint("delete one of the two"))
		}
	}
	return problems
}

// repeats lists the words that repeat the word before them, with nothing but space between.
func (p passage) repeats(language string) (all []found) {
	if len(p.words) == 0 {
		return nil
	}
	last := p.words[0]
	for _, w := range p.words[1:] {
		if p.text[w.start]|0x20 == p.text[last.start]|0x20 && w.end-w.start == last.end-last.start &&
			p.repeat(last, w) && !legalDouble(p.text[w.start:w.end], language) {
			all = append(all, found{start: int(w.start), end: int(w.end)})
		}
		last = w
	}
	return all
}

// repeat tells that the two words are one, that it is neither a number nor a name ("Bora Bora") and that no
// hyphen makes it a part of something longer ("go go-kart").
func (p passage) repeat(before, w word) bool {
	last, word := p.text[before.start:before.end], p.text[w.start:w.end]
	name := len(word) > 3 && word == last && 'A' <= word[0] && word[0] <= 'Z' && word[1] >= 'a'
	return strings.EqualFold(last, word) && blank(p.text[before.end:w.start]) && !isDigit(word[0]) && !name &&
		!strings.HasPrefix(p.text[w.end:], "-") && !strings.HasSuffix(p.text[:before.start], "-")
}

// legalDouble tells that a word may well follow itself, as in "I knew that that was true".
func legalDouble(word, language string) bool {
	word = strings.ToLower(word)
	switch strings.ToLower(primary(language)) {
	case "en":
		return slices.Contains([]string{"that", "had", "her", "do", "very", "really", "so", "no", "yes", "well",
			"bye", "ha", "hear", "there", "now", "blah", "knock"}, word)
	case "de":
		return slices.Contains([]string{"die", "der", "das", "sie"}, word)
	case "fr":
		return word == "nous" || word == "vous"
	case "nl":
		return word == "dat" || word == "die"
	}
	return false
}

var avoid = diag.Rule{ID: "avoid", Default: diag.Error,
	Doc: "No words of [[avoid]] in site.toml, outside quotation marks."}

// avoidedIn finds the words and phrases of [[avoid]] in running text, headings and what is said of pictures.
func avoidedIn(cfg *config.Config) func(*Text) []diag.Problem {
	if len(cfg.Avoid) == 0 {
		return func(*Text) []diag.Problem { return nil }
	}
	find := avoided(cfg)
	return func(t *Text) (problems []diag.Problem) {
		report := func(at diag.Position, p passage, f found) {
			problem := avoid.At(at, "this guide does not say %q", written(p.text[f.start:f.end]))
			problems = append(problems, withInstead(problem, cfg.Avoid[f.value].Instead))
		}
		for i, p := range t.passages {
			for _, f := range find(p) {
				report(t.place(i, f), p, f)
			}
		}
		for _, picture := range t.Pictures {
			for _, said := range [...]string{picture.Alt, picture.Caption} {
				p := t.passage(said)
				for _, f := range find(p) {
					report(t.At(picture.Offset), p, f)
				}
			}
		}
		return problems
	}
}

func withInstead(p diag.Problem, instead string) diag.Problem {
	if instead == "" {
		return p.WithHint("say it in another way; words in quotation marks are free")
	}
	return p.WithHint("say instead: %s", instead)
}

// avoided makes a function that finds what to avoid in a passage, outside quotation marks; a found's value is the
// index in cfg.Avoid.
func avoided(cfg *config.Config) func(passage) []found {
	find := substrings(cfg.Avoid)
	if spaced(cfg.Language) {
		list := &phrases{}
		for i, entry := range cfg.Avoid {
			for _, word := range entry.Words {
				list.add(word, i)
			}
		}
		find = list.in
	}
	return func(p passage) []found { return unquoted(p.text, find(p)) }
}

// substrings finds words where no space sets them apart.
func substrings(entries []config.Avoid) func(passage) []found {
	return func(p passage) (all []found) {
		text := p.text
		for i, entry := range entries {
			for _, word := range entry.Words {
				for at := strings.Index(text, word); at >= 0 && word != ""; {
					end := at + len(word)
					all = append(all, found{at, end, i})
					next := strings.Index(text[end:], word)
					if next < 0 {
						break
					}
					at = end + next
				}
			}
		}
		return all
	}
}

// unquoted leaves out what stands in quotation marks.
func unquoted(text string, all []found) []found {
	if len(all) == 0 {
		return nil
	}
	quotes := quoted(text)
	return slices.DeleteFunc(all, func(f found) bool { return within(quotes, f.start) })
}
