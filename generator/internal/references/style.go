package references

import "slices"

// A style is how APA sets one family of types: what is in italics, what stands around it.
type style struct {
	title  func(*work) markup // with what belongs to it in brackets
	source func(*work) markup // where it appeared
	daily  bool               // the day counts, not the year alone
	law    bool               // the date belongs to the title
	part   bool               // of a book, whose editors are not the work's
}

// style is that of the type. A conference paper in a book of proceedings is a part of it; a type without a
// style stands alone, unless something contains it that CSL does not know either.
func (w *work) style() style {
	contained := w.fields["container-title"] != ""
	switch w.kind {
	case "article-journal", "review", "review-book":
		return style{title: (*work).plainTitle, source: (*work).periodical, part: true}
	case "article-magazine", "article-newspaper", "post-weblog":
		return style{title: (*work).plainTitle, source: (*work).periodical, part: true, daily: true}
	case "chapter", "entry", "entry-dictionary", "entry-encyclopedia":
		return style{title: (*work).plainTitle, source: (*work).within, part: true}
	case "paper-conference", "speech", "event", "performance":
		if !contained {
			return style{title: (*work).wholeTitle, source: (*work).occasion, daily: true}
		}
		return style{title: (*work).plainTitle, source: (*work).within, part: true}
	case "webpage", "post", "broadcast", "interview":
		return style{title: (*work).wholeTitle, source: (*work).site, daily: true}
	case "legislation", "bill", "regulation", "legal_case", "treaty", "hearing":
		return style{title: (*work).lawTitle, source: (*work).publisher, law: true}
	}
	if contained && !isKind(w.kind) {
		return style{title: (*work).plainTitle, source: (*work).periodical, part: true}
	}
	return style{title: (*work).wholeTitle, source: (*work).publisherInSeries}
}

// kinds are all types of CSL 1.0.2.
var kinds = []string{"article", "article-journal", "article-magazine", "article-newspaper", "bill", "book", "broadcast",
	"chapter", "classic", "collection", "dataset", "document", "entry", "entry-dictionary", "entry-encyclopedia",
	"event", "figure", "graphic", "hearing", "interview", "legal_case", "legislation", "manuscript", "map",
	"motion_picture", "musical_score", "pamphlet", "paper-conference", "patent", "performance", "periodical",
	"personal_communication", "post", "post-weblog", "regulation", "report", "review", "review-book", "software",
	"song", "speech", "standard", "thesis", "treaty", "webpage"}

func isKind(kind string) bool { return slices.Contains(kinds, kind) }

// labels are put in square brackets where the entry itself does not say what it is.
var labels = map[string]string{"thesis": "Thesis", "dataset": "Data set", "software": "Computer software",
	"motion_picture": "Film", "map": "Map", "song": "Song", "interview": "Interview", "speech": "Speech",
	"paper-conference": "Paper presentation"}
