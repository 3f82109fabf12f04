package check

// letters are the first 16 bytes of a word, in numbers. Words have no zero bytes, so that no two as short as that
// share them.
type letters struct{ head, tail uint64 }

func lettersOf(text string, w word) letters {
	size := uint(w.end - w.start)
	switch {
	case size > 16:
		return letters{eight(text, w.start), eight(text, w.start+8)}
	case size > 8:
		return letters{eight(text, w.start), eight(text, w.end-8) >> (8 * (16 - size))}
	case w.end >= 8:
		return letters{head: eight(text, w.end-8) >> (8 * (8 - size))}
	case int(w.start)+8 <= len(text):
		return letters{head: eight(text, w.start) << (8 * (8 - size)) >> (8 * (8 - size))}
	}
	head := uint64(0)
	for i := range size {
		head |= uint64(text[uint(w.start)+i]) << (8 * i)
	}
	return letters{head: head}
}

// eight are eight bytes of a text.
func eight(text string, i int32) uint64 {
	b := text[i : i+8]
	return uint64(b[0]) | uint64(b[1])<<8 | uint64(b[2])<<16 | uint64(b[3])<<24 |
		uint64(b[4])<<32 | uint64(b[5])<<40 | uint64(b[6])<<48 | uint64(b[7])<<56
}

// sum is a number that words share which differ only in their cases, and few others. Those with a character
// outside ASCII have one sum, since cases may differ there in every byte.
func (l letters) sum() uint32 {
	const wide, small = 0x8080808080808080, 0x2020202020202020
	if (l.head|l.tail)&wide != 0 {
		return anySum
	}
	return uint32(((l.head | small) ^ (l.tail|small)<<1) * spread >> 32)
}

// slot is a number of so many bits for these letters.
func (l letters) slot(bits int) uint64 { return (l.head ^ l.tail<<1) * spread >> (64 - bits) }

const (
	anySum = 0
	spread = 0x9e3779b97f4a7c15 // 2⁶⁴ by the golden ratio: a product's high bits depend on all bits
)
