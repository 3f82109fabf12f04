package publish
import ("testing";"fmt";"os";"syscall";"time")
func cpu() float64 { var r syscall.Rusage; syscall.Getrusage(0,&r); return float64(r.Utime.Nano()+r.Stime.Nano())/1e6 }
func TestZZ(t *testing.T) {
 files := pages()
 var a, b2 float64
 var wa, wb time.Duration
 for range 30 {
  d,_ := os.MkdirTemp(os.Getenv("BENCH_DIR"),"zz")
  root := t.TempDir()
  c:=cpu(); w:=time.Now()
  Sync(files, Options{Root:root,Target:d})
  a += cpu()-c; wa+=time.Since(w)
  os.RemoveAll(d)
  b:=&testing.B{}; d,_ = os.MkdirTemp(os.Getenv("BENCH_DIR"),"zz"); c=cpu(); w=time.Now(); writePlainly(b,d,files); b2+=cpu()-c; wb+=time.Since(w); os.RemoveAll(d)
 }
 fmt.Println("publish cpu", a/30, wa/30, "plain cpu", b2/30, wb/30)
}
