package picture

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// hostile are drawings that try to run, load or style something. Each is refused, and nothing of it is left.
var hostile = []string{
	// Scripts.
	drawn(`<script>alert(1)</script>`),
	drawn(`<script href="data:,alert(1)"/>`),
	drawn(`<SCRIPT>alert(1)</SCRIPT>`),
	drawn(`<script type="text/ecmascript"><![CDATA[alert(1)]]></script>`),
	drawn(`<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>`),
	drawn(`<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>`),
	drawn(`<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>`),
	drawn(`<script xmlns="">alert(1)</script>`),
	drawn(`<x:y xmlns:x="urn:x"/>`),
	drawn(`<handler ev:event="load" xmlns:ev="http://www.w3.org/2001/xml-events">alert(1)</handler>`),
	drawn(`<listener event="load"/>`),
	drawn(`<g><a><script>alert(1)</script></a></g>`),
	drawn(`<title><script>alert(1)</script></title><g><title><g><script/></g></title></g>`),
	drawn(`<g><desc><style/></desc></g>`),
	// Event handlers.
	drawn(`<path onclick="alert(1)"/>`),
	drawn(`<path ONLOAD="alert(1)"/>`),
	drawn(`<path oNmOuSeOvEr='alert(1)'/>`),
	drawn(`<path onx=""/>`),
	drawn(`<path s:onclick="alert(1)" xmlns:s="http://www.w3.org/2000/svg"/>`),
	drawn(`<path ev:onclick="alert(1)"/>`),
	drawn("<path\n\tonclick\n=\n'alert(1)'/>"),
	`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" viewBox="0 0 1 1"/>`,
	`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><svg onload="alert(1)"/></svg>`,
	// Addresses.
	drawn(`<a href="javascript:alert(1)"><path/></a>`),
	drawn(`<a xlink:href="&#106;ava&#115;cript&#58;alert(1)"><path/></a>`),
	drawn("<a xlink:href='java\tscript:alert(1)'/>"),
	drawn("<a xlink:href='java&#9;script&#x0A;:alert(1)'/>"),
	drawn("<a href='JAVASCRIPT:alert(1)'/>"),
	drawn("<a href='https://example.org/'>x</a>"),
	drawn(`<use href="other.svg#x"/>`),
	drawn(`<use xlink:href="https://example.org/x.svg#y"/>`),
	drawn(`<use href="//example.org/x.svg#y"/>`),
	drawn(`<use href="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4=#x"/>`),
	drawn(`<use href="&#x23;x#y"/>`),
	drawn(`<use href="# x"/>`),
	drawn(`<use href="#"/>`),
	drawn(`<use href="#x&quot; onload=&quot;alert(1)"/>`),
	drawn(`<use href="other.svg#a" xlink:href="#a"/>`),
	drawn(`<image href="https://example.org/x.png"/>`),
	drawn(`<image href="data:image/svg+xml;base64,PHN2Zz48L3N2Zz4="/>`),
	drawn(`<image href="data:text/html,&lt;script>alert(1)&lt;/script>"/>`),
	drawn(`<image href="data:image/png;base64,AAAA" href="x.png"/>`),
	drawn(`<image xlink:href="data:image/png;base64,AAAA" href="x.png"/>`),
	drawn(`<image/>`),
	drawn(`<linearGradient href="x.svg#g"/>`),
	drawn(`<feImage href="#x"/>`),
	drawn(`<g xml:base="https://example.org/"/>`),
	drawn(`<path class="javascript:x"/>`),
	drawn("<path fill='java\u0080script:x'/>"),
	// Styles.
	drawn(`<style>@import url(https://example.org/x.css);</style>`),
	drawn(`<link rel="stylesheet" href="x.css"/>`),
	`<?xml-stylesheet href="x.css"?>` + drawn(``),
	drawn(`<path fill="url(https://example.org/#x)"/>`),
	drawn(`<path fill="url(x.svg#x)"/>`),
	drawn(`<path fill="url (#a) url(x)"/>`),
	drawn(`<path fill="url ("/>`), // found by fuzzing
	drawn(`<path fill="URL(&#x20;'x')"/>`),
	drawn(`<path fill="u\72l(https://example.org/x)"/>`),
	drawn(`<path fill="url(#a"/>`),
	drawn(`<path fill="url(#a\)b)"/>`),
	drawn(`<path fill="u/**/rl(x)"/>`),
	drawn(`<path fill="url(#a)url(x)"/>`),
	drawn(`<path fill="image-set('x.png' 1x)"/>`),
	drawn(`<path fill="image(x)"/>`),
	drawn(`<path fill="src('x')"/>`),
	drawn(`<path fill="expression(alert(1))"/>`),
	drawn(`<path filter="url('javascript:alert(1)')"/>`),
	drawn(`<path style="fill:url(https://example.org/)"/>`),
	drawn(`<path style="background:url(https://example.org/)"/>`),
	drawn(`<path style="background-image:url(x)"/>`),
	drawn(`<path style="-moz-binding:url(x)"/>`),
	drawn(`<path style="behavior:url(x)"/>`),
	drawn(`<path style="f\69ll:red"/>`),
	drawn(`<path style="position:fixed;inset:0"/>`),
	drawn(`<path style="fill/**/:red"/>`),
	drawn(`<path style="--x:url(x)"/>`),
	drawn(`<path style="fill"/>` + `<path style="nonsense"/>`),
	drawn(`<path style="q:y"/>`),
	// Animation.
	drawn(`<a><animate attributeName="href" values="javascript:alert(1)"/><path/></a>`),
	drawn(`<animate attributeName="xlink:href" to="javascript:alert(1)"/>`),
	drawn(`<set attributeName="onclick" to="alert(1)"/>`),
	drawn(`<animateTransform/><animateMotion/><animateColor/><discard/>`),
	drawn(`<path attributeName="href"/>`),
	// Other languages within.
	drawn(`<foreignObject><div xmlns="http://www.w3.org/1999/xhtml"><iframe src="x"/></div></foreignObject>`),
	drawn(`<foreignobject/>`),
	drawn(`<iframe src="x"/><embed/><object/><video/><audio/><canvas/>`),
	drawn(`<math xmlns="http://www.w3.org/1998/Math/MathML"><mtext/></math>`),
	drawn(`<p/><b/><img src="x"/><font color="x"/>`),
	drawn(`<switch><g/></switch>`),
	drawn(`<font><glyph/></font><cursor/><color-profile/><hkern/>`),
	drawn(`<text><path><title><img src="x"/></title></path></text>`),
	// Entities and encodings.
	`<!DOCTYPE svg [<!ENTITY a "<script>alert(1)</script>">]>` + drawn(`<text>&a;</text>`),
	`<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY % c SYSTEM "file:///etc/passwd"> %c;]>` + drawn(`<text>&b;</text>`),
	`<!DOCTYPE svg SYSTEM "https://example.org/x.dtd">` + drawn(``),
	`<!DOCTYPE svg [<!ATTLIST path onload CDATA "alert(1)">]>` + drawn(`<path/>`),
	`<?xml version="1.0" encoding="UTF-7"?>` + drawn(`<text>+ADw-script+AD4-</text>`),
	`<?xml version="1.0" encoding="UTF-16"?>` + drawn(``),
	"\xfe\xff\x00<\x00s\x00v\x00g\x00/\x00>",
	drawn("<text>\xc0\xbcscript></text>"),
	drawn("<text>\x00</text>"),
	drawn(`<text>&#0;</text>`),
	// Structure.
	drawn(``) + `<script>alert(1)</script>`,
	`<script>alert(1)</script>` + drawn(``),
	drawn(`</svg><script>alert(1)</script><svg>`),
	drawn(`<g`),
	drawn(`<path fill="red"onclick="x"/>`) + "<",
	`<svg viewBox="0 0 1 1"><script/></svg>`,
	`<svg xmlns="http://www.w3.org/1999/xhtml"><script/></svg>`,
	`<html xmlns="http://www.w3.org/1999/xhtml"><script>alert(1)</script></html>`,
	drawn(`<path id='"&gt;&lt;script>'/>`),
	drawn(`<path id="a" id="b"/>`),
	drawn(`<path d="1" d="2"/>`),
	drawn(`<path formaction="x" srcdoc="x" href="x"/>`),
	drawn(`<path tabindex="0" autofocus=""  nonce="x"/>`),
}

