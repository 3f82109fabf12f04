package references

import (
	"fmt"
	"strings"
	"testing"
)

func TestInitials(t *testing.T) {
	for given, want := range map[string]string{
		"Brooke C.":         "B. C.",
		"B.C.":              "B. C.",
		"J. W.":             "J. W.",
		"Jean-Luc":          "J.-L.",
		"J.-P.":             "J.-P.",
		"J. -P.":            "J.-P.",
		"JK":                "J. K.",
		"Åsa":               "Å.",
		"A\u030asa":         "Å.",
		"O'Neil":            "O.",
		"Ludwig van":        "L. van",
		"Jean de la":        "J. de la",
		"Robert (Bob)":      "R.",
		`William "Bill" T.`: "W. T.",
		"e. e.":             "e. e.",
		"bell":              "b.",
		"Пётр Ильич":        "П. И.",
		"伟":                 "伟",
		"":                  "",
		"- .":               "",
	} {
		if got := initials(clean(given)); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestNames(t *testing.T) {
	for _, c := range []struct{ authors, short, entry string }{
		{`{"family":"Feeney","given":"Brooke C."}`, "Feeney", "Feeney, B. C."},
		{`{"family":"Aron","given":"A."},{"family":"Aron","given":"E."}`, "Aron & Aron", "Aron, A., & Aron, E."},
		{`{"family":"A"},{"family":"B"},{"family":"C"}`, "A et al.", "A, B, & C."},
		{`{"family":"Berg","given":"Ann","non-dropping-particle":"van den"}`, "van den Berg", "van den Berg, A."},
		{`{"family":"La Fontaine","given":"Jean","dropping-particle":"de"}`, "La Fontaine", "La Fontaine, J. de."},
		{`{"family":"Weger","given":"H. Jr."}`, "Weger", "Weger, H., Jr."},
		{`{"family":"King","given":"Martin Luther, III"}`, "King", "King, M. L., III."},
		{`{"family":"King","given":"M.","suffix":"Jr."}`, "King", "King, M., Jr."},
		{`{"literal":"World Health Organization"},{"literal":"UN partners"}`, "World Health Organization & UN partners",
			"World Health Organization & UN partners."},
		{`{"given":"Plato"}`, "Plato", "Plato."},
		{`{"family":"Joel","given":"S."},{"literal":"and 84 co-authors"}`, "Joel et al.", "Joel, S., and 84 co-authors."},
		{`{"family":"Joel","given":"S."},{"literal":"et al."}`, "Joel et al.", "Joel, S., et al."},
		{`{"family":"Joel","given":"S."},{"family":"others"}`, "Joel et al.", "Joel, S., et al."},
	} {
		r := one(t, `"type":"book","title":"T","author":[`+c.authors+`]`)
		if got := r.Short(); got != c.short+", n.d." {
			t.Errorf("short: %q, want %q", got, c.short)
		}
		if got := r.EntryText(); got != c.entry+" (n.d.). T." {
			t.Errorf("entry: %q, want %q", got, c.entry)
		}
	}
}

func TestUpToTwentyAuthorsAreListed(t *testing.T) {
	for n, want := range map[int]string{
		20: "A18, A19, & A20. (n.d.). T.",
		21: "A18, A19, … A21. (n.d.). T.",
		40: "A18, A19, … A40. (n.d.). T.",
	} {
		var authors []string
		for i := range n {
			authors = append(authors, fmt.Sprintf(`{"family":"A%d"}`, i+1))
		}
		if got := one(t, `"type":"book","title":"T","author":[`+strings.Join(authors, ",")+`]`).EntryText(); !strings.HasSuffix(got, want) {
			t.Errorf("%d authors: %s", n, got)
		}
	}
}

func TestDates(t *testing.T) {
	for issued, want := range map[string]string{
		`{"date-parts":[[2007]]}`:                   "2007 | 2007",
		`{"date-parts":[["2007","5","3"]]}`:         "2007 | 2007, May 3",
		`{"date-parts":[[2007,5]]}`:                 "2007 | 2007, May",
		`{"date-parts":[[2007,5,3],[2007,5,6]]}`:    "2007 | 2007, May 3–6",
		`{"date-parts":[[2007,5,30],[2007,6,2]]}`:   "2007 | 2007, May 30–June 2",
		`{"date-parts":[[2007,5,30],[2008,6,2]]}`:   "2007–2008 | 2007–2008",
		`{"date-parts":[[-300]]}`:                   "300 BCE | 300 BCE",
		`{"date-parts":[[2007]],"season":"Summer"}`: "2007 | 2007, Summer",
		`{"date-parts":[["2007"]],"season":"3"}`:    "2007 | 2007, Autumn",
		`{"date-parts":[[2007,21]]}`:                "2007 | 2007, Spring",
		`{"date-parts":[[2007]],"circa":true}`:      "ca. 2007 | ca. 2007",
		`{"date-parts":[[null]]}`:                   "n.d. | n.d.",
		`{"date-parts":[]}`:                         "n.d. | n.d.",
		`{}`:                                        "n.d. | n.d.",
		`{"raw":"2007-05"}`:                         "2007 | 2007, May",
		`{"raw":"2007-05-03T10:00:00Z"}`:            "2007 | 2007, May 3",
		`{"raw":"2007/2009"}`:                       "2007–2009 | 2007–2009",
		`{"literal":"in press"}`:                    "in press | in press",
		`{"literal":"Spring 2007"}`:                 "Spring 2007 | Spring 2007",
		`"2007-05"`:                                 "2007 | 2007, May",
	} {
		r := one(t, `"type":"webpage","title":"T","issued":`+issued)
		full, _, _ := strings.Cut(strings.TrimPrefix(r.EntryText(), "T. ("), ")")
		if got := r.Year + " | " + full; got != want {
			t.Errorf("%s: %s, want %s", issued, got, want)
		}
	}
}

func TestTitlesKeepTheirMarkupAndNothingElse(t *testing.T) {
	for title, want := range map[string]string{
		`The <i>E. coli</i> of H<sub>2</sub>O<sup>+</sup>`:              `The <em>E. coli</em> of H<sub>2</sub>O<sup>+</sup>.`,
		`<b>Bold</b> <span style='font-variant:small-caps'>caps</span>`: `Bold caps.`,
		`<span class='nocase'>iPhone</span>`:                            `iPhone.`,
		`a < b & <script>alert(1)</script> "q"`:                         `a &lt; b &amp; &lt;script&gt;alert(1)&lt;/script&gt; &#34;q&#34;.`,
		`never <i>closed`:                                               `never <em>closed</em>.`,
		`never opened</i>`:                                              `never opened.`,
		`<i>crossed <sup>over</i> here</sup>`:                           `<em>crossed <sup>over</sup></em> here.`,
		`<i onclick='x()'>on</i>`:                                       `<em>on</em>.`,
		`Is it?`:                                                        `Is it?`,
		`He asked “why?”`:                                               `He asked “why?”`,
		`Full stop.`:                                                    `Full stop.`,
		`two\n  lines\u0000`:                                            `two lines.`,
		`&amp; is kept`:                                                 `&amp;amp; is kept.`,
	} {
		r := one(t, `"type":"article-journal","title":"`+strings.ReplaceAll(title, `"`, `\"`)+`"`)
		if got := strings.Replace(r.Entry(), " (n.d.).", "", 1); got != want {
			t.Errorf("%s\n got %s\nwant %s", title, got, want)
		}
		wellFormed(t, r.Entry())
	}
}

func TestShortTitlesStandForNames(t *testing.T) {
	for fields, want := range map[string]string{
		`"title":"The <i>short</i> one"`:                                  "“The short one”, n.d.",
		`"title":"Before: after"`:                                         "“Before”, n.d.",
		`"title":"One two three four five, six seven"`:                    "“One two three four five, six …”, n.d.",
		`"title":"One two three four five six seven","title-short":"One"`: "“One”, n.d.",
	} {
		if got := one(t, `"type":"webpage",`+fields).Short(); got != want {
			t.Errorf("%s: %s", fields, got)
		}
	}
}

func TestLinks(t *testing.T) {
	for fields, want := range map[string]string{
		`"DOI":"10.1037/a0016961"`:                           "https://doi.org/10.1037/a0016961",
		`"DOI":"doi:10.1037/a0016961","URL":"https://a.org"`: "https://doi.org/10.1037/a0016961",
		`"DOI":"https://dx.doi.org/10.1002/%3C1::A%3E3.0"`:   "https://doi.org/10.1002/%3C1::A%3E3.0",
		`"DOI":"10.1016/S0065-2601(06)38006-9"`:              "https://doi.org/10.1016/S0065-2601(06)38006-9",
		`"DOI":"10.1/a?b#c"`:                                 "https://doi.org/10.1/a%3Fb%23c",
		`"URL":"http://a.org/?x=1&y=%20"`:                    "http://a.org/?x=1&y=%20",
		`"URL":""`:                                           "",
	} {
		if got := one(t, `"type":"webpage","title":"T",`+fields).Link; got != want {
			t.Errorf("%s: %s, want %s", fields, got, want)
		}
	}
}
