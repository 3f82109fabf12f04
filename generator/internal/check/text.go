package check

import (
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/config"
	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var repeatedWord = diag.Rule{ID: "repeated-word", Default: diag.Warning,
	Doc: "No word stands twice in a row, as in \"the the\"."}

// findRepeatedWords warns of words that stand twice in a row, over line breaks too.
func findRepeatedWords(c *chapter.Chapter, cfg *config.Config) (problems []diag.Problem) {
	if !spaced(cfg.Language) {
		return nil
	}
	for _, b := range c.Blocks {
		for _, f := range repeats(b.Text, cfg.Language) {
			problems = append(problems, repeatedWord.At(c.At(b.Offset(f.start)), "%q stands here twice in a row",
				b.Text[f.start:f.end]).WithHint("delete one of the two"))
		}
	}
	return problems
}

// repeats lists the words that repeat the word before them, with nothing but space between.
func repeats(text, language string) (all []found) {
	lastStart, lastEnd := nextWord(text, 0)
	for lastStart < len(text) {
		start, end := nextWord(text, lastEnd)
		if end-start == lastEnd-lastStart && start < len(text) && text[start]|0x20 == text[lastStart]|0x20 &&
			repeat(text, lastStart, lastEnd, start, end) && !legalDouble(text[start:end], language) {
			all = append(all, found{start: start, end: end})
		}
		lastStart, lastEnd = start, end
	}
	return all
}

// repeat tells that the two words are one, that it is neither a number nor a name ("Bora Bora") and that no
// hyphen makes it a part of something longer ("go go-kart").
func repeat(text string, lastStart, lastEnd, start, end int) bool {
	last, word := text[lastStart:lastEnd], text[start:end]
	name := len(word) > 3 && word == last && 'A' <= word[0] && word[0] <= 'Z' && word[1] >= 'a'
	return strings.EqualFold(last, word) && blank(text[lastEnd:start]) && !isDigit(word[0]) && !name &&
		!strings.HasPrefix(text[end:], "-") && !strings.HasSuffix(text[:lastStart], "-")
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

// findAvoided finds the words and phrases of [[avoid]] in running text, headings and what is said of pictures.
func findAvoided(c *chapter.Chapter, cfg *config.Config) []diag.Problem { return avoidedIn(cfg)(c) }

func avoidedIn(cfg *config.Config) func(*chapter.Chapter) []diag.Problem {
	if len(cfg.Avoid) == 0 {
		return func(*chapter.Chapter) []diag.Problem { return nil }
	}
	find := avoided(cfg)
	return func(c *chapter.Chapter) (problems []diag.Problem) {
		add := func(text string, offset func(int) int) {
			for _, f := range find(text) {
				p := avoid.At(c.At(offset(f.start)), "this guide does not say %q", written(text[f.start:f.end]))
				problems = append(problems, withInstead(p, cfg.Avoid[f.value].Instead))
			}
		}
		for i := range c.Blocks {
			add(c.Blocks[i].Text, c.Blocks[i].Offset)
		}
		for _, p := range c.Pictures {
			here := func(int) int { return p.Offset }
			add(p.Alt, here)
			add(p.Caption, here)
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

// avoided makes a function that finds what to avoid in a text, outside quotation marks; a found's value is the
// index in cfg.Avoid.
func avoided(cfg *config.Config) func(text string) []found {
	find := substrings(cfg.Avoid)
	if spaced(cfg.Language) {
		n := 0
		for _, entry := range cfg.Avoid {
			n += len(entry.Words)
		}
		list := newPhrases(n)
		for i, entry := range cfg.Avoid {
			for _, word := range entry.Words {
				list.add(word, i)
			}
		}
		find = list.in
	}
	return func(text string) []found { return unquoted(text, find(text)) }
}

// substrings finds words where no space sets them apart.
func substrings(entries []config.Avoid) func(text string) []found {
	return func(text string) (all []found) {
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
