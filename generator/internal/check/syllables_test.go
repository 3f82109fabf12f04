package check

import (
	"strings"
	"testing"
)

// common are words that people use often, and those of this guide, with the syllables that they have in a
// dictionary.
var common = []string{
	`the and you said yes eyes does goes through make makes loved asked called changed friend friends phone
		whole while here sure trust voice don't they're breathes clothes league sign`,
	`people little table couple wanted needed changes places houses watches boxes partner limit kindness
		closely lovely useful careful something sometimes somewhere someone being doing trying saying beyond
		quiet create statement's question social language ruin didn't isn't hundred settled value argue unique reply every business
		science safety rhythm poem behind movement power honest quarrel feeling centre maybe evening therefore`,
	`family together important understand boundary remember another beautiful everyone everything easier
		happiness actual serious period create area idea violence influence familiar agreement Alex's
		scientist coercive expected emotion behaviour theory decided anyone piano carefully reaction closeness's`,
	`relationship vulnerable community experience society usually emotional intimacy security conversation
		material evaluate reality variety situation anxiety criticism dependency information everybody`,
	`codependency communication individual independently interdependence opportunity university
		creativity`,
	`responsibility responsibilities vulnerability`,
}

func TestSyllablesOfCommonWords(t *testing.T) {
	total, right := 0, 0
	for i, line := range common {
		for word := range strings.FieldsSeq(line) {
			want := i + 1
			total++
			if got := syllables(word); got == want {
				right++
			} else {
				t.Logf("%s: %d syllables, dictionaries say %d", word, got, want)
			}
		}
	}
	if 100*right < 95*total {
		t.Error("fewer than 95 % are right")
	}
	t.Logf("%d of %d words right, %.1f %%", right, total, 100*float64(right)/float64(total))
}
