package picture

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

var length = regexp.MustCompile(`^([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(px|pt|pc|mm|cm|in|Q|)$`)

// units are pixels in a unit of CSS.
var units = map[string]float64{"": 1, "px": 1, "pt": 96.0 / 72, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 96 / 25.4, "Q": 96 / 101.6}

// pixels reads a length. One that depends on where the drawing stands, such as 100%, is none. Thousandths of
// a pixel are enough, and keep the numbers short.
func pixels(s string) (number float64, unit string, ok bool) {
	match := length.FindStringSubmatch(s)
	if match == nil {
		return 0, "", false
	}
	number, err := strconv.ParseFloat(match[1], 64)
	return math.Round(number*units[match[2]]*1000)/1000 + 0, match[2], err == nil
}

// size finds how large the drawing is. Its root keeps a viewBox, made from width and height if it has none,
// and loses width and height: the page's style says how much room there is.
func (s *sanitiser) size(attrs []attribute, at int) []attribute {
	given := find(attrs, "viewBox")
	fields := strings.FieldsFunc(given, func(r rune) bool { return r == ' ' || r == ',' })
	problem := fmt.Sprintf(`viewBox="%s" is not four numbers`, excerpt(given))
	if given == "" {
		fields = []string{"0", "0", find(attrs, "width"), find(attrs, "height")}
		problem = "the drawing does not say how large it is"
	}
	box, ok := readBox(fields, given == "")
	if ok {
		problem = unfit(box)
	}
	attrs = slices.DeleteFunc(attrs, func(a attribute) bool {
		return slices.Contains([]string{"width", "height", "x", "y"}, a.name)
	})
	if problem != "" {
		s.refuse(badPicture, at, problem, `write viewBox="0 0 width height", in the units of the shapes`)
		return slices.DeleteFunc(attrs, func(a attribute) bool { return a.name == "viewBox" })
	}
	s.width, s.height = max(1, int(math.Round(box[2]))), max(1, int(math.Round(box[3])))
	text := make([]string, len(box))
	for i, number := range box {
		text[i] = strconv.FormatFloat(number, 'f', -1, 64)
	}
	return put(attrs, "viewBox", strings.Join(text, " "))
}

// readBox reads left, top, width and height.
func readBox(fields []string, withUnits bool) (box [4]float64, ok bool) {
	if len(fields) != len(box) {
		return box, false
	}
	for i, field := range fields {
		number, unit, ok := pixels(field)
		if !ok || unit != "" && !withUnits {
			return box, false
		}
		box[i] = number
	}
	return box, true
}

// unfit refuses a size of nothing, and numbers so large that browsers fail on them.
func unfit(box [4]float64) string {
	const most = 1e6
	switch {
	case box[2] <= 0 || box[3] <= 0:
		return fmt.Sprintf("the drawing is %g by %g", box[2], box[3])
	case slices.ContainsFunc(box[:], func(n float64) bool { return math.Abs(n) > most }):
		return "the drawing is larger than a million units"
	}
	return ""
}
