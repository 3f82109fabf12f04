package theme

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

const english = "layouts/strings/en.toml"

// builtInWords is where the built-in English words stand a second time. A guide's own en.toml stands over the
// first, and need not repeat the words that it leaves as they are.
const builtInWords = "layouts/strings/built-in.toml"

// parseWords reads the words of a language, and takes the English ones for those that it lacks.
func parseWords(tree *source.Tree, language string) (map[string]string, []diag.Problem) {
	fallback, problems := readWords(tree.File(english))
	builtIn, inBuiltIn := readWords(tree.File(builtInWords))
	problems = append(problems, inBuiltIn...)
	for key, word := range builtIn {
		fallback[key] = cmp.Or(fallback[key], word)
	}
	file := wordFile(tree, language)
	if file == nil {
		return fallback, append(problems, missingFile(language, len(fallback)))
	}
	if file.Path() == english {
		return fallback, problems
	}
	words, more := readWords(file)
	problems = append(problems, more...)
	for _, key := range slices.Sorted(maps.Keys(fallback)) {
		if words[key] == "" {
			words[key] = fallback[key]
			problems = append(problems, missingString.At(diag.Position{File: file.Path()}, "the word %q is missing", key).
				WithHint("write %s = \"…\"; until then it is %q", key, fallback[key]))
		}
	}
	return words, problems
}

// wordFile is the file of a language: that of "pt-BR", or else that of "pt".
func wordFile(tree *source.Tree, language string) *source.File {
	for {
		if f := tree.File("layouts/strings/" + language + ".toml"); f != nil {
			return f
		}
		i := strings.LastIndexByte(language, '-')
		if i < 0 {
			return nil
		}
		language = language[:i]
	}
}

func missingFile(language string, count int) diag.Problem {
	return missingString.At(diag.Position{File: "site.toml"}, "the layouts have no words in the language %q", language).
		WithHint("copy %s to layouts/strings/%s.toml and translate its %d words; until then they are English", english, language, count)
}

// readWords reads a flat list of key = "text". A word that is empty counts as missing.
func readWords(f *source.File) (map[string]string, []diag.Problem) {
	if f == nil {
		return map[string]string{}, nil
	}
	words, _, problems := toml.Decode[map[string]string](f)
	if words == nil {
		words = map[string]string{}
	}
	return words, problems
}