func TestHostileDrawingsAreRefusedAndDisarmed(t *testing.T) {
	for _, svg := range hostile {
		file := source.NewFile("a.svg", []byte(svg))
		p, problems := Parse(file)
		if len(problems) == 0 {
			t.Errorf("%s\nis not refused", svg)
		}
		for _, problem := range problems {
			if problem.Hint == "" && problem.Rule == unsafeSVG.ID {
				t.Errorf("%s\n%s\nhas no hint", svg, problem)
			}
		}
		mustBeHarmless(t, p)
	}
}

func FuzzDrawing(f *testing.F) {
	for _, svg := range hostile {
		f.Add([]byte(svg))
	}
	f.Add([]byte(drawn(`<g id="a" style="fill:url(#b)!important"><text xml:space="preserve" x="1">a&#13;<![CDATA[b]]><a>c</a></text></g><use href="#a"/>`)))
	f.Add([]byte(drawn(`<a><desc>a</desc></a>`))) // found by fuzzing: what stands in the root once <a> is left out
	f.Fuzz(func(t *testing.T, data []byte) {
		file := source.NewFile("a.svg", data)
		p, problems := Parse(file)
		mustLieIn(t, file, problems)
		if p.Drawing {
			mustBeHarmless(t, p)
		}
	})
}

