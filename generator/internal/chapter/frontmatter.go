package chapter

import (
	"bytes"
	"cmp"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	yaml "github.com/goccy/go-yaml/parser"
	"github.com/yuin/goldmark/util"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// splitFront finds the YAML between two lines of "---" at the very start of a file. It returns the YAML and
// the offset at which the Markdown begins. Without a closing line there is no Markdown.
func splitFront(data []byte) (front []byte, body int, closed bool) {
	first, rest, _ := bytes.Cut(data, []byte("\n"))
	if strings.TrimRight(string(first), " \t") != "---" {
		return nil, 0, true
	}
	start := len(first) + 1
	for at := min(start, len(data)); at < len(data); {
		line, _, _ := bytes.Cut(data[at:], []byte("\n"))
		end := min(at+len(line)+1, len(data))
		if mark := strings.TrimRight(string(line), " \t"); mark == "---" || mark == "..." {
			return data[start:at], end, true
		}
		at = end
	}
	return rest, len(data), false
}

// frontReader walks the mapping of a front matter. The library's strict decoding stops at the first problem
// and speaks of Go types, so the few keys are read by hand.
type frontReader struct {
	file     *source.File
	front    FrontMatter
	problems []diag.Problem
}

var frontKeys = []string{"description", "nav_title", "tab_title", "sensitive", "draft", "keywords", "aliases", "sources_checked"}

func readFront(file *source.File, front []byte) (FrontMatter, []diag.Problem) {
	if plain, ok := plainFront(front); ok {
		return plain, nil
	}
	return readYAML(file, front)
}

// plainFront reads front matter of which each line is a key and some plain words, as most is, without all of YAML. It
// gives up where there could be anything more.
func plainFront(front []byte) (f FrontMatter, ok bool) {
	for line := range bytes.Lines(front) {
		key, value, _ := strings.Cut(strings.TrimSuffix(string(line), "\n"), ": ")
		var into *string
		switch key {
		case "description":
			into = &f.Description
		case "nav_title":
			into = &f.NavTitle
		case "tab_title":
			into = &f.TabTitle
		}
		if into == nil || *into != "" || !plainWords(value) {
			return FrontMatter{}, false
		}
		*into = value
	}
	return f, true
}

// plainWords tells that a value is two words or more, of letters and what YAML takes for nothing else between them.
func plainWords(value string) bool {
	if strings.Count(value, " ") == 0 || lettersIn(uint64(value[0]))&high == 0 || util.IsNumeric(value[0]) || value[len(value)-1] == ' ' {
		return false
	}
	for i := range len(value) {
		if c := value[i]; c >= high || lettersIn(uint64(c))&high == 0 && strings.IndexByte(" ,.;!?'()-", c) < 0 {
			return false
		}
	}
	return true
}

func readYAML(file *source.File, front []byte) (FrontMatter, []diag.Problem) {
	r := &frontReader{file: file}
	if len(bytes.TrimSpace(front)) == 0 {
		return r.front, nil
	}
	if i := bytes.IndexByte(front, '\t'); i >= 0 && len(bytes.TrimSpace(front[bytes.LastIndexByte(front[:i], '\n')+1:i])) == 0 {
		at := file.At(len("---\n") + i)
		return r.front, []diag.Problem{badFront.At(at, "a tab cannot indent front matter").WithHint("use spaces")}
	}
	if len(front) > mostFront {
		return r.front, []diag.Problem{tooMuch.At(r.place(1, 1), "this front matter is longer than 16,000 bytes").WithHint("what is said at length belongs into the chapter")}
	}
	parsed, err := yaml.ParseBytes(front, 0, yaml.AllowDuplicateMapKey())
	if err != nil {
		return r.front, []diag.Problem{r.syntax(err)}
	}
	for _, document := range parsed.Docs {
		r.document(document.Body)
	}
	return r.front, r.problems
}

func (r *frontReader) document(body ast.Node) {
	switch node := body.(type) {
	case nil, *ast.CommentGroupNode, *ast.NullNode:
	case *ast.MappingNode:
		seen := map[string]bool{}
		for _, value := range node.Values {
			r.entry(value, seen)
		}
	case *ast.MappingValueNode:
		r.entry(node, map[string]bool{})
	default:
		r.report(body, "front matter is a list of keys and values").hint("such as: description: One sentence.")
	}
}

func (r *frontReader) entry(entry *ast.MappingValueNode, seen map[string]bool) {
	key := written(entry.Key)
	if seen[key] {
		r.report(entry.Key, "%s is given twice", key).hint("keep one of the two")
		return
	}
	seen[key] = true
	switch key {
	case "description":
		r.front.Description = r.text(key, entry.Value)
	case "nav_title":
		r.front.NavTitle = r.text(key, entry.Value)
	case "tab_title":
		r.front.TabTitle = r.text(key, entry.Value)
	case "sensitive":
		r.front.Sensitive = r.truth(key, entry.Value)
	case "draft":
		r.front.Draft = r.truth(key, entry.Value)
	case "keywords":
		r.front.Keywords = r.keywords(entry.Value)
	case "aliases":
		r.aliases(entry.Value)
	case "sources_checked":
		r.front.SourcesChecked = r.date(key, entry.Value)
	default:
		r.problems = append(r.problems, unknownFrontKey.At(r.at(entry.Key), "unknown key %q in front matter", key).
			WithHint("%s", cmp.Or(diag.DidYouMean(key, frontKeys), "the keys are "+strings.Join(frontKeys, ", "))))
	}
}

func (r *frontReader) text(key string, node ast.Node) string {
	switch value := node.(type) {
	case *ast.StringNode:
		return strings.TrimSpace(value.Value)
	case *ast.LiteralNode:
		return strings.Join(strings.Fields(value.Value.Value), " ")
	case *ast.IntegerNode, *ast.FloatNode:
		return node.GetToken().Value
	}
	r.report(node, "%s must be text", key).hint("put it between quotation marks")
	return ""
}

func (r *frontReader) truth(key string, node ast.Node) bool {
	if value, ok := node.(*ast.BoolNode); ok {
		return value.Value
	}
	r.report(node, "%s must be true or false, not %s", key, written(node)).hint("write %s: true", key)
	return false
}

// written is a node in one line of a message.
func written(node ast.Node) string {
	return clip(strings.Join(strings.Fields(node.String()), " "), 40)
}

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)

