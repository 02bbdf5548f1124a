package catalog

import (
	"context"
	"testing"

	"github.com/yiyang-police/permit-portal/models/db/dbtest"
)

func TestSearchesWithoutResultAreKeptForEditors(t *testing.T) {
	t.Parallel()
	ctx, d := context.Background(), dbtest.New(t)
	s := New(d, calendar(t), nil)
	for _, query := range []string{
		"给狗上户口", " 给狗上户口 ", "给狗上户口", "Dog  Licence", "dog licence", // the same, however it is typed
		"430903199003074515 护照", "13873700001", "a@b.cn", "", "   ", "%%", "123", // may name a person, or say nothing
		"这是一段很长很长的话说了自己的事情很多很多没有人应该把它留下来因为它说的是这个人自己的事",
	} {
		if err := s.NoteMiss(ctx, query); err != nil {
			t.Fatalf("%q: %v", query, err)
		}
	}
	list, err := s.Misses(ctx, 10)
	if err != nil || len(list) != 2 || list[0].Query != "给狗上户口" || list[0].Times != 3 || list[1].Query != "dog licence" || list[1].Times != 2 {
		t.Fatalf("%+v %v", list, err)
	}
	if list[0].FirstOn != d.Today() || list[0].LastOn != d.Today() {
		t.Errorf("%+v", list[0])
	}
	if err := s.SettleMiss(ctx, "给狗上户口"); err != nil {
		t.Fatal(err)
	}
	if list, _ := s.Misses(ctx, 10); len(list) != 1 {
		t.Errorf("a settled query is still listed: %+v", list)
	}
	if err := s.NoteMiss(ctx, "给狗上户口"); err != nil {
		t.Fatal(err)
	}
	if list, _ := s.Misses(ctx, 10); len(list) != 2 || list[0].Times != 4 {
		t.Errorf("asked again it comes back: %+v", list)
	}
}
