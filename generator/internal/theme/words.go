package theme

import (
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
	"github.com/side-by-side-guide/side-by-side/generator/internal/toml"
)

const english = "layouts/strings/en.toml"

// parseWords reads the words of a language, and takes the English ones for those that it lacks.
func parseWords(tree *source.Tree, language string) (map[string]string, []diag.Problem) {
	fallback, problems := readWords(tree.File(english))
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
