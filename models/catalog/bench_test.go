package catalog

import (
	"testing"

	"github.com/yiyang-police/permit-portal/migrations"
)

// All items, as at the first start of an instance.
func BenchmarkCompile(b *testing.B) {
	cal := calendar(b)
	whole, err := readSet(migrations.Items())
	if err != nil {
		b.Fatal(err)
	}
	b.Run("expand", func(b *testing.B) {
		for b.Loop() {
			lib, _ := readFragments(whole.fragments)
			whole.load(lib)
		}
	})
	b.Run("all", func(b *testing.B) {
		for b.Loop() {
			if _, err := CheckFiles(migrations.Items(), cal, ""); err != nil {
				b.Log(err)
				b.FailNow()
			}
		}
	})
}
