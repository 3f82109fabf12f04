package chapter

import "testing"

func TestWordsAreRunsOfLettersAndDigits(t *testing.T) {
	for _, test := range []struct {
		text  string
		words int
	}{
		{"", 0}, {"one", 1}, {" one  two ", 2}, {"don't", 1}, {"don’t", 1}, {"well-being is one word", 4}, {"a - b", 2}, {"-a -b- 'c' ’d’", 4},
		{"Éire née naïve", 3}, {"1990s, 3 and 45", 4}, {"`@[{/:", 0}, {"azAZ09 a", 2}, {"one two three four five six-seven eight’s nine-", 8},
		{"1234567 8", 2}, {"1234567-8", 1}, {"12345678-9", 1}, {"123456--8", 2}, {"1234567’8", 1}, {"123456789’0", 1},
		{"相互依存", 2}, {"相互依", 2}, {"word相word", 3}, {"Привіт, світе", 2}, {"a\ufffcb", 2}, {"\xff", 0},
	} {
		if got := countWords(test.text); got != test.words {
			t.Errorf("%q has %d words, want %d", test.text, got, test.words)
		}
	}
}
