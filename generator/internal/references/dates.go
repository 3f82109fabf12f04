package references

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// A date is when a source appeared, as far as it is known.
type date struct {
	year  string // "2007", "2010–2012", "in press"; empty without a date
	day   string // "August 1", "May", "Summer"; may be empty
	order int    // what it sorts by
}

// A moment is one end of a date; a part that is not known is 0.
type moment struct{ year, month, day, at int }

var (
	// months are named by number; CSL writes seasons as months from 13 or, like EDTF, from 21.
	months = []string{"", "January", "February", "March", "April", "May", "June", "July", "August", "September",
		"October", "November", "December", "Spring", "Summer", "Autumn", "Winter",
		21: "Spring", "Summer", "Autumn", "Winter"}
	isoDate  = regexp.MustCompile(`^(-?\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T.*)?$`)
	fourYear = regexp.MustCompile(`\b\d{4}\b`)
	numeral  = regexp.MustCompile(`^-?\d{1,4}$`)
)

// withLetter is the year as it is shown: "2007a", "n.d.-a".
func (d date) withLetter(letter string) string {
	year := d.year
	if year == "" {
		year = "n.d."
	}
	if last := year[len(year)-1]; letter != "" && (last < '0' || last > '9') {
		return year + "-" + letter
	}
	return year + letter
}

// full is the date with its day, where that is known.
func (d date) full(letter string) string {
	if d.day == "" {
		return d.withLetter(letter)
	}
	return d.withLetter(letter) + ", " + d.day
}

// date reads a field in one of the forms of CSL: date-parts, raw or literal.
func (e *entry) date(field string) date {
	v, ok := e.object.field(field)
	if !ok {
		return date{order: math.MinInt}
	}
	switch v.kind {
	case isText:
		return e.writtenDate(v, field)
	case isObject:
	default:
		e.report(v.at, `write {"date-parts": [[2007, 5, 31]]}`, "%q of %s must be an object, not %s", field, e.label, v.kind)
		return date{order: math.MinInt}
	}
	d := date{order: math.MinInt}
	for _, form := range []string{"date-parts", "raw", "literal"} {
		f, ok := v.field(form)
		switch {
		case !ok || d.year != "":
		case form == "date-parts":
			d = e.dateParts(f, field)
		case f.kind == isText:
			d = e.writtenDate(f, field)
		default:
			e.report(f.at, "", "%q in %q of %s must be text, not %s", form, field, e.label, f.kind)
		}
	}
	d.season(v)
	return d
}

// season adds what a date of a quarterly has in place of a month.
func (d *date) season(v value) {
	season, _ := v.field("season")
	name := clean(season.text)
	if n, err := strconv.Atoi(name); err == nil && n >= 1 && n <= 4 {
		name = months[n+12]
	}
	if d.day == "" && d.year != "" && (season.kind == isText || season.kind == isNumber) {
		d.day = name
	}
	if circa, _ := v.field("circa"); d.year != "" && (circa.kind == isBoolean && circa.text == "true" || circa.kind == isNumber && circa.text != "0") {
		d.year = "ca. " + d.year
	}
}

// writtenDate reads "2007-05-31" and "2007/2009"; other words are shown as they are.
func (e *entry) writtenDate(v value, field string) date {
	text := clean(v.text)
	var ends []moment
	for _, end := range strings.SplitN(text, "/", 2) {
		m := isoDate.FindStringSubmatch(end)
		if m == nil {
			return literalDate(text)
		}
		w := moment{at: v.at}
		w.year, _ = strconv.Atoi(m[1])
		w.month, _ = strconv.Atoi(m[2])
		w.day, _ = strconv.Atoi(m[3])
		ends = append(ends, w)
	}
	return e.span(ends, field)
}

func literalDate(text string) date {
	d := date{year: text, order: math.MaxInt}
	if text == "" {
		d.order = math.MinInt
	}
	if years := fourYear.FindAllString(text, -1); len(years) > 0 {
		d.order, _ = strconv.Atoi(years[0])
	}
	return d
}

// dateParts reads [[2007, 5, 31]], or two of them for a range. CrossRef writes [[null]] for no date.
func (e *entry) dateParts(v value, field string) date {
	const hint = `write a list of lists, such as [[2007, 5, 31]]`
	none := date{order: math.MinInt}
	if v.kind != isList {
		e.report(v.at, hint, `"date-parts" in %q of %s must be a list, not %s`, field, e.label, v.kind)
		return none
	}
	var ends []moment
	for _, list := range v.items {
		if list.kind != isList {
			e.report(list.at, hint, `"date-parts" in %q of %s must hold lists, not %s`, field, e.label, list.kind)
			return none
		}
		m, known, ok := e.moment(list, field)
		if !ok {
			return none
		}
		if known {
			ends = append(ends, m)
		}
	}
	if len(ends) == 0 {
		return none
	}
	return e.span(ends, field)
}

// moment reads year, month and day.
func (e *entry) moment(list value, field string) (m moment, known, ok bool) {
	m.at = list.at
	into := []*int{&m.year, &m.month, &m.day}
	for i, v := range list.items {
		if v.kind == isNull || v.kind == isText && clean(v.text) == "" {
			break
		}
		text := strings.TrimSpace(v.text)
		if i >= len(into) || (v.kind != isNumber && v.kind != isText) || !numeral.MatchString(text) {
			e.report(v.at, "a date is a year, a month and a day, each a number", "%q of %s has a wrong date", field, e.label)
			return m, false, false
		}
		*into[i], _ = strconv.Atoi(text)
	}
	return m, m.year != 0, true
}

// span makes a date of one moment or of two.
func (e *entry) span(ends []moment, field string) date {
	for _, m := range ends {
		if m.month < 0 || m.month >= len(months) || m.month > 0 && months[m.month] == "" || m.day < 0 || m.day > 31 {
			e.report(m.at, "months count from 1 to 12, days from 1 to 31", "%q of %s has a date that no calendar has", field, e.label)
			return date{year: yearName(m.year), order: m.year}
		}
	}
	from, to := ends[0], ends[len(ends)-1]
	d := date{year: yearName(from.year), day: from.name(), order: from.year}
	switch {
	case to.year != from.year:
		d.year, d.day = d.year+"–"+yearName(to.year), ""
	case to.month == from.month && to.day > from.day && from.day > 0:
		d.day += fmt.Sprintf("–%d", to.day)
	case to.month > from.month && from.month > 0:
		d.day += "–" + to.name()
	}
	return d
}

func yearName(year int) string {
	if year < 0 {
		return fmt.Sprintf("%d BCE", -year)
	}
	return strconv.Itoa(year)
}

// name is the day and month, or the season.
func (m moment) name() string {
	if m.day == 0 || m.month == 0 || m.month > 12 {
		return months[m.month]
	}
	return fmt.Sprintf("%s %d", months[m.month], m.day)
}
