package source

import (
	"bytes"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var badEncoding = diag.Rule{ID: "bad-encoding", Doc: "A text file is UTF-8."}

// Rules are the rules of this package.
var Rules = []diag.Rule{badEncoding}

var byteOrderMark = []byte("\ufeff")

// Text returns the file as text: without a byte-order mark, with line ends made "\n", and with a problem and
// the replacement character where bytes are not UTF-8 or are NUL. Lines and columns stay what they were.
func Text(f *File) (*File, []diag.Problem) {
	data := bytes.TrimPrefix(f.data, byteOrderMark)
	if bytes.IndexByte(data, '\r') >= 0 {
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	bad := firstBadByte(data)
	if bad < 0 {
		if len(data) == len(f.data) {
			return f, nil
		}
		return NewFile(f.path, data), nil
	}
	clean := bytes.ReplaceAll(bytes.ToValidUTF8(data, []byte("\ufffd")), []byte{0}, []byte("\ufffd"))
	text := NewFile(f.path, clean)
	return text, []diag.Problem{badEncoding.At(text.At(bad), "these bytes are not UTF-8 text").
		WithHint("save the file as UTF-8, or give it another ending if it is not text")}
}

func firstBadByte(data []byte) int {
	valid := utf8.Valid(data)
	if valid && bytes.IndexByte(data, 0) < 0 {
		return -1
	}
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}
