package body

import "testing"

func TestATextIsTidyAndFitsIntoAStringOfJSON(t *testing.T) {
	for text, want := range map[string]string{
		"":                              "",
		" \ufffc\n":                     "",
		"two words":                     "two words",
		"  a   b\tc ":                   "a b c",
		"it helps \ufffc.":              "it helps.",
		"it helps\ufffc, and \ufffc so": "it helps, and so",
		"\ufffc begins":                 "begins",
		"say \"no\" \\ now":             `say \"no\" \\ now`,
		"\"no\" \"yes\"":                `\"no\" \"yes\"`,
		"naïve\u00a0 \u2028Straße 中文":   "naïve Straße 中文",
		"bell\x07rings":                 "bell rings",
		"(why ?) no !":                  "(why?) no!",
	} {
		if got := string(appendTidy([]byte(">"), text)); got != ">"+want {
			t.Errorf("%q: got %q, want %q", text, got, ">"+want)
		}
	}
}
