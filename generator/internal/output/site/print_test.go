package site

import (
	"strings"
	"testing"

	"github.com/side-by-side-guide/side-by-side/generator/internal/source"
)

func TestTheNameOnPaperStaysInItsString(t *testing.T) {
	sheet := source.NewFile("assets/print.css", []byte("p{color:#000}"))
	made := makePrint(printed{sheet, "A \"B\"} \\\nC"})
	want := `p{color:#000}@page{@top-center{content:"A \"B\"} \\ C"}}`
	if got := string(made.Files[0].Data); !strings.HasPrefix(got, want) || made.Files[0].Path != "assets/print.css" {
		t.Errorf("got %s: %s", made.Files[0].Path, got)
	}
	if string(sheet.Bytes()) != "p{color:#000}" {
		t.Error("the sheet of the layouts was changed")
	}
}
