package picture

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// sanitised parses a drawing and returns what stands within its root, and its problems without the file.
func sanitised(t *testing.T, svg string) (string, []string) {
	t.Helper()
	p, problems := Parse(source.NewFile("a.svg", []byte(svg)))
	return string(p.AppendSVG(nil, "P-", "L")), short(problems)
}

func short(problems []diag.Problem) []string {
	var list []string
	for _, p := range problems {
		list = append(list, fmt.Sprintf("%d:%d %s: %s", p.Line, p.Column, p.Rule, p.Message))
	}
	return list
}

// drawn puts shapes into a root of 9 by 9; column 1 of line 2 is theirs.
func drawn(shapes string) string {
	return "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink' viewBox='0 0 9 9'>\n" + shapes + "\n</svg>"
}

const opened = `<svg role="img" aria-label="L" viewBox="0 0 9 9"`

func TestWhatIsHarmlessStays(t *testing.T) {
	for _, test := range []struct{ name, shapes, want string }{
		{"shapes", `<g class="ink"><path d="M0 0L1,1"/><circle cx='1' cy="2" r="3"></circle></g>`,
			`<g class="ink"><path d="M0 0L1,1"/><circle cx="1" cy="2" r="3"/></g>`},
		{"words keep their spaces", "<text x='1'>a <tspan>b</tspan> \n c &amp; &lt;d> \"e\"</text>",
			"<text x=\"1\">a <tspan>b</tspan> \n c &amp; &lt;d&gt; &quot;e&quot;</text>"},
		{"CDATA is words", `<text><![CDATA[<b onclick="x">]]></text>`, `<text>&lt;b onclick=&quot;x&quot;&gt;</text>`},
		{"black that is written out", `<path fill="#000" stroke="black" d=""/>`, `<path fill="#000" stroke="black"/>`},
		{"ids and references are prefixed",
			`<defs><linearGradient id="a"/></defs><path id="b.c" fill="url(#a) red" mask="url( '#m' )" clip-path='URL("#c")'/><use href="#b.c"/>`,
			`<defs><linearGradient id="P-a"/></defs><path id="P-b.c" fill="url(#P-a) red" mask="url(#P-m)" clip-path="url(#P-c)"/><use href="#P-b.c"/>`},
		{"xlink:href becomes href", `<path id="a"/><use xlink:href="#a" xlink:title="x" xlink:type="simple"/>`,
			`<path id="P-a"/><use href="#P-a"/>`},
		{"href wins over xlink:href", `<use xlink:href="http://x/" href="#a"/>`, `<use href="#P-a"/>`},
		{"style becomes attributes", `<path stroke="blue" style="fill:red; stroke : currentColor !important;;marker:url(#m)"/>`,
			`<path stroke="currentColor" fill="red" marker-start="url(#P-m)" marker-mid="url(#P-m)" marker-end="url(#P-m)"/>`},
		{"quotes within a style", `<text style="font-family:'A;B', &quot;C&quot;">x</text>`,
			`<text font-family="'A;B', &quot;C&quot;">x</text>`},
		{"what drawing programs write into styles", `<path style="-inkscape-stroke:none;line-height:1.25;mix-blend-mode:normal;enable-background:new"/>`,
			`<path/>`},
		{"a link's words", `<text><a href="#x">see <tspan>this</tspan></a></text>`, `<text>see <tspan>this</tspan></text>`},
		{"pixels that are embedded", "<image width='1' height='1' xlink:href='data:image/png;base64,iVBO\n Rw0='/>",
			`<image width="1" height="1" href="data:image/png;base64,iVBORw0="/>`},
		{"titles of parts, but not of the whole", `<title>whole</title><desc>it</desc><g><title>part &lt;b></title></g>`,
			`<g><title>part &lt;b&gt;</title></g>`},
		{"notes of editors go", `<!-- c --><?x y?><metadata><a/></metadata><i:v xmlns:i="http://www.inkscape.org/namespaces/inkscape"><script/></i:v><g xmlns:i="http://www.inkscape.org/namespaces/inkscape" i:label="x" data-name="x" aria-label="x" role="x"/>`,
			`<g/>`},
		{"words that show nowhere go", `stray <g> stray </g>`, `<g/>`},
		{"language and space", `<text xml:lang="de" xml:space="preserve"> a</text>`, `<text lang="de" xml:space="preserve"> a</text>`},
		{"a drawing within", `<svg x="1" width="5" height="5" viewBox="0 0 1 1"/>`, `<svg x="1" width="5" height="5" viewBox="0 0 1 1"/>`},
		{"filters", `<filter id="f"><feGaussianBlur in="SourceAlpha" stdDeviation="2"/></filter>`,
			`<filter id="P-f"><feGaussianBlur in="SourceAlpha" stdDeviation="2"/></filter>`},
		{"functions of colours", `<path fill="light-dark(#000, var(--x))" transform="translate (1) rotate(2)"/>`,
			`<path fill="light-dark(#000, var(--x))" transform="translate (1) rotate(2)"/>`},
		{"letters of every script in ids", `<path id="Ebene_ä-中"/>`, `<path id="P-Ebene_ä-中"/>`},
	} {
		t.Run(test.name, func(t *testing.T) {
			got, problems := sanitised(t, drawn(test.shapes))
			if want := opened + ">" + test.want + "</svg>"; got != want || problems != nil {
				t.Errorf("%s\ngot  %s\nwant %s\n%s", test.shapes, got, want, strings.Join(problems, "\n"))
			}
		})
	}
}

