package build_test
import ("testing";"fmt";"strings";"time";"github.com/side-by-side-guide/side-by-side/generator/internal/build")
func TestZ(t *testing.T){
 g:=unpack(sample)
 for _,n:=range []int{1_000_000,2_000_000, 4_000_000} {
 for _,piece:=range []string{"It is so, and so it is. ","word word ","[a](lost.md) ","[@nobody] ","*a ","[","![","]","`","<","<b>","\\","a@b.c ","> ","- ","&amp;","\"'","_a*b_ ","[^1]","(",")","| ","http://a.b ","~~a","**a","[a]: b ","{#a} ","é","<!--","x\ty ","www.a.b/(","1. ", "- [ ] "} {
  text:="# Long\n\n"+strings.Repeat(piece,n/len(piece))
  other:=g.with(""); other["content/second/last.md"]=text
  start:=time.Now()
  tree:=other.tree()
  done:=make(chan int,1)
  go func(){ r:=build.New(settings()).Build(tree); done<-len(r.Problems)}()
  select { case p:=<-done: if d:=time.Since(start); d>600*time.Millisecond { fmt.Printf("%d %q %v %d problems\n",n,piece,d.Round(time.Millisecond),p)}
  case <-time.After(20*time.Second): fmt.Printf("%d %q TOO LONG\n",n,piece)}
 }}
}
