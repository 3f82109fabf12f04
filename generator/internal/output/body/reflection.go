package body

import (
	"strconv"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/quiz"
)

// reflectionLinks are to the chapters that a reflection leads to, in the order of its Chapters.
func reflectionLinks(b *book.Book, r *quiz.Reflection, href func(string) string) (links []Link) {
	if r == nil {
		return nil
	}
	for _, to := range r.Chapters() {
		link := Link{}
		if there := b.Entry(to.Path); there != nil && there.Published {
			link = Link{href(to.Path), there.NavTitle()}
		}
		links = append(links, link)
	}
	return links
}

// reflection appends the instrument.
func (f *Filler) reflection(dst []byte, r *quiz.Reflection, links []Link) []byte {
	begin, all := 1, len(r.Dimensions)
	if len(r.Safety) > 0 {
		begin, all = 2, all+1
	}
	place := func(n int) string {
		return strings.NewReplacer("{n}", strconv.Itoa(n), "{all}", strconv.Itoa(all)).Replace(f.Fragments.words["step"])
	}
	var safety, steps, scores []byte
	if len(r.Safety) > 0 {
		safety, links = f.safety(r, place(1), links[0]), links[1:]
	}
	for i := range r.Dimensions {
		d := &r.Dimensions[i]
		steps = f.Fragments.reflectionStep.Splice(steps, 0, place(begin+i), string(d.Title), f.items(r, d))
		scores = f.Fragments.reflectionScore.Splice(scores, 0, string(d.Title), string(d.Low), string(d.High), f.bands(r, d), links[i].Href, links[i].Title)
	}
	return f.Fragments.reflection.Splice(dst, 0, strconv.Itoa(r.MinAnswered), string(r.Title), string(r.Timeframe),
		string(safety), string(steps), string(scores))
}

func (f *Filler) safety(r *quiz.Reflection, place string, help Link) []byte {
	var list, items []byte
	for _, s := range r.Safety {
		list = f.Fragments.reflectionStatement.Splice(list, 0, string(s.Text))
		var options []byte
		for _, answer := range []string{"yes", "no"} {
			options = f.Fragments.reflectionOption.Splice(options, 0, s.ID, answer, f.Fragments.words[answer])
		}
		options = f.Fragments.reflectionOption.Splice(options, 0, s.ID, "", r.Skip)
		items = f.Fragments.reflectionItem.Splice(items, 0, string(s.Text), string(options))
	}
	return f.Fragments.reflectionSafety.Splice(nil, 0, place, string(list), help.Href, help.Title, string(items), string(r.SafetyResult))
}

func (f *Filler) items(r *quiz.Reflection, d *quiz.Dimension) string {
	var items []byte
	for i, item := range d.Items {
		name := r.ID + "-" + d.ID + "-" + strconv.Itoa(i+1)
		var options []byte
		for o, label := range r.Options {
			options = f.Fragments.reflectionOption.Splice(options, First, name, strconv.Itoa(item.Points(o)), label)
		}
		options = f.Fragments.reflectionOption.Splice(options, 0, name, "", r.Skip)
		items = f.Fragments.reflectionItem.Splice(items, 0, string(item.Text), string(options))
	}
	return string(items)
}

// bands are a dimension's texts, each with the points that lead to it on paper.
func (f *Filler) bands(r *quiz.Reflection, d *quiz.Dimension) string {
	var bands []byte
	for i, b := range d.Bands {
		var sums []string
		for n := len(d.Items); n >= r.MinAnswered; n-- {
			if lowest, highest := d.Sums(i, n); lowest <= highest {
				sums = append(sums, strings.NewReplacer("{sum}", span(lowest, highest), "{n}", strconv.Itoa(n)).Replace(f.Fragments.words["reflection-sum"]))
			}
		}
		bands = f.Fragments.reflectionBand.Splice(bands, 0, strconv.Itoa(b.Upto), strings.Join(sums, ", "), string(b.Text), string(b.Try))
	}
	return string(bands)
}

func span(lowest, highest int) string {
	if lowest == highest {
		return strconv.Itoa(lowest)
	}
	return strconv.Itoa(lowest) + "–" + strconv.Itoa(highest)
}
