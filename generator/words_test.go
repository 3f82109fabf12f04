package main

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"
)

// together is how many words in a row make a sentence somebody else's.
const together = 8

// beginnings holds hashes of every run of eight words of the text that the guide took its list of topics from.
// That text is no part of this repository, and cannot be read out of the hashes. They were made by runsOf: the
// words in lower case without their signs, joined by single spaces; of the SHA-256 of these the first 16
// hexadecimal digits; each once, sorted, one a line.
const beginnings = "testdata/beginnings.txt"

// TestGuideHasItsOwnWords wants no eight words in a row that the guide shares with the text that it began from.
func TestGuideHasItsOwnWords(t *testing.T) {
	data, err := os.ReadFile(beginnings)
	if err != nil {
		t.Fatal(err)
	}
	theirs := map[string]bool{}
	for _, hash := range strings.Fields(string(data)) {
		theirs[hash] = true
	}
	if len(theirs) < 700 {
		t.Fatalf("%s holds %d hashes", beginnings, len(theirs))
	}
	files := map[string][]byte{}
	readInto(t, files, "../content", "content")
	readInto(t, files, "../site.toml", "site.toml")
	for name, data := range files {
		if strings.HasSuffix(name, ".json") { // titles of sources
			continue
		}
		for hash, words := range runsOf(string(data)) {
			if theirs[hash] {
				t.Errorf("%s: %q is not our own", name, words)
			}
		}
	}
}

func TestRunsAreWordsWithoutTheirSigns(t *testing.T) {
	const plain = "it doesnt end here said the small bird"
	marked := "> It *doesn’t* end [here](../more/help.md#now),\n> said [@ann-2001; @bo-2002] the \"small\" <b>bird</b>!"
	one, other := runsOf(plain), runsOf(marked)
	if len(one) != 1 || len(other) != 1 {
		t.Fatalf("%d and %d runs", len(one), len(other))
	}
	for hash := range one {
		if other[hash] != plain {
			t.Errorf("%v is not %v", other, one)
		}
	}
	if got := len(runsOf(plain + " and flew")); got != 3 {
		t.Errorf("ten words have %d runs", got)
	}
}

// unread is what readers do not read as words: where links lead, citations, tags, soft hyphens and apostrophes.
var unread = regexp.MustCompile(`\]\([^)\s]*|\[@[^\]]*\]|<[^>]*>|&shy;|['’]`)

// runsOf gives the runs of eight words by their hashes.
func runsOf(text string) map[string]string {
	words := strings.FieldsFunc(strings.ToLower(unread.ReplaceAllString(text, "")), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	runs := map[string]string{}
	for i := 0; i+together <= len(words); i++ {
		of := strings.Join(words[i:i+together], " ")
		sum := sha256.Sum256([]byte(of))
		runs[hex.EncodeToString(sum[:8])] = of
	}
	return runs
}
