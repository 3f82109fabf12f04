package references

import (
	"bytes"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// A places value turns offsets into positions. Programs export whole libraries in one line, where
// source.File counts from the line's start each time; this counts on from the place before.
type places struct {
	file   *source.File
	offset int
	last   diag.Position
}

// at is source.File.At.
func (p *places) at(offset int) diag.Position {
	const afterBOM = 3
	data := p.file.Bytes()
	from, to := min(p.offset, offset), max(p.offset, offset)
	switch {
	case from < afterBOM || to > len(data) || bytes.IndexByte(data[from:to], '\n') >= 0:
		p.last = p.file.At(offset)
	case offset < p.offset:
		p.last.Column -= utf8.RuneCount(data[from:to])
	default:
		p.last.Column += utf8.RuneCount(data[from:to])
	}
	p.offset = offset
	return p.last
}
