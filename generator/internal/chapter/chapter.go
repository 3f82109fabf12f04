// Package chapter turns one Markdown file into a Chapter: its title, front matter, headings, links,
// citations, plain text, problems, and its body as HTML with holes.
//
// It keeps law 2 of the house: parsing reads one file. What needs a second file (the address of a link, the
// title of another chapter, the number of pixels of a picture, the words of a source) is a hole in the body,
// which the outputs fill in their own way. A broken file still gives a Chapter. The syntax tree is dropped
// once the body is made, so that ten thousand chapters fit into memory.
package chapter

import (
	"slices"
	"sort"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A Chapter is one parsed Markdown file. Nothing in it changes after Parse.
type Chapter struct {
	File *source.File // the Markdown, under content/
	Path string       // slash-separated, relative to content/

	Front FrontMatter
	Title string // plain text of the first heading of level one, or made from the file's name
	// TitleHTML is the inside of that heading, which is not in Body; its holes are numbered like Body's.
	TitleHTML Body
	TitleID   string // anchor of that heading
	TitleAt   int    // its offset

	Body      Body
	Headings  []Heading
	Links     []Link
	Pictures  []Picture
	Citations []Citation
	Questions []Question
	Inserts   []Insert
	Blocks    []Block
	Features  []string // components whose styles the body needs, sorted: "callout", "code", "figure" …
	Words     int      // of running text, for the reading time

	Problems []diag.Problem

	key, face func() job.Key
}

// JobKey is the hash of the file and of everything else that Parse was given.
func (c *Chapter) JobKey() job.Key { return c.key() }

// Face is the hash of what the rest of a guide can see of the chapter, wherever it stands in its file: all but its text,
// its problems, and how many words it has.
func (c *Chapter) Face() job.Key { return c.face() }

func (c *Chapter) findFace() job.Key {
	headings, links, pictures := slices.Clone(c.Headings), slices.Clone(c.Links), slices.Clone(c.Pictures)
	inserts, citations := slices.Clone(c.Inserts), make([][]Cited, len(c.Citations))
	for i := range headings {
		headings[i].Offset = 0
	}
	for i := range links {
		links[i].Offset = 0
	}
	for i := range pictures {
		pictures[i].Offset = 0
	}
	for i := range inserts {
		inserts[i].Offset = 0
	}
	for i, mark := range c.Citations {
		citations[i] = slices.Clone(mark.Sources)
		for n := range citations[i] {
			citations[i][n].Offset = 0
		}
	}
	var questions []string // others may link to them, and show their text
	for _, q := range c.Questions {
		questions = append(questions, q.ID, q.Text)
	}
	return job.KeyOf("face", c.Path, c.Front, c.Title, c.TitleID, headings, links, pictures, citations, inserts, questions, c.Features)
}

// At is the position of an offset in the chapter's file.
func (c *Chapter) At(offset int) diag.Position { return c.File.At(offset) }

// A Heading is one of level two to six; the title is not among them.
type Heading struct {
	Level  int
	ID     string // unique in the chapter
	Text   string // plain
	Offset int
}

// A Link is one to another file of the guide, within the chapter, or to another site.
type Link struct {
	Target string // as written, unescaped
	Text   string // plain; empty where the target's title is to be filled in
	Offset int
	// HasPicture and HasCode tell that the link holds a picture or code, so that its text is not all there is.
	HasPicture bool
	HasCode    bool
	Auto       bool // written bare, as <https://…> or https://…
	External   bool // to another site, a mail address or a telephone
	Term       bool // to a heading of the glossary
	Unsafe     bool // refused; the text stands without a link
}

// A Picture stands alone in a paragraph (a figure) or within text.
type Picture struct {
	Target  string // as written, unescaped
	Alt     string
	Caption string // plain
	Figure  bool
	Offset  int
}

// A Citation is one mark: [@a; @b, p. 12].
type Citation struct {
	Sources []Cited
	Offset  int
}

// A Cited is one source of a mark.
type Cited struct {
	ID      string
	Locator string // "p. 12", or empty
	Offset  int
}

// A BlockKind tells where running text stands.
type BlockKind int

const (
	Paragraph   BlockKind = iota
	Item                  // in a list
	HeadingText           // a heading or the title
	Cell                  // of a table
)

// A Block is the plain text of one paragraph, list item, heading or table cell. Markup is gone, a soft line
// break is a space, and each piece of code, picture or citation is the one character U+FFFC, so that words on
// its two sides never meet.
type Block struct {
	Kind  BlockKind
	Text  string
	Cited bool // a citation stands in it
	spans []span
}

type span struct{ text, source int32 } // from this byte of Text on, the file's bytes run along from source

// Offset is the place in the file of the character that begins at byte i of the text.
func (b Block) Offset(i int) int {
	n := sort.Search(len(b.spans), func(n int) bool { return int(b.spans[n].text) > i })
	if n == 0 {
		return 0
	}
	s := b.spans[n-1]
	return int(s.source) + i - int(s.text)
}

// A HoleKind tells what fills a hole.
type HoleKind int

const (
	LinkHref     HoleKind = iota // the href of Links[Index], escaped
	LinkTitle                    // the title of what Links[Index] leads to, as HTML
	LinkEnd                      // right after </a> of Links[Index]: a glossary term's popover
	PictureHere                  // the picture Pictures[Index]: <img> or inline <svg>
	CitationHere                 // the mark Citations[Index]
	QuestionHere                 // the knowledge check Questions[Index]
	InsertHere                   // what the file of Inserts[Index] holds
	Word                         // the layouts' word with the name Word
	TermEnd                      // in the glossary, the end of what stands under the term Headings[Index]
)

// A Hole is a place in a body to be filled.
type Hole struct {
	At    int // byte offset in HTML
	Kind  HoleKind
	Index int
	Word  string
}

// A Body is HTML, well-formed as XML too, with holes in rising order.
type Body struct {
	HTML  []byte
	Holes []Hole
}

// Splice appends the body to dst, calling fill at each hole to append what belongs there.
func (b Body) Splice(dst []byte, fill func(dst []byte, hole Hole) []byte) []byte {
	from := 0
	for _, hole := range b.Holes {
		dst = append(dst, b.HTML[from:hole.At]...)
		dst = fill(dst, hole)
		from = hole.At
	}
	return append(dst, b.HTML[from:]...)
}

// FrontMatter is the optional YAML head of a chapter.
type FrontMatter struct {
	Description    string
	NavTitle       string
	TabTitle       string
	Sensitive      bool
	Draft          bool
	Keywords       []string
	Aliases        []Alias
	SourcesChecked string // YYYY-MM-DD, or empty
}

// An Alias is an old published path, such as practise/no.html.
type Alias struct {
	Path   string
	Offset int
}
