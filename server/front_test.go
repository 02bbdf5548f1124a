package server

import (
	"io/fs"
	"slices"
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
	"github.com/yiyang-police/permit-portal/models/catalog"
)

// What the editors put on the first page is there.
func TestEveryItemOnTheFirstPageExists(t *testing.T) {
	t.Parallel()
	front, err := catalog.ParseFront(migrations.Front)
	if err != nil {
		t.Fatal(err)
	}
	if len(front.NoVisit) < 3 {
		t.Errorf("%d items without a visit", len(front.NoVisit))
	}
	for _, code := range slices.Concat(front.NoVisit, front.OftenPerson, front.OftenEnterprise, front.Business) {
		if found, err := fs.Glob(migrations.Items(), "*/"+code+".yaml"); err != nil || len(found) != 1 {
			t.Errorf("%s has %d files, %v", code, len(found), err)
		}
	}
}
