package body

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
	"github.com/side-by-side-guide/side-by-side/generator/internal/theme"
)

// AppendSearchRow adds a chapter as the layouts' search box reads it, in JSON: address, title, keywords, description, and
// [anchor, heading, text] of each section. The first section has the address itself; an anchor begins with the joint,
// which sets it apart from the address.
func AppendSearchRow(row []byte, address, joint string, c *chapter.Chapter) []byte {
	keywords := c.Front.Keywords
	if keywords == nil {
		keywords = []string{}
	}
	row = slices.Grow(row, len(c.File.Bytes()))
	row = append(row, marshal([]any{address, c.Title, keywords, c.Front.Description})...)
	row = append(row[:len(row)-1], `,["","","`...)
	return append(appendSections(row, joint, c), `"]]`...)
}

// SearchSettings are what the search box is told by the layouts, in JSON. The word of the link below the results is
// named by index; more comes with a name of its own.
func SearchSettings(t *theme.Theme, language, index string, more map[string]any) []byte {
	words := map[string]string{"index": t.Word(index)}
	for _, name := range []string{"search", "hint", "close", "results", "wait", "found", "none"} {
		words[name] = t.Word(strings.TrimSuffix("search-"+name, "-search"))
	}
	settings := map[string]any{"words": words, "language": language}
	maps.Copy(settings, more)
	return marshal(settings)
}

// appendSections cuts a chapter at its headings. The first section is open already, and the last is left open.
func appendSections(row []byte, joint string, c *chapter.Chapter) []byte {
	headings, begin := c.Headings, len(row)
	for _, b := range c.Blocks {
		if b.Kind != chapter.HeadingText {
			end := len(row)
			if end > begin {
				row = append(row, ' ')
			}
			gap := len(row)
			if row = appendTidy(row, b.Text); len(row) == gap {
				row = row[:end]
			}
			continue
		}
		// The title is a heading too, and one without words has no block.
		for i, h := range headings {
			if h.Text == b.Text && h.Offset < b.Offset(0) {
				headings = headings[i+1:]
				row = append(append(append(row, `"],["`+joint...), book.EscapePath(h.ID)...), `","`...)
				row = append(appendTidy(row, h.Text), `","`...)
				begin = len(row)
				break
			}
		}
	}
	return row
}

// appendTidy adds a text as it stands in a string of JSON, without what stands for code, pictures and citations, and
// without the space in front of a stop. Nearly all of a text is words with one space between them, and goes over as it is.
func appendTidy(row []byte, text string) []byte {
	begin, from := len(row), 0
	for i := 0; i < len(text); {
		c := text[i]
		if c > ' ' && c < utf8.RuneSelf && c != '"' && c != '\\' {
			i++
			continue
		}
		if c == '"' || c == '\\' {
			row = append(append(row, text[from:i]...), '\\')
			from = i
			i++
			continue
		}
		end := i + gap(text[i:])
		if end == i {
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		row = append(row, text[from:i]...)
		if len(row) > begin && end < len(text) && strings.IndexByte(".,;:?!)", text[end]) < 0 {
			row = append(row, ' ')
		}
		i, from = end, end
	}
	return append(row, text[from:]...)
}

// gap is how many bytes at the beginning of a text are space, control characters, none that XML knows, or stand for
// something else.
func gap(text string) int {
	for i, r := range text {
		if r > ' ' && (r < '\ufffc' || r == '\ufffd' || r > '\uffff') && !unicode.IsSpace(r) {
			return i
		}
	}
	return len(text)
}

func marshal(value any) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false) // which a script of its own can do without
	if err := encoder.Encode(value); err != nil {
		panic("body: strings can be encoded: " + err.Error())
	}
	return bytes.TrimSuffix(out.Bytes(), []byte("\n"))
}