func TestPrefixesOfNamespacesAreResolved(t *testing.T) {
	got, problems := sanitised(t, `<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><s:path d="M0"/></s:svg>`)
	if want := opened + `><path d="M0"/></svg>`; got != want || problems != nil {
		t.Error(got, problems)
	}
}

func TestTheRootSaysHowLargeADrawingIs(t *testing.T) {
	for _, test := range []struct {
		attributes    string
		width, height int
		viewBox       string
		problem       string
	}{
		{`viewBox="-75 0 490 430" width="10" height="20"`, 490, 430, "-75 0 490 430", ""},
		{`viewBox="0,0,10.4,.2"`, 10, 1, "0 0 10.4 0.2", ""},
		{`width="300" height="150px"`, 300, 150, "0 0 300 150", ""},
		{`width="1in" height="25.4mm"`, 96, 96, "0 0 96 96", ""},
		{`width="100%" height="100%"`, 0, 0, "", "the drawing does not say how large it is"},
		{``, 0, 0, "", "the drawing does not say how large it is"},
		{`width="0" height="5"`, 0, 0, "", "the drawing is 0 by 5"},
		{`viewBox="0 0 -1 5"`, 0, 0, "", "the drawing is -1 by 5"},
		{`viewBox="0 0 1"`, 0, 0, "", `viewBox="0 0 1" is not four numbers`},
		{`viewBox="0 0 1px NaN"`, 0, 0, "", `viewBox="0 0 1px NaN" is not four numbers`},
		{`viewBox="0 0 1e9 1"`, 0, 0, "", "the drawing is larger than a million units"},
		{`viewBox="0 0 1e999 1"`, 0, 0, "", `viewBox="0 0 1e999 1" is not four numbers`},
	} {
		p, problems := Parse(source.NewFile("a.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" `+test.attributes+`/>`)))
		want := `<svg aria-hidden="true"/>`
		if test.viewBox != "" {
			want = `<svg aria-hidden="true" viewBox="` + test.viewBox + `"/>`
		}
		if got := string(p.AppendSVG(nil, "P-", "")); got != want || p.Width != test.width || p.Height != test.height {
			t.Errorf("%s: %d by %d, %s", test.attributes, p.Width, p.Height, got)
		}
		var expect []string
		if test.problem != "" {
			expect = []string{"1:1 bad-picture: " + test.problem}
		}
		if diff := cmp.Diff(expect, short(problems)); diff != "" {
			t.Errorf("%s: %s", test.attributes, diff)
		}
	}
}

func TestALabelIsEscaped(t *testing.T) {
	p, _ := Parse(source.NewFile("a.svg", []byte(drawn(""))))
	got := string(p.AppendXML([]byte("x"), "P-", "a \"b\"\n<c>&\x00\x01d"))
	want := `x<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="a &quot;b&quot; &lt;c&gt;&amp;d" viewBox="0 0 9 9"/>`
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestEveryProblemIsReportedAtItsPlaceInOneRun(t *testing.T) {
	got, problems := sanitised(t, `<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE svg PUBLIC "x" "y">
<svg xmlns="http://www.w3.org/2000/svg"
     viewBox="0 0 9 9" onload="x()">
  <style>path { fill: red }</style>
  <path d="M0"   fill="url(http://x/)"
        style="fill:red;
               filter:url(x.svg#f); colour: red"/>
  <é onclick="x"/><rect
     onClick='x' widht="1"/>
  <path d="1" d="2" id="a b"/><path id="a"/><path id="a"/>
</svg>
<svg/>`)
	if want := opened + `><path d="M0" fill="red"/><rect/><path d="1"/><path id="P-a"/><path/></svg>`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	want := []string{
		"1:1 bad-picture: the drawing says that it is written in ISO-8859-1",
		"2:1 unsafe-svg: a document type is not allowed in a drawing",
		"4:24 unsafe-svg: onload is an event handler; drawings run nothing",
		"5:3 unsafe-svg: <style> is not allowed in a drawing",
		`6:18 unsafe-svg: fill="url(http://x/)" points outside the drawing`,
		`8:16 unsafe-svg: filter="url(x.svg#f)" points outside the drawing`,
		"8:37 unsafe-svg: the style colour cannot be an attribute, and pages block styles",
		"9:3 unsafe-svg: <é> is not allowed in a drawing",
		"10:6 unsafe-svg: onClick is an event handler; drawings run nothing",
		"10:18 unsafe-svg: a drawing has no attribute widht",
		"11:15 bad-picture: d is given twice",
		`11:21 bad-picture: the id "a b" holds more than letters, digits and _ . : -`,
		`11:51 bad-picture: the id "a" is given twice`,
		"13:1 bad-picture: something follows the drawing's </svg>",
	}
	if diff := cmp.Diff(want, problems); diff != "" {
		t.Error(diff)
	}
}

func TestADrawingThatCannotBeReadIsReportedWhereItBreaks(t *testing.T) {
	for _, test := range []struct{ svg, want string }{
		{"", "0:0 bad-picture: the file is empty"},
		{"  \n", "1:1 bad-picture: there is no drawing in this file"},
		{"<html/>", "1:1 bad-picture: this is not a drawing: it begins with <html>"},
		{"hello", "1:1 bad-picture: there are words outside the drawing"},
		{drawn("<g>\n<path/>"), "4:1 bad-picture: the drawing cannot be read: element <g> closed by </svg>"},
		{"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>\n<g>", "2:1 bad-picture: <g> is not closed before the file ends"},
		{drawn("<text>a&nbsp;b</text>"), "2:14 bad-picture: the drawing cannot be read: invalid character entity &nbsp;"},
		{drawn("<g id=1/>"), "2:8 bad-picture: the drawing cannot be read: unquoted or missing attribute value in element"},
		{"<svg viewBox='0 0 9 9'/>", "1:1 bad-picture: <svg> does not name its namespace, so it shows in no viewer"},
		{drawn("<text>\xff\xfe</text>"), "2:7 bad-encoding: these bytes are not UTF-8 text"},
		{"\xff\xfe<\x00s\x00v\x00g\x00/\x00>\x00", "1:1 bad-encoding: these bytes are not UTF-8 text"},
	} {
		_, problems := sanitised(t, test.svg)
		if len(problems) == 0 || problems[0] != test.want {
			t.Errorf("%q: got %q, want %q", test.svg, problems, test.want)
		}
	}
}

func TestLineEndsAndByteOrderMarksDoNotMovePositions(t *testing.T) {
	got, problems := sanitised(t, "\ufeff"+strings.ReplaceAll(drawn("<g>\n é<set/></g>"), "\n", "\r\n"))
	if want := []string{"3:3 unsafe-svg: <set> is not allowed in a drawing"}; cmp.Diff(want, problems) != "" || got != opened+"><g/></svg>" {
		t.Error(got, problems)
	}
}

func TestDepthAndSizeHaveLimits(t *testing.T) {
	deep := drawn(strings.Repeat("<g>", 5000) + strings.Repeat("</g>", 5000) + "<path/>")
	got, problems := sanitised(t, deep)
	if want := []string{"2:598 unsafe-svg: more than 200 elements stand within each other"}; cmp.Diff(want, problems) != "" {
		t.Error(problems)
	}
	if strings.Count(got, "<g") != 199 || !strings.HasSuffix(got, "<path/></svg>") {
		t.Error(strings.Count(got, "<g"), got)
	}
	got, problems = sanitised(t, drawn(strings.Repeat("<g/>", 25_000)))
	if want := []string{"2:79997 unsafe-svg: the drawing has more than 20,000 elements"}; cmp.Diff(want, problems) != "" {
		t.Error(problems)
	}
	if strings.Count(got, "<g/>") != 19_999 || !strings.HasSuffix(got, "</svg>") {
		t.Error(strings.Count(got, "<g/>"))
	}
}

func TestAHugeDrawingFullOfMistakesIsReadInNoTime(t *testing.T) {
	const many = 50_000
	attributes := ""
	for i := range 499 {
		attributes += fmt.Sprintf(` on%d=""`, i)
	}
	for name, svg := range map[string]string{
		"elements":   drawn(strings.Repeat("<script/>", many)),
		"attributes": drawn("<path" + strings.Repeat(` onclick="alert(1)"`, many) + "/>"),
		"references": drawn("<path" + strings.Repeat(` xlink:href="#a"`, many) + "/>"),
		"handlers":   drawn(strings.Repeat("<g"+attributes+"/>", 1000)),
		"functions":  drawn(`<path transform="` + strings.Repeat(`scale(1)`, many) + `" fill="` + strings.Repeat("url(#a)", many) + `"/>`),
		"styles":     drawn(`<path style="` + strings.Repeat(`fill:red;q:url(x);`, many) + `"/>`),
		"quotes":     drawn(`<path style="` + strings.Repeat(`';`, many) + `"/>`),
		"entities":   `<!DOCTYPE svg [` + strings.Repeat(`<!ENTITY a "&a;&a;&a;">`, many) + `]>` + drawn("<text>"+strings.Repeat("&a;", many)+"</text>"),
		"comments":   drawn(strings.Repeat("<!-- -->", many)),
		"words":      drawn("<text>" + strings.Repeat("&lt;", many) + "</text>"),
		"depth":      drawn(strings.Repeat("<g>", many)),
	} {
		began := time.Now()
		p, problems := Parse(source.NewFile("a.svg", []byte(svg)))
		if took := time.Since(began); took > 10*time.Second || len(problems) > maxProblems+2 {
			t.Errorf("%s: %v, %d problems", name, took, len(problems))
		}
		mustBeHarmless(t, p)
	}
}

func TestWhatRepeatsWithoutEndOrTooOftenIsLeftOut(t *testing.T) {
	laughs := `<g id="l0"><path/></g>`
	for i := range 9 {
		laughs += fmt.Sprintf(`<g id="l%d">%s</g>`, i+1, strings.Repeat(fmt.Sprintf(`<use href="#l%d"/>`, i), 10))
	}
	for _, test := range []struct{ shapes, want string }{
		{laughs, "<use> repeats so much that more than 20,000 elements would show"},
		{`<g id="a"><use href="#a"/></g>`, "<use> repeats what it stands in, without end"},
		{`<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>`, "<use> repeats what it stands in, without end"},
	} {
		got, problems := sanitised(t, drawn(test.shapes))
		if len(problems) != 1 || !strings.HasSuffix(problems[0], test.want) || got != `<svg role="img" aria-label="L"/>` {
			t.Errorf("%s: %q %s", test.want, problems, got)
		}
	}
	if _, problems := sanitised(t, drawn(`<g id="a"><path/></g>`+strings.Repeat(`<use href="#a"/>`, 1000))); problems != nil {
		t.Error(problems)
	}
}
