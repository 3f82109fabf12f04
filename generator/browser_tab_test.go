package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A tab is one of the browser, and what was found wrong with what it shows.
type tab struct {
	t       *testing.T
	browser context.Context
	*tabState
}

type tabState struct {
	sync.Mutex
	address string // what was opened last
	base    string // where requests may go
	mute    bool   // JavaScript is off; promises are never kept
	faults  []string
}

// in is the same tab in another test.
func (p *tab) in(t *testing.T) *tab { return &tab{t, p.browser, p.tabState} }

// browser is that of all tests of a run, since it takes seconds to start. It is nil where there is none.
var browser = sync.OnceValue(func() context.Context {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil
	}
	// What is shown is our own, and the sandbox cannot be had by root, which CI runs as.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	// The library is older than the browser, and tells on standard error what it does not know yet.
	first, closeFirst := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	closeBrowser = func() { closeFirst(); stop() }
	if err := chromedp.Run(first); err != nil {
		fmt.Fprintln(os.Stderr, "Chromium does not start:", err)
	}
	return first
})

var closeBrowser = func() {} // once all tests have run

// openBrowser opens a tab in a window of its own, so that it is in sight whatever others do.
func openBrowser(t *testing.T) *tab {
	t.Helper()
	if browser() == nil && os.Getenv("CI") == "true" {
		t.Fatal("there is no Chromium: apt install chromium")
	}
	if browser() == nil {
		t.Skip("they need Chromium: apt install chromium")
	}
	window, closeWindow := chromedp.NewContext(browser(), newWindow(t))
	t.Cleanup(closeWindow)
	window, cancel := context.WithTimeout(window, 8*time.Minute)
	t.Cleanup(cancel)
	p := &tab{t, window, new(tabState)}
	chromedp.ListenTarget(window, p.notice)
	p.call("Emulation.setFocusEmulationEnabled", params{"enabled": true}, nil)
	p.call("Page.addScriptToEvaluateOnNewDocument", params{"source": `
		window.shift = 0
		new PerformanceObserver(all => all.getEntries().forEach(e => window.shift += e.value)).observe({type: 'layout-shift', buffered: true})
		window.violations = []
		document.addEventListener('securitypolicyviolation', e => window.violations.push(e.effectiveDirective + ' ' + e.blockedURI))`}, nil)
	return p
}

// newWindow asks the browser for a window, which the library knows tabs of one only.
func newWindow(t *testing.T) chromedp.ContextOption {
	t.Helper()
	var made struct {
		ID string `json:"targetId"`
	}
	err := chromedp.Run(browser(), chromedp.ActionFunc(func(ctx context.Context) error {
		return chromedp.FromContext(ctx).Browser.Execute(ctx, "Target.createTarget", params{"url": "about:blank", "newWindow": true}, &made)
	}))
	if err != nil {
		t.Fatal(err)
	}
	all, err := chromedp.Targets(browser())
	if err != nil {
		t.Fatal(err)
	}
	for _, target := range all {
		if string(target.TargetID) == made.ID {
			return chromedp.WithTargetID(target.TargetID)
		}
	}
	t.Fatal("the browser opens no window")
	return nil
}

// inTabs runs a test for each name, in as many tabs at once as there are processors.
func inTabs(t *testing.T, names []string, test func(p *tab, name string)) {
	free := make(chan *tab, runtime.GOMAXPROCS(0))
	for range cap(free) {
		free <- openBrowser(t)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := <-free
			defer func() { free <- p }()
			test(p.in(t), name)
		})
	}
}

type params map[string]any

// notice listens to what the browser tells. Events are told apart by name and read as JSON, so that the
// thousand types of the protocol need not be a dependency of their own.
func (p *tab) notice(event any) {
	kind := fmt.Sprintf("%T", event)
	var e struct {
		Type      string
		ErrorText string
		Request   struct{ URL string }
		Response  struct {
			URL    string
			Status int
		}
		Entry            struct{ Level, Text string }
		ExceptionDetails json.RawMessage
	}
	switch kind {
	case "*network.EventRequestWillBeSent", "*network.EventResponseReceived", "*network.EventLoadingFailed",
		"*runtime.EventConsoleAPICalled", "*runtime.EventExceptionThrown", "*log.EventEntryAdded":
		data, err := json.Marshal(event)
		if err == nil {
			err = json.Unmarshal(data, &e)
		}
		if err != nil {
			p.fault("%s cannot be read: %v", kind, err)
		}
	}
	p.Lock()
	foreign := p.base != "" && e.Request.URL != "" && !strings.HasPrefix(e.Request.URL, p.base) && !strings.HasPrefix(e.Request.URL, "data:")
	p.Unlock()
	switch {
	case foreign:
		p.fault("the page asks for %s", e.Request.URL)
	case e.Response.Status >= 400:
		p.fault("%s answers %d", e.Response.URL, e.Response.Status)
	case kind == "*network.EventLoadingFailed":
		p.fault("a request fails: %s", e.ErrorText)
	case kind == "*runtime.EventConsoleAPICalled":
		p.fault("console: %s", e.Type)
	case kind == "*runtime.EventExceptionThrown":
		p.fault("thrown: %s", e.ExceptionDetails)
	case kind == "*log.EventEntryAdded" && (e.Entry.Level == "error" || e.Entry.Level == "warning"):
		p.fault("log: %s", e.Entry.Text)
	}
}

