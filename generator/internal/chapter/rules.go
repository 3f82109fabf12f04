package chapter

import "github.com/side-by-side-guide/side-by-side/generator/internal/diag"

var (
	badFront          = diag.Rule{ID: "bad-front-matter", Doc: "Front matter is YAML with known keys and fitting values."}
	unknownFrontKey   = diag.Rule{ID: "unknown-front-matter", Doc: "Front matter holds only keys that mean something."}
	missingTitle      = diag.Rule{ID: "missing-title", Doc: "A chapter has a heading of level one, which is its title."}
	secondTitle       = diag.Rule{ID: "second-title", Doc: "A chapter has only one heading of level one."}
	duplicateID       = diag.Rule{ID: "duplicate-id", Doc: "An anchor is given once in a chapter."}
	badID             = diag.Rule{ID: "bad-id", Doc: "An anchor is made of letters, digits, hyphens, underscores, dots and colons, and does not begin with an underscore."}
	unsafeHTML        = diag.Rule{ID: "unsafe-html", Doc: "Raw HTML is never passed on."}
	unsafeURL         = diag.Rule{ID: "unsafe-url", Doc: "Links go to files of the guide, to web pages, mail, telephone or text message."}
	unknownLanguage   = diag.Rule{ID: "unknown-language", Default: diag.Warning, Doc: "The language of a code block can be highlighted."}
	unknownCallout    = diag.Rule{ID: "unknown-callout", Doc: "A callout is of a kind that is known."}
	badQuiz           = diag.Rule{ID: "bad-quiz", Doc: "A question has an id, and two options or more with a box and feedback each, of which one or more are right."}
	badInsert         = diag.Rule{ID: "bad-insert", Doc: "A callout that shows a file names it on its line, and holds nothing else."}
	richText          = diag.Rule{ID: "rich-text", Doc: "A text of a data file holds paragraphs, lists and emphasis only."}
	citationMisplaced = diag.Rule{ID: "citation-misplaced", Doc: "A citation stands in running text, not in a link, a picture's description, a heading or an option."}
	badCitation       = diag.Rule{ID: "bad-citation", Doc: "A citation reads [@id], [@id, p. 12] or [@a; @b]."}
	unknownFootnote   = diag.Rule{ID: "unknown-footnote", Doc: "A footnote's mark has its text."}
	tooMuch           = diag.Rule{ID: "too-much", Doc: "Lists and quotes in each other, signs in a paragraph and cells of a table are fewer than a machine can bear."}
	unusedFootnote    = diag.Rule{ID: "unused-footnote", Default: diag.Warning, Doc: "A footnote's text has its mark."}
)

// Rules are the rules of this package.
var Rules = []diag.Rule{
	badFront, unknownFrontKey, missingTitle, secondTitle, duplicateID, badID, unsafeHTML, unsafeURL, unknownLanguage,
	unknownCallout, badQuiz, badInsert, richText, citationMisplaced, badCitation, unknownFootnote, unusedFootnote,
	tooMuch,
}
