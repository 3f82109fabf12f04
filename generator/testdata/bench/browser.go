package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// openBrowser opens a page in Chromium, and gives a function that waits for a text in it and tells by the browser's
// clock, which is this machine's and rounded up to a millisecond, when it was there.
func openBrowser(ctx context.Context, dir, address string) (func(context.Context, string) (time.Time, error), error) {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, errors.New("this needs Chromium: apt install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox,
		chromedp.UserDataDir(filepath.Join(dir, "browser-"+fmt.Sprint(time.Now().UnixNano()))))
	allocator, _ := chromedp.NewExecAllocator(ctx, options...) // ends with the context
	tab, _ := chromedp.NewContext(allocator, chromedp.WithErrorf(func(string, ...any) {}))
	if err := chromedp.Run(tab, chromedp.Navigate(address)); err != nil {
		return nil, err
	}
	return func(_ context.Context, text string) (time.Time, error) {
		var ms float64
		err := chromedp.Run(tab, chromedp.Evaluate(fmt.Sprintf(`new Promise((done, fail) => {
			const look = () => document.querySelector('main').textContent.includes(%q) && (observer.disconnect(), done(Date.now()))
			const observer = new MutationObserver(look)
			observer.observe(document.body, {subtree: true, childList: true, characterData: true})
			setTimeout(fail, 15000)
			look()
		})`, text), &ms, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }))
		return time.UnixMilli(int64(ms) + 1), err
	}, nil
}
