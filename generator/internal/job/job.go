// Package job runs pure jobs in parallel and remembers what they made.
//
// It keeps law 3 of the house: a job sees its input and nothing else. Its key is the hash of that input, so
// a key that was seen in the last build is not run again, and no dependency graph is needed. The input is a
// narrow struct of exported fields and the function a top-level one, so that nothing slips in unseen.
package job

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"sync"
	"sync/atomic"
)

// A Key is the SHA-256 of everything a job reads.
type Key = [sha256.Size]byte

// Keyed is a value that knows the key of all it holds; it is hashed in place of its fields.
type Keyed interface{ JobKey() Key }

// A Job is a function bound to its input.
type Job[Out any] struct{ bound[Out] }

type bound[Out any] interface {
	key() Key
	run() Out
}

// New binds run to its input. The name sets apart functions that take equal inputs. The input may hold
// strings, numbers, booleans, slices, arrays, structs of exported fields, pointers to such, and Keyed
// values; anything else is the program's mistake and panics once the job is looked for.
func New[In, Out any](name string, in In, run func(In) Out) Job[Out] {
	return Job[Out]{&task[In, Out]{name: name, in: in, do: run}}
}

type task[In, Out any] struct {
	name  string
	in    In
	do    func(In) Out
	once  sync.Once
	found Key
}

func (t *task[In, Out]) run() Out { return t.do(t.in) }

func (t *task[In, Out]) key() Key {
	t.once.Do(func() { t.found = KeyOf(t.name, t.in) })
	return t.found
}

// A Cache holds what the jobs of the last build made. The zero Cache is empty and ready. It may be used by
// one build at a time.
type Cache struct {
	Off bool // there is one build only: nothing is remembered

	mu         sync.Mutex
	last, next map[Key]any
	made       atomic.Int64
	stop       <-chan struct{}
	broken     bool // the build was stopped
}

// Begin starts a build: what the build before the last one made, and the last did not use, is forgotten. Once
// stop is closed, Run gives up: it panics with Stopped.
func (c *Cache) Begin(stop <-chan struct{}) {
	if c.broken && c.last != nil { // it used less than it would have
		maps.Copy(c.last, c.next)
	} else {
		c.last = c.next
	}
	c.next, c.stop, c.broken = make(map[Key]any, len(c.last)), stop, false
	c.made.Store(0)
}

// Stopped is what Run panics with when the build is to be given up.
var Stopped = errors.New("job: stopped")

func (c *Cache) stopped() bool {
	select {
	case <-c.stop:
		return true
	default:
		return false
	}
}

// Made tells how many jobs ran since Begin, rather than being remembered.
func (c *Cache) Made() int { return int(c.made.Load()) }

// Run returns what the jobs make, in their order, running those that are not remembered on all cores.
func Run[Out any](c *Cache, jobs []Job[Out]) []Out {
	out := make([]Out, len(jobs))
	Each(len(jobs), func(i int) {
		if !c.stopped() {
			out[i] = once(c, jobs[i])
		}
	})
	if c.stopped() {
		c.broken = true
		panic(Stopped)
	}
	return out
}

func once[Out any](c *Cache, j Job[Out]) Out {
	if c.Off {
		c.made.Add(1)
		return j.run()
	}
	key := j.key()
	c.mu.Lock()
	made, ok := c.next[key]
	if !ok {
		made, ok = c.last[key]
	}
	c.mu.Unlock()
	if !ok {
		made = j.run()
		c.made.Add(1)
	}
	c.mu.Lock()
	c.next[key] = made
	c.mu.Unlock()
	return made.(Out)
}

// Each calls do for 0 … n-1, on all cores, and returns when all are done. A panic in one of them is raised
// again here.
func Each(n int, do func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			do(i)
		}
		return
	}
	var next atomic.Int64
	var group sync.WaitGroup
	var broken atomic.Value
	for range workers {
		group.Go(func() {
			defer func() {
				if p := recover(); p != nil {
					broken.CompareAndSwap(nil, fmt.Sprintf("%v", p))
				}
			}()
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
	if p := broken.Load(); p != nil {
		panic(p)
	}
}

// KeyOf hashes a name and values, which may be of the kinds that New allows.
func KeyOf(name string, values ...any) Key {
	buf := scratch.Get().(*[]byte)
	defer scratch.Put(buf)
	b := appendString((*buf)[:0], name)
	for _, value := range values {
		b = appendValue(b, reflect.ValueOf(value))
	}
	*buf = b
	return sha256.Sum256(b)
}

var scratch = sync.Pool{New: func() any { return new([]byte) }}

func appendString(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}

var keyed = reflect.TypeFor[Keyed]()

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Invalid:
		return append(b, 0)
	case reflect.String:
		return appendString(b, v.String())
	case reflect.Bool:
		if v.Bool() {
			return append(b, 1)
		}
		return append(b, 0)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return binary.AppendVarint(b, v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return binary.AppendUvarint(b, v.Uint())
	case reflect.Slice, reflect.Array:
		return appendList(b, v)
	case reflect.Struct:
		return appendStruct(b, v)
	case reflect.Pointer:
		return appendPointer(b, v)
	}
	panic("job: an input may not hold a " + v.Type().String())
}

// appendPointer hashes what knows its own key by that key. Only pointers and structs may know one, so that
// the many plain values need not be asked.
func appendPointer(b []byte, v reflect.Value) []byte {
	switch {
	case v.IsNil():
		return append(b, 0)
	case v.Type().Implements(keyed):
		key := v.Interface().(Keyed).JobKey()
		return append(append(b, 1), key[:]...)
	}
	return appendValue(append(b, 1), v.Elem())
}

func appendList(b []byte, v reflect.Value) []byte {
	if v.Type().Elem().Kind() == reflect.Uint8 && v.Kind() == reflect.Slice {
		b = binary.AppendUvarint(b, uint64(v.Len()))
		return append(b, v.Bytes()...)
	}
	b = binary.AppendUvarint(b, uint64(v.Len()))
	for i := range v.Len() {
		b = appendValue(b, v.Index(i))
	}
	return b
}

func appendStruct(b []byte, v reflect.Value) []byte {
	if v.Type().Implements(keyed) {
		key := v.Interface().(Keyed).JobKey()
		return append(b, key[:]...)
	}
	for i := range v.NumField() {
		field := v.Field(i)
		if !field.CanInterface() {
			panic("job: " + v.Type().String() + " has a field that is not exported")
		}
		b = appendValue(b, field)
	}
	return b
}