func (p *tab) fault(format string, args ...any) {
	p.Lock()
	defer p.Unlock()
	p.faults = append(p.faults, p.address+": "+fmt.Sprintf(format, args...))
}

// report fails the test with what was found since the last report.
func (p *tab) report() {
	p.t.Helper()
	p.Lock()
	defer p.Unlock()
	for _, fault := range p.faults {
		p.t.Error(fault)
	}
	p.faults = nil
}

// open goes to a page of the site at an address. From then on it may ask for what lies in that site alone.
func (p *tab) open(base, name string) {
	p.t.Helper()
	p.Lock()
	p.address, p.base = base+name, base
	p.Unlock()
	if err := chromedp.Run(p.browser, chromedp.Navigate(base+name)); err != nil {
		p.t.Fatalf("%s: %v", p.address, err)
	}
}

// settles is how far lines and tables may move that reached a busy browser in two pieces. A reader notices from 0.1 on.
const settles = 0.003

// steady waits for the page to be painted, and wants it to have stood still and kept to its policy.
func (p *tab) steady() {
	p.t.Helper()
	var found struct {
		Shift      float64
		Violations []string
	}
	if !p.mute {
		p.wait(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
	}
	p.eval(`({Shift: window.shift ?? 0, Violations: window.violations ?? []})`, &found)
	if found.Shift > settles {
		p.fault("the layout shifts by %v", found.Shift)
	}
	for _, violation := range found.Violations {
		p.fault("policy: %s", violation)
	}
}

// fits wants the page to be no wider than the window.
func (p *tab) fits(width int64) {
	p.t.Helper()
	var wide int64
	p.eval(`document.documentElement.scrollWidth`, &wide)
	if wide > width {
		p.fault("at %d px the page is %d px wide", width, wide)
	}
}

// ground is how light the page's ground is, from 0 to 765.
func (p *tab) ground(scheme string) (light int) {
	p.t.Helper()
	p.call("Emulation.setEmulatedMedia", params{"features": []params{{"name": "prefers-color-scheme", "value": scheme}}}, nil)
	p.eval(`getComputedStyle(document.documentElement).backgroundColor.match(/\d+/g).slice(0, 3).reduce((a, b) => a + +b, 0)`, &light)
	return light
}

// text is what a page says, but for its questions, which a script asks in its own way. It takes them out of the page.
func (p *tab) text() (text string) {
	p.size(1440)
	p.eval(`(document.querySelectorAll('form, .search').forEach(part => part.remove()), document.body.innerText)`, &text)
	return text
}

func (p *tab) size(width int64) { p.sized(width, 800, 1) }

// magnified is a window of 1280 by 1024 px at 400 %.
func (p *tab) magnified() { p.sized(320, 256, 4) }

func (p *tab) sized(width, height, scale int64) {
	p.call("Emulation.setDeviceMetricsOverride", params{"width": width, "height": height, "deviceScaleFactor": scale, "mobile": false}, nil)
}

// withoutScripts turns JavaScript off for the page; the tests may still ask it questions.
func (p *tab) withoutScripts(look func()) {
	set := func(off bool) {
		p.call("Emulation.setScriptExecutionDisabled", params{"value": off}, nil)
		p.mute = off
	}
	set(true)
	defer set(false)
	look()
}

func (p *tab) press(key string) {
	p.t.Helper()
	if key == kb.Enter { // the library sends it twice, as a key and as a character
		enter := params{"type": "keyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}
		p.call("Input.dispatchKeyEvent", enter, nil)
		enter["type"] = "keyUp"
		p.call("Input.dispatchKeyEvent", enter, nil)
		return
	}
	if err := chromedp.Run(p.browser, chromedp.KeyEvent(key)); err != nil {
		p.t.Fatal(err)
	}
}

func (p *tab) do(script string)   { p.t.Helper(); p.evaluate(script, false, nil) }
func (p *tab) wait(script string) { p.t.Helper(); p.evaluate(script, true, nil) }

func (p *tab) eval(script string, into any) { p.t.Helper(); p.evaluate(script, false, into) }

func (p *tab) must(condition, fault string) {
	p.t.Helper()
	var holds bool
	p.eval(condition, &holds)
	if !holds {
		p.fault("%s", fault)
	}
}

func (p *tab) evaluate(script string, wait bool, into any) {
	p.t.Helper()
	var answer struct {
		Result struct {
			Value json.RawMessage `json:"value"`
		} `json:"result"`
		Exception *struct {
			Text string `json:"text"`
		} `json:"exceptionDetails"`
	}
	p.call("Runtime.evaluate", params{"expression": script, "awaitPromise": wait, "returnByValue": into != nil}, &answer)
	if answer.Exception != nil {
		p.t.Fatalf("%s: %s in %s", p.address, answer.Exception.Text, script)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(answer.Result.Value, into); err != nil {
		p.t.Fatalf("%s: %v in %s", p.address, err, script)
	}
}

// call sends a command of the DevTools protocol.
func (p *tab) call(method string, given params, answer any) {
	p.t.Helper()
	err := chromedp.Run(p.browser, chromedp.ActionFunc(func(ctx context.Context) error {
		return chromedp.FromContext(ctx).Target.Execute(ctx, method, given, answer)
	}))
	if err != nil {
		p.t.Fatalf("%s: %v", method, err)
	}
}

// shoot writes a picture of what is in sight.
func (p *tab) shoot(file string) {
	var answer struct {
		Data []byte `json:"data"`
	}
	p.call("Page.captureScreenshot", params{"format": "png"}, &answer)
	if err := os.WriteFile(file, answer.Data, 0o644); err != nil {
		p.t.Fatal(err)
	}
}

// tree is the accessibility tree below an element: a line a node, with its role, name and state.
func (p *tab) tree(selector string) string {
	p.t.Helper()
	type value struct {
		Value any `json:"value"`
	}
	var root struct {
		Root struct {
			ID int `json:"nodeId"`
		} `json:"root"`
	}
	var found struct {
		ID int `json:"nodeId"`
	}
	var described struct {
		Node struct {
			ID int `json:"backendNodeId"`
		} `json:"node"`
	}
	var all struct {
		Nodes []struct {
			ID         string   `json:"nodeId"`
			Children   []string `json:"childIds"`
			Element    int      `json:"backendDOMNodeId"`
			Ignored    bool     `json:"ignored"`
			Role       value    `json:"role"`
			Name       value    `json:"name"`
			Properties []struct {
				Name  string `json:"name"`
				Value value  `json:"value"`
			} `json:"properties"`
		} `json:"nodes"`
	}
	p.call("DOM.getDocument", params{}, &root)
	p.call("DOM.querySelector", params{"nodeId": root.Root.ID, "selector": selector}, &found)
	p.call("DOM.describeNode", params{"nodeId": found.ID}, &described)
	p.call("Accessibility.getFullAXTree", params{}, &all)
	at := map[string]int{}
	var out strings.Builder
	var write func(id string, depth int)
	write = func(id string, depth int) {
		n := all.Nodes[at[id]]
		role, _ := n.Role.Value.(string)
		name, _ := n.Name.Value.(string)
		if role == "InlineTextBox" {
			return
		}
		if shown := !n.Ignored && role != "none" && (role != "generic" || name != ""); shown {
			fmt.Fprintf(&out, "%s%s %q", strings.Repeat("  ", depth), role, name)
			for _, property := range n.Properties {
				switch property.Name {
				case "checked", "focused", "invalid", "level", "live", "describedby":
					if s := fmt.Sprint(property.Value.Value); s != "false" && s != "<nil>" {
						fmt.Fprintf(&out, " %s=%s", property.Name, s)
					}
				}
			}
			out.WriteString("\n")
			depth++
		}
		for _, child := range n.Children {
			if _, ok := at[child]; ok {
				write(child, depth)
			}
		}
	}
	start := ""
	for i, n := range all.Nodes {
		at[n.ID] = i
		if n.Element == described.Node.ID {
			start = n.ID
		}
	}
	write(start, 0)
	return out.String()
}

// until waits for a condition, on whatever page the browser is by then.
func (p *tab) until(condition string) {
	p.t.Helper()
	for range 200 {
		var holds bool
		if p.try(condition, &holds) == nil && holds {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	p.t.Fatalf("%s: it never holds that %s", p.address, condition)
}

// try evaluates a script, and gives an error where the page goes away meanwhile.
func (p *tab) try(script string, into any) error {
	return chromedp.Run(p.browser, chromedp.Evaluate(script, into))
}
