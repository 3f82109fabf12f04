package picture

import (
	"encoding/binary"
	"errors"
	"iter"
)

// isAVIF looks for the brand of still or moving AVIF among those that the file claims.
func isAVIF(data []byte) bool {
	for kind, body := range boxes(data) {
		if kind != "ftyp" {
			return false
		}
		for i := 0; i+4 <= len(body); i += 4 {
			if brand := string(body[i : i+4]); i != 4 && (brand == "avif" || brand == "avis") { // at 4 a version
				return true
			}
		}
		return false
	}
	return false
}

var errNoSize = errors.New("no ispe box")

// avifSize takes the largest of the sizes that the file lists: smaller ones are tiles and thumbnails. A
// quarter turn, which is listed beside them, swaps width and height.
func avifSize(data []byte) (width, height int, err error) {
	quarter := false
	for kind, body := range boxes(inBox(inBox(inFullBox(data, "meta"), "iprp"), "ipco")) {
		switch {
		case kind == "irot" && len(body) >= 1:
			quarter = body[0]&1 == 1
		case kind == "ispe" && len(body) >= 12:
			w, h := int(binary.BigEndian.Uint32(body[4:])&0x7fffffff), int(binary.BigEndian.Uint32(body[8:])&0x7fffffff)
			if int64(w)*int64(h) >= int64(width)*int64(height) {
				width, height = w, h
			}
		}
	}
	if width == 0 && height == 0 {
		return 0, 0, errNoSize
	}
	if quarter {
		width, height = height, width
	}
	return width, height, nil
}

// boxes goes through the boxes of an ISO base media file, up to the first that is cut off.
func boxes(data []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for len(data) >= 8 {
			start, size := uint64(8), uint64(binary.BigEndian.Uint32(data))
			switch {
			case size == 0: // up to the end
				size = uint64(len(data))
			case size == 1 && len(data) >= 16:
				start, size = 16, binary.BigEndian.Uint64(data[8:])
			}
			if size < start || size > uint64(len(data)) || !yield(string(data[4:8]), data[start:size]) {
				return
			}
			data = data[size:]
		}
	}
}

// inBox returns what is in the first box of the kind.
func inBox(data []byte, kind string) []byte {
	for k, body := range boxes(data) {
		if k == kind {
			return body
		}
	}
	return nil
}

// inFullBox is inBox for a box that begins with its version.
func inFullBox(data []byte, kind string) []byte {
	if body := inBox(data, kind); len(body) > 4 {
		return body[4:]
	}
	return nil
}
