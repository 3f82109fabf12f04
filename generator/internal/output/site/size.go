package site

import (
	"fmt"
	"strings"
)

// The sizes of the editions, in words; empty where nobody knows them.
type sizes struct{ Single, EPUB string }

func (p *planner) size(output string) string {
	bytes := p.SizeOf(output, p.theme)
	if bytes == 0 {
		return ""
	}
	return strings.ReplaceAll(p.theme.Word("offline-size"), "{}", amount(bytes))
}

// amount is a number of bytes with two digits, so that an edit seldom changes it.
func amount(bytes int) string {
	step := 1
	for bytes/step >= 100 {
		step *= 10
	}
	switch bytes = (bytes + step/2) / step * step; {
	case bytes >= 10_000_000:
		return fmt.Sprintf("%d\u00a0MB", bytes/1_000_000)
	case bytes >= 1_000_000:
		return fmt.Sprintf("%d.%d\u00a0MB", bytes/1_000_000, bytes/100_000%10)
	}
	return fmt.Sprintf("%d\u00a0kB", bytes/1000)
}
