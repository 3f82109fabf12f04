package chapter

import (
	"strconv"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// A table scrolls in a region of its own, which the keyboard can reach and a screen reader can name.
func renderTable(w *bodyWriter, n *extast.Table, entering bool) ast.WalkStatus {
	if !entering {
		w.put("</table></div>\n")
		return ast.WalkContinue
	}
	w.put(`<div class="table" role="region" tabindex="0" aria-label="`)
	w.word("table-label")
	w.put(" ", strconv.Itoa(w.nodes[n]), "\"><table>\n")
	return ast.WalkContinue
}

// renderCell leaves alignment to a class, since a style attribute is blocked by the pages' policy.
func renderCell(w *bodyWriter, n *extast.TableCell, entering bool) ast.WalkStatus {
	tag, scope := "td", ""
	switch {
	case n.Parent().Kind() == extast.KindTableHeader && n.HasChildren():
		tag, scope = "th", "col"
	case n.Parent().Kind() == extast.KindTableRow && n.PreviousSibling() == nil && namesRows(n):
		tag, scope = "th", "row"
	}
	if !entering {
		w.put("</", tag, ">\n")
		return ast.WalkContinue
	}
	w.put("<", tag)
	if scope != "" {
		w.put(` scope="`, scope, `"`)
	}
	switch n.Alignment {
	case extast.AlignRight:
		w.put(` class="end"`)
	case extast.AlignCenter:
		w.put(` class="center"`)
	}
	w.put(">")
	return ast.WalkContinue
}

// namesRows tells that a cell is the name of its row: the corner above it is empty.
func namesRows(n *extast.TableCell) bool {
	head := n.Parent().Parent().FirstChild()
	return n.HasChildren() && head != nil && head.FirstChild() != nil && !head.FirstChild().HasChildren()
}

func renderTask(w *bodyWriter, n *extast.TaskCheckBox, entering bool) ast.WalkStatus {
	if !entering {
		return ast.WalkContinue
	}
	name, sign := "task-open", "☐"
	if n.IsChecked {
		name, sign = "task-done", "☑"
	}
	w.put(`<span class="task" role="img" aria-label="`)
	w.word(name)
	w.put(`">`, sign, `</span> `)
	return ast.WalkContinue
}

// Footnotes. Their anchors begin with an underscore, as no heading's does.

func markID(index, of int) string {
	id := "_fnref-" + strconv.Itoa(index)
	if of > 0 {
		id += "-" + strconv.Itoa(of+1)
	}
	return id
}

func renderFootnoteLink(w *bodyWriter, n *extast.FootnoteLink, entering bool) ast.WalkStatus {
	if entering {
		number := strconv.Itoa(n.Index)
		w.put(`<sup class="note-mark" id="`, markID(n.Index, n.RefIndex), `"><a href="#_fn-`, number,
			`" role="doc-noteref" aria-label="`)
		w.word("footnote-label")
		w.put(" ", number, `">`, number, `</a></sup>`)
	}
	return ast.WalkContinue
}

func renderFootnoteBacklink(w *bodyWriter, n *extast.FootnoteBacklink, entering bool) ast.WalkStatus {
	if entering {
		w.put(` <a class="note-back" href="#`, markID(n.Index, n.RefIndex), `" role="doc-backlink" aria-label="`)
		w.word("footnote-back")
		w.put(" ", strconv.Itoa(n.Index))
		if n.RefIndex > 0 {
			w.put(".", strconv.Itoa(n.RefIndex+1))
		}
		w.put(`">↩︎</a>`)
	}
	return ast.WalkContinue
}

func renderFootnote(w *bodyWriter, n *extast.Footnote, entering bool) ast.WalkStatus {
	if entering {
		w.put(`<li id="_fn-`, strconv.Itoa(n.Index), "\">\n")
	} else {
		w.put("</li>\n")
	}
	return ast.WalkContinue
}

func renderFootnoteList(w *bodyWriter, _ *extast.FootnoteList, entering bool) ast.WalkStatus {
	if entering {
		w.endTerm()
		w.put(`<section class="footnotes" role="doc-endnotes" aria-label="`)
		w.word("footnotes")
		w.put("\">\n<ol>\n")
	} else {
		w.put("</ol>\n</section>\n")
	}
	return ast.WalkContinue
}