func (r *frontReader) date(key string, node ast.Node) string {
	value := strings.Trim(node.String(), `"'`)
	if _, err := time.Parse(time.DateOnly, value); err != nil || !isoDate.MatchString(value) {
		r.report(node, "%s must be a date, not %s", key, written(node)).hint("write it as YYYY-MM-DD")
		return ""
	}
	return value
}

func (r *frontReader) list(key string, node ast.Node) []ast.Node {
	list, ok := node.(*ast.SequenceNode)
	if !ok {
		r.report(node, "%s must be a list", key).hint("write %s: [one, two]", key)
		return nil
	}
	return list.Values
}

func (r *frontReader) keywords(node ast.Node) []string {
	var words []string
	for _, value := range r.list("keywords", node) {
		if word := r.text("a keyword", value); word != "" {
			words = append(words, word)
		}
	}
	return words
}

func (r *frontReader) aliases(node ast.Node) {
	for _, value := range r.list("aliases", node) {
		alias := r.text("an alias", value)
		if alias == "" {
			continue
		}
		if !source.IsPage(alias) {
			r.report(value, "an alias is an old published path, not %q", alias).hint("such as practise/no.html")
			continue
		}
		at := r.at(value)
		offset := r.file.Offset(at.Line, at.Column)
		r.front.Aliases = append(r.front.Aliases, Alias{Path: alias, Offset: offset})
	}
}

// at is a node's place in the file; the library counts from the line after the first "---".
func (r *frontReader) at(node ast.Node) diag.Position {
	place := node.GetToken().Position
	return r.place(place.Line, place.Column)
}

// place is that of a line and a column of the front matter. Of what is not written, the library gives a place
// behind the end of the line or of the text.
func (r *frontReader) place(line, column int) diag.Position {
	return r.file.At(r.file.Offset(line+1, column))
}

func (r *frontReader) report(node ast.Node, format string, args ...any) hinted {
	r.problems = append(r.problems, badFront.At(r.at(node), format, args...))
	return hinted{&r.problems[len(r.problems)-1]}
}

type hinted struct{ problem *diag.Problem }

func (h hinted) hint(format string, args ...any) { *h.problem = h.problem.WithHint(format, args...) }

var yamlPlace = regexp.MustCompile(`^\[(\d+):(\d+)\] ([^\n]*)`)

// syntax turns the library's error, which begins with [line:column], into a problem.
func (r *frontReader) syntax(err error) diag.Problem {
	message, place := "cannot be read", r.place(1, 1)
	if match := yamlPlace.FindStringSubmatch(err.Error()); match != nil {
		line, _ := strconv.Atoi(match[1])
		column, _ := strconv.Atoi(match[2])
		place, message = r.place(line, column), match[3]
	}
	return badFront.At(place, "front matter: %s", message).
		WithHint("each line is a key, a colon, a space and a value; put a value that holds a colon between quotation marks")
}
