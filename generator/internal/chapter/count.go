package chapter

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// countWords counts runs of letters and digits, which a hyphen or an apostrophe may join; of scripts without spaces, two
// characters are a word. It looks at eight bytes of ASCII at a time, of which each has its answer in its highest bit.
func countWords(text string) int {
	words, dense := 0, 0
	inside, letter := uint64(0), uint64(0) // high if the byte before is in a word, and if it is a letter
	for i := 0; i < len(text); {
		if i+8 <= len(text) {
			if eight := load(text[i : i+8]); eight&highs == 0 {
				letters := lettersIn(eight)
				joined := (equal(eight, '-') | equal(eight, '\'')) & (letters<<8 | letter)
				words += bits.OnesCount64(letters &^ ((letters|joined)<<8 | inside))
				inside, letter = (letters|joined)>>56, letters>>56
				i += 8
				continue
			}
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch {
		case r == '-' || r == '\'' || r == '’':
			inside, letter = letter, 0
		case r < utf8.RuneSelf && lettersIn(uint64(r))&high == 0,
			0x2000 <= r && r < 0x2070, r == '\ufffc': // dashes, quotes, spaces, and what stands for code
			inside, letter = 0, 0
		case r >= 0x2e80 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			dense++
			inside, letter = 0, 0
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r):
			if inside == 0 {
				words++
			}
			inside, letter = high, high
		default:
			inside, letter = 0, 0
		}
	}
	return words + (dense+1)/2
}

const (
	high  = 0x80
	ones  = 0x0101010101010101
	highs = ones * high
)

func load(s string) uint64 {
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// atLeast marks the bytes that are not below c. No byte nor c is outside ASCII, here as below.
func atLeast(eight uint64, c byte) uint64 { return (eight + ones*uint64(high-c)) & highs }

// equal marks the bytes that are c.
func equal(eight uint64, c byte) uint64 { return ^((eight ^ ones*uint64(c)) + ones*(high-1)) & highs }

// lettersIn marks the letters and digits.
func lettersIn(eight uint64) uint64 {
	small := eight | ones*0x20
	return atLeast(small, 'a')&^atLeast(small, 'z'+1) | atLeast(eight, '0')&^atLeast(eight, '9'+1)
}
