package catalog

import "testing"

func BenchmarkCompile(b *testing.B) {
	raw, cal := []byte(file(b)), calendar(b)
	b.Run("decode", func(b *testing.B) {
		for b.Loop() {
			if _, _, problems := decode("item.yaml", raw); problems != nil {
				b.Fatal(problems)
			}
		}
	})
	item, _, _ := decode("item.yaml", raw)
	b.Run("compile", func(b *testing.B) {
		for b.Loop() {
			if problems := compile(item, cal); problems != nil {
				b.Fatal(problems)
			}
		}
	})
}
