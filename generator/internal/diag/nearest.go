package diag

import "strings"

// Nearest returns the candidate that is spelt most like name, for "did you mean", or "" if none is close:
// at most a third of the letters may differ. Ties go to the earlier candidate. The distance is that of
// Damerau and Levenshtein with adjacent transpositions, ignoring case.
func Nearest(name string, candidates []string) string {
	want := []rune(strings.ToLower(name))
	best, limit := "", max(1, len(want)/3)+1
	for _, candidate := range candidates {
		have := []rune(strings.ToLower(candidate))
		if abs(len(have)-len(want)) >= limit {
			continue
		}
		if d := distance(want, have); d < limit {
			best, limit = candidate, d
		}
	}
	return best
}

// DidYouMean is the usual hint made from Nearest, or "".
func DidYouMean(name string, candidates []string) string {
	if near := Nearest(name, candidates); near != "" {
		return `did you mean "` + near + `"?`
	}
	return ""
}

func distance(a, b []rune) int {
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

func abs(n int) int { return max(n, -n) }
