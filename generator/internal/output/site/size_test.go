package site

import "testing"

func TestSizesHaveTwoDigits(t *testing.T) {
	for bytes, want := range map[int]string{
		7394: "7\u00a0kB", 53262: "53\u00a0kB", 152235: "150\u00a0kB", 155000: "160\u00a0kB", 743723: "740\u00a0kB", 994_999: "990\u00a0kB", 995_000: "1.0\u00a0MB",
		1_249_999: "1.2\u00a0MB", 9_949_999: "9.9\u00a0MB", 9_950_000: "10\u00a0MB", 12_345_678: "12\u00a0MB", 123_456_789: "120\u00a0MB",
	} {
		if got := amount(bytes); got != want {
			t.Errorf("%d bytes are %s, want %s", bytes, got, want)
		}
	}
}
