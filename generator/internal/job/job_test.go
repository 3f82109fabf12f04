package job_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/job"
)

type input struct {
	Text   string
	Number int
	Flag   bool
	List   []string
	Array  [2]uint8
	Inner  inner
	Link   *inner
	Bytes  []byte
	Own    keyed
}

type inner struct{ A, B string }

// keyed is hashed by its key alone.
type keyed struct{ key, rest string }

func (k keyed) JobKey() job.Key { return job.KeyOf("keyed", k.key) }

func TestDifferentInputsHaveDifferentKeys(t *testing.T) {
	inputs := []input{
		{}, {Text: "a"}, {Number: 1}, {Number: -1}, {Flag: true}, {List: []string{""}}, {List: []string{"", ""}},
		{List: []string{"ab"}}, {List: []string{"a", "b"}}, {Array: [2]uint8{0, 1}}, {Array: [2]uint8{1, 0}},
		{Inner: inner{"ab", ""}}, {Inner: inner{"a", "b"}}, {Link: &inner{}}, {Link: &inner{"ab", ""}},
		{Bytes: []byte{0}}, {Bytes: []byte("a")}, {Own: keyed{key: "a"}},
	}
	seen := map[job.Key]string{}
	for _, in := range inputs {
		for _, name := range []string{"one", "two"} {
			key := job.KeyOf(name, in)
			if other, twice := seen[key]; twice {
				t.Errorf("%s %+v has the key of %s", name, in, other)
			}
			seen[key] = fmt.Sprintf("%s %+v", name, in)
		}
	}
	if job.KeyOf("ab", "c") == job.KeyOf("a", "bc") || job.KeyOf("a", "b", "") == job.KeyOf("a", "", "b") {
		t.Error("keys do not tell where a value ends")
	}
}

func TestEqualInputsHaveEqualKeys(t *testing.T) {
	one := input{Text: "a", List: []string{"b"}, Link: &inner{"c", "d"}, Own: keyed{"e", "one"}}
	two := input{Text: "a", List: []string{"b"}, Link: &inner{"c", "d"}, Own: keyed{"e", "two"}}
	if job.KeyOf("x", one) != job.KeyOf("x", two) {
		t.Error("a pointer or what a Keyed value leaves out is in the key")
	}
	if job.KeyOf("x", input{}) != job.KeyOf("x", input{List: []string{}}) {
		t.Error("an empty list is not like none")
	}
}

func TestWhatCannotBeHashedPanics(t *testing.T) {
	for name, value := range map[string]any{
		"a map": struct{ M map[string]int }{}, "a function": struct{ F func() }{func() {}},
		"a field that is not exported": struct{ f int }{1}, "an interface": struct{ I fmt.Stringer }{}, "a fraction": 1.5,
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			job.KeyOf("x", value)
		})
	}
}

func TestWhatTheLastBuildMadeIsNotMadeAgain(t *testing.T) {
	var cache job.Cache
	var ran atomic.Int64
	upper := func(in string) string { ran.Add(1); return strings.ToUpper(in) }
	build := func(inputs ...string) string {
		ran.Store(0)
		cache.Begin(nil)
		var jobs []job.Job[string]
		for _, in := range inputs {
			jobs = append(jobs, job.New("upper", in, upper))
		}
		out := strings.Join(job.Run(&cache, jobs), " ")
		if int(ran.Load()) != cache.Made() {
			t.Errorf("%d jobs ran, and the cache says %d", ran.Load(), cache.Made())
		}
		return out
	}
	for _, step := range []struct {
		inputs, want string
		made         int
	}{
		{"a b c", "A B C", 3},
		{"a b c", "A B C", 0},
		{"c d a", "C D A", 1},
		{"b", "B", 1}, // forgotten, since the last build did not use it
		{"d", "D", 1},
		{"", "", 0},
		{"d", "D", 1},
	} {
		if got := build(strings.Fields(step.inputs)...); got != step.want || cache.Made() != step.made {
			t.Errorf("%s: %s with %d jobs, want %s with %d", step.inputs, got, cache.Made(), step.want, step.made)
		}
	}
}

// A build that is stopped forgets nothing: neither what it made, nor what it had no time to ask for.
func TestABuildThatIsStoppedForgetsNothing(t *testing.T) {
	var cache job.Cache
	build := func(stop chan struct{}, inputs ...string) (whole bool) {
		cache.Begin(stop)
		defer func() {
			if p := recover(); p != nil && p != job.Stopped {
				t.Fatal(p)
			}
		}()
		for _, in := range inputs { // one after the other, whatever the number of cores
			job.Run(&cache, []job.Job[string]{job.New("upper", in, func(in string) string {
				if in == "stop" {
					close(stop)
				}
				return strings.ToUpper(in)
			})})
		}
		return true
	}
	build(nil, "a", "b", "c")
	if build(make(chan struct{}), "a", "d", "stop", "b") {
		t.Fatal("the build went on")
	}
	if build(nil, "a", "b", "c", "d"); cache.Made() != 0 {
		t.Errorf("%d jobs ran again", cache.Made())
	}
}

func TestResultsComeInTheirOrder(t *testing.T) {
	var cache job.Cache
	cache.Begin(nil)
	var jobs []job.Job[int]
	var want []int
	for i := range 1000 {
		jobs, want = append(jobs, job.New("square", i, func(i int) int { return i * i })), append(want, i*i)
	}
	if got := job.Run(&cache, jobs); !slices.Equal(got, want) {
		t.Error(got)
	}
}

func TestEachDoesEachOnceAndWaits(t *testing.T) {
	for _, cores := range []int{1, 2, 8} {
		old := runtime.GOMAXPROCS(cores)
		done := make([]atomic.Int64, 500)
		job.Each(len(done), func(i int) { done[i].Add(1) })
		runtime.GOMAXPROCS(old)
		for i := range done {
			if n := done[i].Load(); n != 1 {
				t.Fatalf("%d cores: %d was done %d times", cores, i, n)
			}
		}
	}
	job.Each(0, func(int) { t.Error("there is nothing to do") })
}

func TestAPanicPassesThrough(t *testing.T) {
	for _, cores := range []int{1, 4} {
		t.Run(fmt.Sprint(cores, " cores"), func(t *testing.T) {
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
			defer func() {
				if p := recover(); p == nil || !strings.Contains(fmt.Sprint(p), "broken 7") {
					t.Errorf("recovered %v", p)
				}
			}()
			job.Each(20, func(i int) {
				if i == 7 {
					panic("broken 7")
				}
			})
		})
	}
}
