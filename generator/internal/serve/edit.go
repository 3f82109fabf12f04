package serve

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
)

// edit opens the source of what somebody points at: a place, or a block of a page. Only a page of this preview knows
// the token, and only files of the guide are opened.
func (p *Preview) edit(w http.ResponseWriter, r *http.Request) {
	if subtle.ConstantTimeCompare([]byte(r.Header.Get("X-Guide-Token")), []byte(p.token)) != 1 {
		http.Error(w, "the token is not that of this preview", http.StatusForbidden)
		return
	}
	var asked struct {
		File         string
		Line, Column int
		Page, Text   string
	}
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 64<<10)).Decode(&asked); err != nil {
		http.Error(w, "this is no place", http.StatusBadRequest)
		return
	}
	now, _ := p.state(r)
	if now == nil {
		return
	}
	if asked.Page != "" && now.place != nil {
		at, _ := now.place(asked.Page, asked.Text)
		asked.File, asked.Line, asked.Column = at.File, at.Line, at.Column
	}
	if now.tree.File(asked.File) == nil || p.Open == nil {
		http.Error(w, "no file of the guide stands behind this", http.StatusNotFound)
		return
	}
	if err := p.Open(asked.File, asked.Line, asked.Column); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}
