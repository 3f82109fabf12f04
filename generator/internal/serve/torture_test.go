package serve

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/side-by-side-guide/side-by-side/generator/internal/book"
	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

// attacked runs a preview on a real port, and wants it to end without leaving anything behind.
func attacked(t *testing.T, l limits, files ...book.File) (*Preview, string) {
	t.Helper()
	before := runtime.NumGoroutine()
	p := NewPreview("/")
	p.Show(Update{Files: append(files, book.File{Path: "index.html", Data: []byte("<head></head>cover")}), Tree: source.NewTree(nil)})
	listener, err := Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- l.run(ctx, listener, p) }()
	t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
		until(t, "the end of all that was begun", func() bool { return runtime.NumGoroutine() <= before })
	})
	return p, listener.Addr().String()
}

func until(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(15 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func dial(t *testing.T, address string) net.Conn {
	t.Helper()
	c, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	return c
}

// answers wants the preview to show its cover to whoever asks now.
func answers(t *testing.T, address string) {
	t.Helper()
	c := dial(t, address)
	defer c.Close()
	fmt.Fprintf(c, "GET / HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", address)
	if answer, err := io.ReadAll(c); err != nil || !bytes.Contains(answer, []byte("cover")) {
		t.Errorf("the preview answers %q, %v", answer, err)
	}
}

var patient = limits{10 * time.Second, 10 * time.Second, time.Minute, time.Minute}

func TestAThousandStreams(t *testing.T) {
	p, address := attacked(t, patient)
	var before, during runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ask := "GET /.guide/events HTTP/1.1\r\nHost: localhost\r\n\r\n"
	streams := make([]*bufio.Reader, listeners)
	var open []net.Conn
	for i := range streams {
		c := dial(t, address)
		open = append(open, c)
		fmt.Fprint(c, ask)
		streams[i] = bufio.NewReaderSize(c, 512)
	}
	hear := func(words string) {
		t.Helper()
		var all sync.WaitGroup
		for _, stream := range streams {
			all.Go(func() {
				for {
					line, err := stream.ReadString('\n')
					if err != nil {
						t.Errorf("a stream ends: %v", err)
						return
					}
					if strings.Contains(line, words) {
						return
					}
				}
			})
		}
		all.Wait()
	}
	hear(`-1"`)
	one := dial(t, address)
	fmt.Fprint(one, ask)
	if answer, err := http.ReadResponse(bufio.NewReader(one), nil); err != nil || answer.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("one stream too many is answered %v, %v", answer, err)
	}
	one.Close()
	for i := range 3 {
		p.Show(Update{Files: []book.File{{Path: "index.html", Data: fmt.Append(nil, "<head></head>cover ", i)}}, Tree: source.NewTree(nil)})
		hear(fmt.Sprintf(`-%d"`, i+2))
	}
	runtime.GC()
	runtime.ReadMemStats(&during)
	if grown := int64(during.HeapAlloc+during.StackInuse) - int64(before.HeapAlloc+before.StackInuse); grown > 64<<20 {
		t.Errorf("%d streams take %d MB", len(streams), grown>>20)
	} else {
		t.Logf("%d streams take %d MB, of which a part is the test's own", len(streams), grown>>20)
	}
	answers(t, address)
	for _, c := range open {
		c.Close()
	}
	until(t, "the streams' end", func() bool { return p.listening.Load() == 0 })
	c := dial(t, address) // and others may come
	defer c.Close()
	fmt.Fprint(c, ask)
	if line, err := bufio.NewReader(c).ReadString('\n'); err != nil || !strings.Contains(line, "200") {
		t.Errorf("a new stream is answered %q, %v", line, err)
	}
}

func TestSlowClientsAreLeft(t *testing.T) {
	large := book.File{Path: "large.bin", Data: make([]byte, 64<<20)}
	p, address := attacked(t, limits{300 * time.Millisecond, 300 * time.Millisecond, 300 * time.Millisecond, 300 * time.Millisecond}, large)
	for what, sent := range map[string]string{
		"says nothing":     "",
		"never asks":       "GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
		"asks by letters":  "G",
		"sends no body":    "POST /.guide/open HTTP/1.1\r\nHost: localhost\r\nX-Guide-Token: " + p.token + "\r\nContent-Length: 1000\r\n\r\n{",
		"sends no chunk":   "POST /.guide/open HTTP/1.1\r\nHost: localhost\r\nX-Guide-Token: " + p.token + "\r\nTransfer-Encoding: chunked\r\n\r\n",
		"asks no more":     "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"takes no answer":  "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n",
		"asks and is gone": "GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n" + strings.Repeat("GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n", 50),
	} {
		t.Run(what, func(t *testing.T) {
			var open []net.Conn
			for range 20 {
				c := dial(t, address)
				defer c.Close()
				if _, err := io.WriteString(c, sent); err != nil {
					t.Fatal(err)
				}
				open = append(open, c)
			}
			start := time.Now()
			for _, c := range open {
				if strings.Contains(sent, "large") {
					continue // nothing is taken; the cleanup finds out that nobody waits for them
				}
				if _, err := io.Copy(io.Discard, c); err != nil && !strings.Contains(err.Error(), "reset") {
					t.Errorf("the connection is not ended: %v", err)
				}
			}
			if took := time.Since(start); took > 10*time.Second {
				t.Errorf("it took %v to leave", took)
			}
			time.Sleep(400 * time.Millisecond)
			answers(t, address)
		})
	}
}

func TestWhatIsNoRequestIsRefused(t *testing.T) {
	_, address := attacked(t, patient, book.File{Path: "a/index.html", Data: []byte("a")})
	r := strings.Repeat
	for sent, want := range map[string]string{
		"\r\n\r\n\r\n": "", "\x00\x00\x00\x00\r\n\r\n": "400", "GET\r\n\r\n": "400", "GET / HTTP/9.9\r\n\r\n": "505", "GET / HTTP/1.1\r\n\r\n": "400",
		"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n": "400", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n": "403",
		"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n": "400", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n": "400", "GET / HTTP/1.1\r\nHost: localhost\r\nX : y\r\n\r\n": "400",
		"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n":                     "400",
		"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n": "400",
		"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: x\r\n\r\n":                   "501",
		"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + r("x", 1<<20) + "\r\n\r\n":               "431",
		"GET / HTTP/1.1\r\nHost: localhost\r\n" + r("X: y\r\n", 100_000) + "\r\n":             "431",
		"GET /" + r("x", 1<<20) + " HTTP/1.1\r\nHost: localhost\r\n\r\n":                      "431",
		"GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n":                                        "400",
		"GET / HTTP/1.0\r\n\r\n": "403",
		"GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n":                                    "403",
		"GET http://localhost/ HTTP/1.1\r\nHost: evil.example\r\n\r\n":                                    "200", // the address counts
		"GET / HTTP/1.1\r\nHost: localhost.evil.example\r\n\r\n":                                          "403",
		"GET / HTTP/1.1\r\nHost: evil.example:80@localhost\r\n\r\n":                                       "400",
		"GET /../../etc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n":                                       "404",
		"GET /..%2f..%2fetc/passwd HTTP/1.1\r\nHost: localhost\r\n\r\n":                                   "404",
		"GET /a/%2e%2e/index.html HTTP/1.1\r\nHost: localhost\r\n\r\n":                                    "404",
		"GET /a%00 HTTP/1.1\r\nHost: localhost\r\n\r\n":                                                   "404",
		"GET /a\\..\\index.html HTTP/1.1\r\nHost: localhost\r\n\r\n":                                      "404",
		"GET //evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n":                                         "404",
		"GET //a HTTP/1.1\r\nHost: localhost\r\n\r\n":                                                     "404",
		"GET /a HTTP/1.1\r\nHost: localhost\r\n\r\n":                                                      "301",
		"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n":                             "403",
		"OPTIONS * HTTP/1.1\r\nHost: localhost\r\n\r\n":                                                   "200",
		"TRACE / HTTP/1.1\r\nHost: localhost\r\n\r\n":                                                     "405",
		"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc":                              "405",
		"GET / HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n":          "200",
		"GET / HTTP/1.1\r\nHost: localhost\r\nRange: bytes=" + r("0-1,", 5000) + "\r\n\r\n":               "",
		"POST /.guide/open HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}":                    "403",
		"GET /.guide/events HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost.evil.example\r\n\r\n": "403",
		"GET /.guide/events HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n\r\n":                          "403",
		"GET /.guide/events HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\n\r\n":        "403",
	} {
		c := dial(t, address)
		go func() { _, _ = io.WriteString(c, sent) }() // the server may leave before it has read all
		if len(want) > 0 {
			line, err := bufio.NewReader(c).ReadString('\n')
			if words := strings.Fields(line); len(words) < 2 || words[1] != want {
				t.Errorf("%.80q is answered %q (%v), want %s", sent, line, err, want)
			}
		}
		c.Close()
	}
	answers(t, address)
}
