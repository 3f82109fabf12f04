package site

import (
	"strconv"
	"strings"

	"github.com/side-by-side-guide/side-by-side/generator/internal/chapter"
)

// question appends a knowledge check: a form that can be read, answered on paper and looked up without a script.
// In front of the first on a page stand the words that the script needs.
func (f *filler) question(dst []byte, index int) []byte {
	q := &f.Chapter.Questions[index]
	if index == 0 {
		dst = f.Fragments.quizWords.splice(dst, 0)
	}
	var options, answers []byte
	for i, o := range q.Options {
		letter := strings.ToUpper(letters(i))
		options = f.Fragments.quizOption.splice(options, bit(q.Several, first), q.ID, letter, f.splice(o.Text))
		answers = f.Fragments.quizAnswer.splice(answers, bit(o.Right, first), letter, f.splice(o.Feedback))
	}
	scene := f.splice(q.Scene)
	return f.Fragments.quiz.splice(dst, bit(scene != "", first)|bit(q.Several, second),
		q.ID, strconv.Itoa(index+1), strconv.Itoa(len(f.Chapter.Questions)), scene, f.splice(q.Ask), string(options), string(answers))
}

func (f *filler) splice(b chapter.Body) string { return string(b.Splice(nil, f.fill)) }
