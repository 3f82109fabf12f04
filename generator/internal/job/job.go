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
	same() any
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

// same is equal for jobs whose inputs are the same values at the same places, which spares hashing them. Inputs that
// the language cannot compare are the same in the very same job only.
func (t *task[In, Out]) same() any {
	if !reflect.TypeFor[In]().Comparable() {
		return t
	}
	return identity[In]{t.name, t.in}
}

type identity[In any] struct {
	name string
	in   In
}

func (t *task[In, Out]) key() Key {
	t.once.Do(func() { t.found = KeyOf(t.name, t.in) })
	return t.found
}

// A Cache holds what the jobs of the last build made. The zero Cache is empty and ready. It may be used by
// one build at a time.
type Cache struct {
	Off bool // there is one build only: nothing is remembered

	mu         sync.Mutex
	last, next memory
	made       atomic.Int64
	stop       <-chan struct{}
	broken     bool // the build was stopped
}

// A memory is what the jobs of a build made: by their keys, and in the order in which they were run.
type memory struct {
	made map[Key]any
	runs [][]kept
}

type kept struct {
	same any
	key  Key
	made any
}

// Begin starts a build: what the build before the last one made, and the last did not use, is forgotten. Once
// stop is closed, Run gives up: it panics with Stopped.
func (c *Cache) Begin(stop <-chan struct{}) {
	if c.broken && c.last.made != nil { // it used less than it would have
		maps.Copy(c.last.made, c.next.made)
	} else {
		c.last = c.next
	}
	c.next = memory{made: make(map[Key]any, len(c.last.made))}
	c.stop, c.broken = stop, false
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
	if c.Off {
		Drain(c, jobs, func(i int, made Out) { out[i] = made })
		return out
	}
	run := make([]kept, len(jobs))
	changed := unlike(c, jobs, run)
	Each(len(changed), func(i int) {
		if !c.stopped() {
			run[changed[i]] = once(c, jobs[changed[i]])
		}
	})
	if c.stopped() {
		c.broken = true
		panic(Stopped)
	}
	c.next.runs = append(c.next.runs, run)
	for i, k := range run {
		out[i] = k.made.(Out)
	}
	return out
}

// Drain runs the jobs on all cores, and hands on what each makes at once, with the job's number, rather than remember it.
func Drain[Out any](c *Cache, jobs []Job[Out], take func(i int, made Out)) {
	Each(len(jobs), func(i int) {
		take(i, jobs[i].run())
		jobs[i] = Job[Out]{} // with its input
	})
	c.made.Add(int64(len(jobs)))
}

// Ahead runs a job before its turn. When that comes, it is remembered.
func Ahead[Out any](c *Cache, j Job[Out]) Out {
	if c.Off {
		return j.run()
	}
	return once(c, j).made.(Out)
}

// unlike fills in what the last build made where it ran the very same job at the same place, and gives the numbers of
// the others. After an edit they are few, and what is done for all the rest must be little.
func unlike[Out any](c *Cache, jobs []Job[Out], run []kept) (changed []int) {
	var last []kept
	if turn := len(c.next.runs); turn < len(c.last.runs) {
		last = c.last.runs[turn]
	}
	for i, j := range jobs {
		if i < len(last) && last[i].same == j.same() {
			run[i] = last[i]
			c.next.made[run[i].key] = run[i].made
		} else {
			changed = append(changed, i)
		}
	}
	return changed
}

// once runs a job, unless one with its key was run in this build or the last.
func once[Out any](c *Cache, j Job[Out]) kept {
	key := j.key()
	c.mu.Lock()
	made, ok := c.next.made[key]
	if !ok {
		made, ok = c.last.made[key]
	}
	c.mu.Unlock()
	if !ok {
		made = j.run()
		c.made.Add(1)
	}
	c.mu.Lock()
	c.next.made[key] = made
	c.mu.Unlock()
	return kept{j.same(), key, made}
}

// Each calls do for 0 … n-1, on all cores, and returns when all are done. It begins with the last: that is where a plan has its few
// large jobs, such as the search index, behind which nobody should have to wait. A panic in one of them is raised
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
			for i := n - int(next.Add(1)); i >= 0; i = n - int(next.Add(1)) {
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
