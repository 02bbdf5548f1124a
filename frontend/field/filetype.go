package field

import (
	"strings"

	"github.com/yiyang-police/permit-portal/models/form"
)

// maxBytes is the limit of a file whose question names none (domain.md 5.9).
const maxBytes = 10 << 20

// fileType is how a media type is called and how its files end.
type fileType struct {
	name    string
	endings []string
}

var fileTypes = map[string]fileType{
	"application/pdf": {"PDF", []string{".pdf"}},
	"application/ofd": {"OFD", []string{".ofd"}},
	"image/jpeg":      {"JPG", []string{".jpg", ".jpeg"}},
	"image/png":       {"PNG", []string{".png"}},
}

// standardTypes are accepted where a question names none, in the order in which they are read out.
var standardTypes = []string{"application/pdf", "application/ofd", "image/jpeg", "image/png"}

func (v View) limit() int64 {
	if v.Question.MaxBytes > 0 {
		return v.Question.MaxBytes
	}
	return maxBytes
}

func (v View) types() []fileType {
	accepted := v.Question.Accept
	if v.Question.Kind == form.KindPhoto {
		accepted = []string{"image/jpeg"}
	}
	if len(accepted) == 0 {
		accepted = standardTypes
	}
	var types []fileType
	for _, media := range accepted {
		if t, ok := fileTypes[media]; ok {
			types = append(types, t)
		}
	}
	return types
}

// endings are the file name endings that the browser offers.
func (v View) endings() []string {
	var all []string
	for _, t := range v.types() {
		all = append(all, t.endings...)
	}
	return all
}

// typeNames lists the types for people: PDF、JPG.
func (v View) typeNames() string {
	var names []string
	for _, t := range v.types() {
		names = append(names, t.name)
	}
	return strings.Join(names, " / ")
}
