package chapter

import (
	"bytes"

	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// What goldmark does grows with the square of some things: lists and quotes in each other, signs in one paragraph that
// may begin something, cells of a table. No honest chapter comes near these bounds; a file that goes over one is
// read no further than there.
const (
	mostNested = 250
	mostSigns  = 2000
	mostCells  = 100_000
	mostFront  = 16_000 // bytes, since YAML grows so too
	mostNotes  = 2000

	// An address or a title that stands once in a file may be shown by every paragraph.
	mostDefined = 4000 // bytes
	// The highlighter goes back and forth; code of no author makes it do so for minutes.
	mostCode = 64 << 10 // bytes in a chapter
	mostSame = 100      // bytes of a pattern of up to four
)

// An excess is where a file goes over a bound.
type excess struct {
	offset        int
	message, hint string
}

func (e *excess) problem(f *source.File) diag.Problem {
	return tooMuch.At(f.At(e.offset), "%s, so the file is read no further", e.message).WithHint("%s", e.hint)
}

// A bouncer reads lines as far as it must to tell blocks apart.
type bouncer struct {
	signs   int    // in the paragraph so far
	columns int    // of the table that this is, or 0
	rows    int    // of it
	above   int    // cells of the line before
	item    bool   // the paragraph began as an item of a list
	fence   []byte // that ends the block of code that this is, or nil
	quotes  int    // that the code stands in
	notes   int    // in the file so far
}

// findExcess gives the first place where a file goes over a bound, or nil.
func findExcess(file []byte, from int) *excess {
	var b bouncer
	all := 0
	for _, sign := range beginners {
		all += bytes.Count(file, []byte{sign})
	}
	for from < len(file) {
		end := len(file)
		if i := bytes.IndexByte(file[from:], '\n'); i >= 0 {
			end = from + i + 1
		}
		if e := b.line(file[from:end], all > mostSigns); e != nil {
			e.offset = from
			return e
		}
		from = end
	}
	return nil
}

func (b *bouncer) line(line []byte, count bool) *excess {
	rest, quotes, items := opened(line)
	if b.fence != nil && quotes >= b.quotes {
		if trimmed := bytes.TrimSpace(rest); bytes.HasPrefix(trimmed, b.fence) && len(bytes.Trim(trimmed, string(b.fence[:1]))) == 0 {
			b.fence = nil
		}
		return nil
	}
	b.fence = fenceOf(rest)
	b.quotes = quotes
	switch {
	case quotes+items > mostNested:
		return &excess{message: "too many lists or quotes in each other on this line", hint: "a line opens no more than 250"}
	case b.fence != nil || util.IsBlank(rest) || rest[0] == '#':
		*b = bouncer{fence: b.fence, quotes: quotes, notes: b.notes}
		return nil
	case items > 0 && (b.signs == 0 || b.item):
		*b = bouncer{item: true, notes: b.notes}
	case b.columns == 0 && isTableRule(rest) && cells(rest) == b.above:
		b.columns = b.above
	}
	if bytes.HasPrefix(rest, []byte("[^")) {
		if b.notes++; b.notes > mostNotes {
			return &excess{message: "too many footnotes", hint: "a file has no more than 2,000"}
		}
	}
	b.above = cells(rest)
	if b.columns > 0 {
		if b.rows++; b.rows*b.columns > mostCells {
			return &excess{message: "this table is too large", hint: "a table has no more than 100,000 cells; make it a file to download"}
		}
		b.signs = 0
	}
	for i := 0; i < len(rest) && count; i++ {
		if bytes.IndexByte(beginners, rest[i]) >= 0 {
			b.signs++
		}
	}
	if b.signs > mostSigns {
		return &excess{message: "too many brackets, stars and the like in one paragraph", hint: "a paragraph has no more than 2,000; leave a line empty now and then"}
	}
	return nil
}

// longDefinition finds where an address or title is defined that is too long to be shown again and again, or gives nil.
func longDefinition(references []parser.Reference, file []byte) *excess {
	for _, r := range references {
		if len(r.Destination())+len(r.Title()) > mostDefined {
			return &excess{
				offset:  max(0, bytes.Index(file, r.Destination())),
				message: "this address or its title is longer than 4,000 bytes", hint: "write it where it is needed, and shorter",
			}
		}
	}
	return nil
}

// monotonous tells of code that says the same over and over.
func monotonous(code string) bool {
	for period := 1; period <= 4; period++ {
		same := 0
		for i := period; i < len(code); i++ {
			if same++; code[i] != code[i-period] {
				same = 0
			}
			if same >= mostSame {
				return true
			}
		}
	}
	return false
}

// beginners are the signs that may begin something within a paragraph.
var beginners = []byte("[*_~`<")

// opened counts the quotes and the items of lists that a line opens, and gives what stands behind their marks.
func opened(line []byte) (rest []byte, quotes, items int) {
	for {
		rest = bytes.TrimLeft(line, " \t")
		size := markSize(rest)
		switch {
		case size == 0:
			return rest, quotes, items
		case rest[0] == '>':
			quotes++
		default:
			items++
		}
		line = rest[size:]
	}
}

// markSize is how long the mark of a quote or a list is that a text begins with, or 0.
func markSize(text []byte) int {
	if len(text) > 0 && text[0] == '>' {
		return 1
	}
	size := 0
	for size < len(text) && util.IsNumeric(text[size]) {
		size++
	}
	if size < len(text) && (size > 0 && (text[size] == '.' || text[size] == ')') || size == 0 && bytes.IndexByte([]byte("-+*"), text[0]) >= 0) {
		size++
		if size == len(text) || util.IsSpace(text[size]) {
			return size
		}
	}
	return 0
}

// fenceOf is the fence that a line begins code with, or nil.
func fenceOf(line []byte) []byte {
	size := 0
	for size < len(line) && line[size] == line[0] && (line[0] == '`' || line[0] == '~') {
		size++
	}
	if size < 3 || line[0] == '`' && bytes.IndexByte(line[size:], '`') >= 0 {
		return nil
	}
	return line[:size]
}

// isTableRule tells that a line parts a table's head from its rows.
func isTableRule(line []byte) bool {
	return bytes.IndexByte(line, '-') >= 0 && len(bytes.Trim(line, " \t\n|:-")) == 0
}

// cells counts the cells of a line as one of a table.
func cells(line []byte) int {
	line = bytes.TrimSuffix(bytes.TrimPrefix(bytes.TrimSpace(line), []byte("|")), []byte("|"))
	return bytes.Count(line, []byte("|")) - bytes.Count(line, []byte(`\|`)) + 1
}
