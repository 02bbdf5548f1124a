package catalog

import (
	"fmt"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
)

func shelfOf(t *testing.T) *shelf {
	t.Helper()
	item, _, problems := decode("item.yaml", []byte(file(t)))
	if problems != nil {
		t.Fatal(problems)
	}
	items := []*Item{item}
	for i, name := range []string{
		"自行招用保安员单位备案", "保安服务公司设立分公司备案", "居民身份证换领", "爆破作业单位许可证变更", "普通护照补发", "机动车驾驶证期满换证",
	} {
		items = append(items, &Item{
			Code: fmt.Sprintf("430900-ZA-%04d", 100+i), Status: Published, Name: form.Text{Zh: name, En: "Service"}, Department: "other",
			Audience: []Audience{AudienceEnterprise}, OnlineDepth: 3, PowerType: PowerFiling,
		})
	}
	items = append(items, &Item{Code: "430900-ZA-0999", Status: Removed, Name: form.Text{Zh: "已取消的爆破事项", En: "Gone"}})
	return newShelf(7, items)
}

func TestSearchFindsTheRenewal(t *testing.T) {
	t.Parallel()
	s := shelfOf(t)
	for _, query := range []string{
		"爆破作业人员许可", "爆破作业人员许可（到期换证）", "430900-ZA-0022", "430900za0022", "爆破证", "炮工证", "爆破 换证", "爆破证到期了怎么办",
		"我的爆破员证快过期了怎么换", "baopozuoye", "bpzyryxk", "BaoPoZheng", "blasting", "blasting renewal", "ＢＬＡＳＴＩＮＧ", "安全员证换证", "民爆",
	} {
		page, err := s.list(Filter{Query: query})
		if err != nil || page.Total == 0 || page.Items[0].Code != renewal {
			t.Errorf("%q: %+v %v", query, page, err)
		}
	}
	for _, query := range []string{"离婚登记", "xyzzy", "……", "🙂", "a"} {
		if page, err := s.list(Filter{Query: query}); err != nil || len(page.Items) > 0 && page.Items[0].Code == renewal && query != "a" {
			t.Errorf("%q finds %v %v", query, page.Total, err)
		}
	}
}

func TestListFiltersAndPages(t *testing.T) {
	t.Parallel()
	s := shelfOf(t)
	tests := []struct {
		filter Filter
		total  int
	}{
		{Filter{}, 7}, {Filter{Audience: AudiencePerson}, 1}, {Filter{Audience: AudienceEnterprise}, 6}, {Filter{Theme: "explosives"}, 1},
		{Filter{Department: "other", OnlineDepth: 3}, 6}, {Filter{OnlineDepth: 4}, 1}, {Filter{PowerType: PowerPermit}, 1},
		{Filter{Query: "期满换证", Audience: AudienceEnterprise}, 1},
	}
	for _, test := range tests {
		if page, err := s.list(test.filter); err != nil || page.Total != test.total || len(page.Items) != test.total {
			t.Errorf("%+v: %d items, total %d, %v", test.filter, len(page.Items), page.Total, err)
		}
	}
	for _, query := range []string{"", "证"} {
		all, err := s.list(Filter{Query: query})
		if err != nil {
			t.Fatal(err)
		}
		var walked []string
		for after := ""; ; {
			page, err := s.list(Filter{Query: query, Limit: 2, After: after})
			if err != nil || page.Total != all.Total || len(page.Items) > 2 {
				t.Fatalf("%+v %v", page, err)
			}
			for _, item := range page.Items {
				walked = append(walked, item.Code)
			}
			if after = page.Next; after == "" {
				break
			}
		}
		if len(walked) != len(all.Items) {
			t.Errorf("%q: walked %v", query, walked)
		}
		for i, item := range all.Items {
			if walked[i] != item.Code {
				t.Errorf("%q: walked %v", query, walked)
			}
		}
	}
	if _, err := s.list(Filter{After: "'; DROP TABLE"}); fault.Code(err) != "MALFORMED" {
		t.Errorf("%v", err)
	}
	if s.facets.Total != 7 || s.facets.Audience[AudiencePerson] != 1 || s.facets.Department["other"].Count != 6 {
		t.Errorf("%+v", s.facets)
	}
}