func mustLieIn(t *testing.T, f *source.File, problems []diag.Problem) {
	t.Helper()
	text, _ := source.Text(f)
	lines := strings.Split(string(text.Bytes()), "\n")
	for _, p := range problems {
		if p.File != f.Path() || p.Line > len(lines) || p.Line > 0 && p.Column > len([]rune(lines[p.Line-1]))+1 || p.Line < 0 {
			t.Errorf("%s does not lie in the file", p)
		}
		if strings.Contains(p.Message+p.Hint, "\n") {
			t.Errorf("%q has more than one line", p)
		}
	}
}

// mustBeHarmless reads a sanitised drawing again, as XML and as a drawing.
func mustBeHarmless(t *testing.T, p *Picture) {
	t.Helper()
	svg := string(p.AppendXML(nil, "", "L"))
	if strings.Contains(strings.ToLower(svg), "<script") || strings.Contains(svg, "\x00") {
		t.Fatalf("%s\nholds a script or a NUL", svg)
	}
	mustBeQuiet(t, svg)
	again, problems := Parse(source.NewFile("a.svg", []byte(svg)))
	for _, problem := range problems {
		if problem.Rule == unsafeSVG.ID {
			t.Errorf("%s\n%s", svg, problem)
		}
	}
	if second := string(again.AppendXML(nil, "", "L")); second != svg {
		t.Errorf("sanitised twice, it changes:\n%s\n%s", svg, second)
	}
}

// mustBeQuiet looks for what runs or loads, in elements and attributes: words may say what they like.
func mustBeQuiet(t *testing.T, svg string) {
	t.Helper()
	for decoder := xml.NewDecoder(strings.NewReader(svg)); ; {
		token, err := decoder.Token()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatalf("%s\nis not XML: %v", svg, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if !elements[start.Name.Local] || start.Name.Space != svgSpace {
			t.Errorf("%s\nholds <%s>", svg, start.Name.Local)
		}
		seen := map[xml.Name]bool{}
		for _, attr := range start.Attr {
			value := strings.ToLower(strings.Join(strings.Fields(attr.Value), ""))
			outside := strings.Contains(strings.ReplaceAll(value, "url(#", ""), "url(") ||
				attr.Name.Local == "href" && !strings.HasPrefix(value, "#") && start.Name.Local != "image"
			runs := strings.HasPrefix(strings.ToLower(attr.Name.Local), "on") || attr.Name.Local == "style" ||
				strings.Contains(value, "javascript:")
			if outside || runs || seen[attr.Name] {
				t.Errorf("%s\nholds %s=%q", svg, attr.Name.Local, attr.Value)
			}
			seen[attr.Name] = true
		}
	}
}
