package source

import (
	"bytes"
	"encoding/binary"
	"unicode/utf8"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

var badEncoding = diag.Rule{ID: "bad-encoding", Doc: "A text file is UTF-8."}

// Rules are the rules of this package.
var Rules = []diag.Rule{badEncoding}

var byteOrderMark = []byte("\ufeff")

// Text returns the file as text: without a byte-order mark, with line ends made "\n", and with a problem and
// the replacement character where bytes are not UTF-8 or are control characters, which no page may hold. Lines
// and columns stay what they were.
func Text(f *File) (*File, []diag.Problem) {
	data := bytes.TrimPrefix(f.data, byteOrderMark)
	same := len(data) == len(f.data)
	if bytes.IndexByte(data, '\r') >= 0 {
		same = false
		data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
		data = bytes.ReplaceAll(data, []byte("\r"), []byte("\n"))
	}
	bad := firstBadByte(data)
	if bad < 0 {
		if same {
			return f, nil
		}
		return NewFile(f.path, data), nil
	}
	text := NewFile(f.path, bytes.Map(func(r rune) rune {
		if control(r) {
			return utf8.RuneError
		}
		return r // what is not UTF-8 comes as the replacement character already
	}, data))
	return text, []diag.Problem{badEncoding.At(text.At(bad), "these bytes are not UTF-8 text").
		WithHint("save the file as UTF-8, or give it another ending if it is not text")}
}

// Invalid is the offset of the first byte that is not UTF-8, or -1.
func Invalid(data []byte) int {
	for i := 0; i < len(data); {
		r, size := utf8.DecodeRune(data[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

func firstBadByte(data []byte) int {
	for i := 0; i < len(data); {
		if i+8 <= len(data) && allPrintable(binary.LittleEndian.Uint64(data[i:])) {
			i += 8
			continue
		}
		if c := data[i]; c < utf8.RuneSelf && !control(rune(c)) {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:])
		if control(r) || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// allPrintable tells that eight bytes are characters of ASCII, and none a control character: no byte has its highest
// bit, neither before nor after a space is taken away from each.
func allPrintable(eight uint64) bool {
	const ones = 0x0101010101010101
	return (eight|(eight-ones*' '))&(ones*0x80) == 0
}

func control(r rune) bool { return r < ' ' && r != '\n' && r != '\t' }
