package picture

import (
	"bytes"
	"encoding/binary"
)

// turned tells whether a JPEG's EXIF says to show it turned by a quarter, as cameras held upright write.
// Anything odd in the EXIF means no, as it does to browsers.
func turned(data []byte) bool {
	for at := 2; at+4 <= len(data) && data[at] == 0xff; {
		marker := data[at+1]
		if marker == 0xff { // padding
			at++
			continue
		}
		size := int(binary.BigEndian.Uint16(data[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(data) { // 0xda: the pixels begin
			return false
		}
		if exif, ok := bytes.CutPrefix(data[at+4:at+2+size], []byte("Exif\x00\x00")); ok && marker == 0xe1 {
			orientation := orientation(exif)
			return 5 <= orientation && orientation <= 8
		}
		at += 2 + size
	}
	return false
}

// orientation reads tag 0x0112 of the first directory of a TIFF; 0 if there is none.
func orientation(tiff []byte) uint16 {
	if len(tiff) < 8 {
		return 0
	}
	var order binary.ByteOrder = binary.BigEndian
	if string(tiff[:2]) == "II" {
		order = binary.LittleEndian
	}
	start := uint64(order.Uint32(tiff[4:]))
	if start+2 > uint64(len(tiff)) {
		return 0
	}
	directory := tiff[start:]
	count := int(order.Uint16(directory))
	for entry := directory[2:]; count > 0 && len(entry) >= 12; count, entry = count-1, entry[12:] {
		const short = 3
		if order.Uint16(entry) == 0x0112 && order.Uint16(entry[2:]) == short {
			return order.Uint16(entry[8:])
		}
	}
	return 0
}
