package picture

import (
	"maps"
	"slices"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/diag"
)

// What a drawing may hold. XML tells upper from lower case, and so do these lists.

const (
	svgSpace   = "http://www.w3.org/2000/svg"
	xlinkSpace = "http://www.w3.org/1999/xlink"
	xmlSpace   = "http://www.w3.org/XML/1998/namespace"
)

// elements are kept.
var elements = set(`
	svg g defs symbol use title desc image
	path rect circle ellipse line polyline polygon text tspan textPath marker
	linearGradient radialGradient stop pattern clipPath mask
	filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
	feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feMerge
	feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence`)

// linking are the elements that may refer to another by href.
var linking = set(`use textPath linearGradient radialGradient pattern`)

// presentation are the attributes that say what style sheets say too, so that style="…" can become them.
var presentation = set(`
	alignment-baseline baseline-shift clip-path clip-rule color color-interpolation color-interpolation-filters
	direction display dominant-baseline fill fill-opacity fill-rule filter flood-color flood-opacity font-family
	font-size font-size-adjust font-stretch font-style font-variant font-weight image-rendering letter-spacing
	lighting-color marker-end marker-mid marker-start mask mask-type opacity overflow paint-order pointer-events
	shape-rendering stop-color stop-opacity stroke stroke-dasharray stroke-dashoffset stroke-linecap
	stroke-linejoin stroke-miterlimit stroke-opacity stroke-width text-anchor text-decoration text-overflow
	text-rendering transform-origin unicode-bidi vector-effect visibility white-space word-spacing writing-mode`)

// styleGeometry are attributes that style="…" may set as well.
var styleGeometry = set(`cx cy r rx ry x y width height`)

// attributes are kept beside those of presentation.
var attributes = set(`
	class transform viewBox preserveAspectRatio
	x y x1 y1 x2 y2 cx cy r rx ry fx fy fr d points pathLength width height dx dy rotate
	textLength lengthAdjust startOffset method spacing side
	gradientUnits gradientTransform spreadMethod offset patternUnits patternContentUnits patternTransform
	clipPathUnits maskUnits maskContentUnits markerUnits markerWidth markerHeight refX refY orient
	filterUnits primitiveUnits in in2 result type mode operator values k1 k2 k3 k4 radius edgeMode order
	kernelMatrix kernelUnitLength divisor bias targetX targetY preserveAlpha scale xChannelSelector
	yChannelSelector stdDeviation surfaceScale diffuseConstant specularConstant specularExponent azimuth
	elevation z pointsAtX pointsAtY pointsAtZ limitingConeAngle baseFrequency numOctaves seed stitchTiles
	tableValues slope intercept amplitude exponent`)

// silent are attributes and properties that change nothing in a page, so nobody need hear that they go.
var silent = set(`
	version baseProfile role focusable zoomAndPan contentScriptType contentStyleType externalResourcesRequired
	cursor enable-background color-profile color-rendering kerning line-height solid-color solid-opacity
	glyph-orientation-horizontal glyph-orientation-vertical`)

// functions may stand in a value; url( is looked at more closely.
var functions = set(`
	matrix translate scale rotate skewx skewy translatex translatey scalex scaley
	rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark var calc min max clamp
	circle ellipse inset polygon
	blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia`)

// editors are the namespaces in which drawing programs keep their own notes. One that ends with a slash
// stands for all beneath it.
var editors = strings.Fields(`
	http://www.inkscape.org/namespaces/inkscape http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd
	http://www.w3.org/1999/02/22-rdf-syntax-ns# http://creativecommons.org/ns# http://web.resource.org/cc/
	http://purl.org/dc/elements/1.1/ http://purl.org/dc/terms/ http://ns.adobe.com/ http://www.serif.com/
	http://www.bohemiancoding.com/sketch/ns http://www.figma.com/figma/ns https://boxy-svg.com
	http://www.vectornator.io http://krita.org/namespaces/svg/krita http://xmlns.com/foaf/0.1/
	http://schemas.microsoft.com/visio/ http://www.openoffice.org/ http://xml.openoffice.org/svg/export`)

func isEditor(space string) bool {
	return slices.ContainsFunc(editors, func(e string) bool {
		return space == e || strings.HasSuffix(e, "/") && strings.HasPrefix(space, e)
	})
}

// elementHint says what to do in place of an element that is not kept.
func elementHint(name string) string {
	lower := strings.ToLower(name)
	switch {
	case lower == "style":
		return `write the styles as attributes of the shapes, such as fill="currentColor", or let the drawing program do so: "presentation attributes"`
	case lower == "foreignobject":
		return "set words with <text>"
	case lower == "set" || lower == "discard" || strings.HasPrefix(lower, "animate"):
		return "remove it: drawings stand still"
	case lower == "script" || lower == "handler" || lower == "listener":
		return "remove it: drawings run nothing"
	case lower == "switch":
		return "keep one of its children, and remove the rest"
	}
	if hint := diag.DidYouMean(name, slices.Sorted(maps.Keys(elements))); hint != "" {
		return hint
	}
	return "remove it, or draw it with shapes and <text>"
}

// attributeHint says what to do about an attribute that is not kept.
func attributeHint(name string) string {
	known := slices.Sorted(maps.Keys(presentation))
	if hint := diag.DidYouMean(name, append(known, slices.Sorted(maps.Keys(attributes))...)); hint != "" {
		return hint
	}
	return "remove it"
}

func set(list string) map[string]bool {
	words := map[string]bool{}
	for _, word := range strings.Fields(list) {
		words[word] = true
	}
	return words
}
