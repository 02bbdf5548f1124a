package pages

import (
	"bytes"
	"context"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/catalog"
	"github.com/yiyang-police/permit-portal/models/disclosure"
	"github.com/yiyang-police/permit-portal/models/document"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/form"
	"github.com/yiyang-police/permit-portal/models/procedure"
	"github.com/yiyang-police/permit-portal/models/search"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// rawKey is a message key that reached the reader because no file has it.
var rawKey = regexp.MustCompile(`>\s*((account|about|channel|delivery|guide|home|inbox|situation|checklist|blank|origin|material|items|limit|list|material|me|members|next|outbox|progress|state|theme|unit|verify)\.[A-Za-z_.]+)\s*<`)

func render(t *testing.T, lang locale.Lang, page templ.Component) string {
	t.Helper()
	var b bytes.Buffer
	if err := page.Render(locale.With(context.Background(), lang), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func text(s string) form.Text { return form.Text{Zh: s, En: s} }

func sampleItem() *catalog.Item {
	material := func(way catalog.Way, need catalog.Need, kind string) catalog.Material {
		return catalog.Material{Name: text("材料"), Way: way, Need: need, Kind: kind, Copies: 1, Origin: text("医院"), Provider: text("人口库"), ReplacedBy: text("电子证照"), Shows: text("结论")}
	}
	return &catalog.Item{
		Code: "430900-ZA-0022", Version: 3, Status: catalog.Published, PowerType: catalog.PowerPermit, OnlineDepth: 4, Name: text("换证"),
		Summary: text("到期换证"), Channels: []string{"online", "window", "post"}, Delivery: []string{"ems", "electronic", "counter"},
		Guide: catalog.Guide{
			Who: text("爆破员"), When: []form.Text{text("到期前")}, Conditions: []catalog.Condition{{Code: "B1", Title: text("健康")}},
			Exclusions: []form.Text{text("过期")}, Steps: []catalog.Step{{Title: text("填写"), Days: text("5 天")}},
			Places: []catalog.Place{{Name: text("窗口")}}, Remedies: []form.Text{text("复议")}, Faq: []catalog.Faq{{Question: text("问"), Answer: text("答")}},
		},
		Limits:     catalog.Limits{Statutory: workday.Limit{N: 20, Unit: workday.WorkingDays}, Promised: workday.Limit{N: 1, Unit: workday.WorkingDays}},
		Materials:  []catalog.Material{material(catalog.Upload, catalog.Required, "original"), material(catalog.Shared, catalog.Waivable, "electronic"), material(catalog.Generated, catalog.Tolerated, "copy")},
		NeverAsked: []catalog.Waived{{Name: text("无犯罪记录证明"), Why: text("公安自查")}},
	}
}

// samples holds every page of this package at its fullest.
// windowItem is the item as one that is handled at a window and depends on circumstances.
func windowItem(item catalog.Item) catalog.Item {
	item.OnlineDepth, item.Limits = 1, catalog.Limits{}
	item.Situations = []catalog.Situation{{Key: "who", Ask: text("谁办？"), Hint: text("说明"), Options: []catalog.SituationOption{
		{Value: "self", Label: text("本人")}, {Value: "agent", Label: text("代办"), Hint: text("要委托书")},
		{Value: "abroad", Label: text("国外"), Item: "x"}, {Value: "nobody", Label: text("别人"), Stop: text("不能办")},
	}}}
	item.Materials = append(slices.Clone(item.Materials),
		catalog.Material{Key: "letter", Name: text("委托书"), Way: catalog.Window, Need: catalog.Required, Kind: "original", When: &form.Condition{Fact: "situation.who", Is: "agent"}},
		catalog.Material{Key: "other", Name: text("证明"), Way: catalog.Window, Need: catalog.Required, Kind: "copy", When: &form.Condition{Question: "q", Is: true}})
	item.Provenance = catalog.Provenance{"default": catalog.FromGuide, "legal_basis": catalog.FromLaw, "promised": catalog.Awaiting}
	return item
}

func everyTheme() catalog.Facets {
	f := catalog.Facets{Theme: map[string]int{}}
	for _, t := range catalog.Themes() {
		f.Theme[t] = 1
	}
	return f
}

func TestEveryThemeHasItsPictureAndName(t *testing.T) {
	t.Parallel()
	for _, theme := range catalog.Themes() {
		if !ui.HasPicture(theme) || !locale.Has("theme."+theme) {
			t.Errorf("%s has no picture or no name", theme)
		}
	}
}

func samples() map[string]templ.Component {
	ctx := context.Background()
	f := ui.Frame{Title: "x", Path: "/x"}
	refused := Refused(ctx, url.Values{"mobile": {"1"}}, fault.Fields(fault.OneField("/mobile", "PHONE_FORMAT")).(*fault.Error))
	sent := CodeState{Sent: true, Demo: true}
	item := sampleItem()
	summary := catalog.Summary{Code: item.Code, Name: item.Name, PowerType: catalog.PowerFiling, OnlineDepth: 4, Promised: workday.Limit{N: 7, Unit: workday.NaturalDays}}
	suspended := *item
	suspended.Status, suspended.ImplementCode, suspended.Fee.Charged = catalog.Suspended, "1", true
	window := windowItem(*item)
	news := []catalog.Announcement{{Title: text("公告"), Text: text("正文")}}
	var found []catalog.Summary
	for _, kind := range []search.Kind{search.ByCode, search.ByName, search.ByWord, search.BySound, search.ByText} {
		one := summary
		one.Match = &catalog.Match{Kind: kind, Phrase: "换证"}
		found = append(found, one)
	}
	notice := NoticeLine{ID: uuid.New(), Title: "通知", Unread: true, For: "单位", CaseHref: "/cases/1", DocumentID: "1"}
	all := map[string]templ.Component{
		"home":            Home(f, HomeView{Side: catalog.AudiencePerson, NoVisit: []catalog.Summary{summary}, Often: []catalog.Summary{summary}, Total: 1, Facets: everyTheme(), News: news}),
		"enterprise home": Home(f, HomeView{Side: catalog.AudienceEnterprise, Business: []catalog.Summary{summary}, Facets: everyTheme(), Figures: &casework.Figures{Received: 20, Decided: 12}}),
		"items": Items(f, ItemsView{Filter: catalog.Filter{Query: "换证"}, Page: catalog.Page{Items: []catalog.Summary{summary}, Next: "1.x", Total: 1}, Facets: catalog.Facets{
			OnlineDepth: map[int]int{1: 1, 2: 1, 3: 1, 4: 1}, Theme: map[string]int{"explosives": 1, "occupation": 2}}}),
		"no items":        Items(f, ItemsView{}),
		"why found":       Items(f, ItemsView{Page: catalog.Page{Items: found}}),
		"window guide":    Guide(f, GuideView{Item: &window, Address: "https://example.test/items/1", Took: &casework.Took{Cases: 12, Median: 3, P90: 7}, Related: []catalog.Summary{summary}}),
		"question":        Situation(f, SituationView{GuideView: GuideView{Item: &window}, Told: window.Situate(nil), Wrong: true}),
		"stop":            Situation(f, SituationView{GuideView: GuideView{Item: &window}, Told: window.Situate(map[string]string{"who": "nobody"})}),
		"elsewhere":       Situation(f, SituationView{GuideView: GuideView{Item: &window}, Told: window.Situate(map[string]string{"who": "abroad"}), Other: item}),
		"ready":           Situation(f, SituationView{GuideView: GuideView{Item: &window}, Told: window.Situate(map[string]string{"who": "agent"})}),
		"checklist":       Checklist(f, ChecklistView{SituationView: SituationView{GuideView: GuideView{Item: &window}, Told: window.Situate(map[string]string{"who": "agent"})}, Page: "https://example.test/", Sent: "138"}),
		"blank":           Blank(f, BlankView{GuideView: GuideView{Item: item}}),
		"guide":           Guide(f, GuideView{Item: item, Address: "https://example.test/items/1"}),
		"suspended guide": Guide(f, GuideView{Item: &suspended, Address: "https://example.test/items/1"}),
		"sign-in":         SignIn(f, SignInView{Entry: refused, By: ByPassword, Back: "/me", Demo: []DemoAccount{{Login: "a"}}}),
		"sign-in by code": SignIn(f, SignInView{By: ByCode, Sent: sent}),
		"second factor":   SecondFactor(f, StepView{Challenge: "c", Demo: true}),
		"register":        Register(f, RegisterView{Entry: refused, Sent: sent}),
		"enterprise":      RegisterEnterprise(f, EnterpriseView{Name: "李"}),
		"reset":           ResetPassword(f, ResetView{}),
		"password":        Password(f, PasswordView{Due: true, Home: "/desk"}),
		"mobile":          Mobile(f, MobileView{By: ByOldNumber, Mobile: "138****0000", Phone: "12345"}),
		"mobile is lost":  Mobile(f, MobileView{Entry: refused, By: ByIdentity, Sent: CodeState{Sent: true}}),
		"confirm":         Confirm(f, ConfirmView{Mobile: "138****0000", Sent: CodeState{Refuse: fault.New(fault.TooMany, "TOO_MANY")}}),
		"me": Me(f, MeView{Name: "张", Sides: []Side{{Name: "张", Current: true}, {ID: uuid.New(), Name: "单位", Until: "x"}}, ToSign: 1, ContactFails: true, HeadsUnit: true, Unread: 2,
			Invitations: []account.Invitation{{ID: uuid.New(), Enterprise: "单位", Role: account.Agent, Until: workday.NewDate(2027, 1, 1)}},
			Drafts:      []CaseLine{{Item: "换证"}}, Cases: []CaseLine{{Item: "换证", Number: "1"}}, Licences: []LicenceLine{{Title: "许可证"}}, Notices: []NoticeLine{notice}}),
		"empty me":    Me(f, MeView{}),
		"inbox":       Inbox(f, InboxView{Notices: []NoticeLine{notice}, Unread: 1, Next: "/x"}),
		"empty inbox": Inbox(f, InboxView{}),
		"notice":      Notice(f, notice),
		"members":     Members(f, MembersView{Entry: refused, Members: []MemberLine{{Name: "王", CanEnd: true}}, Items: []ui.Option{{Value: "1", Label: "换证"}}}),
		"verify":      Verify(f, Entry{}),
		"progress":    ProgressForm(f, Entry{Refusal: "x"}),
		"case":        Progress(f, ProgressView{Item: "换证", Number: "1", Next: "x", Facts: []ui.Row{{Label: "x", Value: "y"}}}),
		"outbox":      Outbox(f, OutboxView{Messages: []OutboxMessage{{Text: "x"}}, Codes: []OutboxCode{{Login: "a"}, {Login: "b", Code: "123456"}}}),
		"no outbox":   Outbox(f, OutboxView{}),
	}
	for _, p := range AboutPages {
		all["about "+string(p)] = About(f, p)
	}
	for _, s := range []document.Standing{document.StandingValid, document.StandingExpired, document.StandingRevoked, document.StandingSuperseded, document.StandingUnknown} {
		all["verified "+string(s)] = Verification(f, VerificationView{Code: "ABCDEFGH", Result: document.Verification{Standing: s, MaskedName: "张*"}, Phone: "1"})
	}
	return all
}

func TestPagesSpeakBothLanguages(t *testing.T) {
	t.Parallel()
	for name, page := range samples() {
		for _, lang := range []locale.Lang{locale.Chinese, locale.English} {
			html := render(t, lang, page)
			if found := rawKey.FindStringSubmatch(html); found != nil {
				t.Errorf("%s (%s) shows the key %q", name, lang, found[1])
			}
			if strings.Count(html, "<h1") != 1 {
				t.Errorf("%s has %d h1", name, strings.Count(html, "<h1"))
			}
		}
	}
}

// What the portal did by itself is told in the reader's language, in a trace as in a list.
func TestTheTraceNamesThePortalInTheReadersLanguage(t *testing.T) {
	t.Parallel()
	v := DeskDisclosureView{Detail: disclosure.Detail{Events: []disclosure.Event{
		{Kind: "entered", Name: account.System().Name}, {Kind: "published", Name: "蒋雯", Officer: "090120"}}}}
	for lang, want := range map[locale.Lang]string{locale.Chinese: " · 系统<", locale.English: " · the portal<"} {
		html := render(t, lang, DeskDisclosure(ui.Frame{}, v))
		if !strings.Contains(html, want) || !strings.Contains(html, " · 蒋雯 090120<") {
			t.Errorf("%s: the trace does not read %q", lang, want)
		}
	}
}

func TestFaultsStandAtTheirFields(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	typed := url.Values{"id_number": {"430"}, "password": {"secret"}}
	e := Refused(ctx, typed, fault.Fields(fault.OneField("/id_number", "ID_NUMBER_LENGTH")).(*fault.Error))
	html := render(t, locale.Chinese, Register(ui.Frame{}, RegisterView{Entry: e}))
	for _, want := range []string{`href="#f-id-number"`, `id="f-id-number"`, `aria-invalid="true"`, `value="430"`} {
		if !strings.Contains(html, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	if strings.Contains(html, "secret") {
		t.Error("a password came back")
	}
	if e = Refused(ctx, typed, fault.New(fault.TooMany, "TOO_MANY")); e.Refusal == "" || len(e.Mistakes) > 0 {
		t.Errorf("a fault of no field is a sentence of its own, got %+v", e)
	}
}

func TestFiltersKeepEachOther(t *testing.T) {
	t.Parallel()
	v := ItemsView{Filter: catalog.Filter{Query: "换证", Theme: "explosives", OnlineDepth: 4, After: "1.x"}}
	if got := v.address("theme", ""); got != "/items?depth=4&q=%E6%8D%A2%E8%AF%81" {
		t.Errorf("taking a filter away leads to %s", got)
	}
	if got := v.address("audience", "person"); !strings.Contains(got, "theme=explosives") || strings.Contains(got, "after") {
		t.Errorf("a filter leads to %s", got)
	}
}

func TestOnlyARenewalSpeaksOfRenewing(t *testing.T) {
	t.Parallel()
	acts := []string{"grant", "refuse", "propose.grant", "propose.refuse"}
	for _, words := range []string{"permit", "service", "endorsement", "filing"} {
		for _, act := range acts {
			if name := actName(context.Background(), words, act); strings.Contains(name, "延续") {
				t.Errorf("%s of %s is called %s", act, words, name)
			}
		}
	}
	if name := actName(context.Background(), "renewal", "grant"); name != "准予延续" {
		t.Errorf("a renewal is granted as %s", name)
	}
}

func TestWhatWasToldStandsBeforeTheAnswers(t *testing.T) {
	t.Parallel()
	married := catalog.SituationOption{Value: "married", Label: form.Text{Zh: "已登记结婚"}}
	item := &catalog.Item{Situations: []catalog.Situation{{Key: "parents", Ask: form.Text{Zh: "父母的婚姻状况"}, Options: []catalog.SituationOption{married}}}}
	read := Reading{Item: item, Facts: form.Facts{"situation.parents": []byte(`"married"`)}}.Sections(context.Background())
	if len(read) != 1 || len(read[0].Rows) != 1 || read[0].Rows[0].Label != "父母的婚姻状况" || read[0].Rows[0].Value != "已登记结婚" {
		t.Errorf("read as %+v", read)
	}
	if none := (Reading{Item: item, Facts: form.Facts{}}).Sections(context.Background()); len(none) > 0 {
		t.Errorf("nothing was told, but read as %+v", none)
	}
}

// Lists keep persons' names back, never the names of units.
func TestListedNames(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		unit bool
		want string
	}{
		{"欧阳文轩", false, "欧阳**"}, {"益阳市绿洲物业服务有限公司", true, "益阳市绿洲物业服务有限公司"},
	} {
		if got := listed(test.name, test.unit); got != test.want {
			t.Errorf("%s: %s", test.name, got)
		}
	}
}

// Forwarding an endorsement begins with the reviewer's proposal where nothing speaks against it, and with nothing where something does.
func TestForwardingBeginsWithTheProposal(t *testing.T) {
	t.Parallel()
	ctx := locale.With(context.Background(), locale.Chinese)
	for _, test := range []struct {
		name     string
		proposal *procedure.Opinion
		mark     procedure.Mark
		ready    bool
	}{
		{"in favour", &procedure.Opinion{Verdict: procedure.Grant}, procedure.Pass, true},
		{"a point has failed", &procedure.Opinion{Verdict: procedure.Grant}, procedure.Fail, false},
		{"against", &procedure.Opinion{Verdict: procedure.Refuse}, procedure.Pass, false},
		{"none", nil, procedure.Pass, false},
	} {
		v := ReviewView{ClerkView: casework.ClerkView{Law: procedure.Case{Proposal: test.proposal}, Checks: []casework.CheckRow{{Mark: test.mark}}}}
		if words, ticked := v.opinion(ctx, "forward").Value, v.chosen("forward", "verdict", "grant"); (words != "") != test.ready || ticked != test.ready {
			t.Errorf("%s: %q, ticked %t", test.name, words, ticked)
		}
		if v.chosen("forward", "verdict", "refuse") || v.chosen("county-opinion", "verdict", "grant") {
			t.Errorf("%s: another choice is ticked", test.name)
		}
	}
}

// What came with a statement against a measure is led to for the officer and for the holder (domain.md 1.4b L5).
func TestFilesOfAStatementAreLedTo(t *testing.T) {
	t.Parallel()
	id, file, gone := uuid.New(), uuid.New(), uuid.New()
	known := func(m uuid.UUID) (form.MaterialFacts, bool) {
		return form.MaterialFacts{Name: "培训记录.pdf"}, m == file
	}
	law := procedure.Case{Licence: &procedure.Licence{Measure: procedure.Revoke, Ground: "A69.2", Statement: "我不知情", Materials: []string{file.String(), gone.String(), "x"}}}
	review := ReviewView{ClerkView: casework.ClerkView{CaseSummary: casework.CaseSummary{ID: id}, Law: law, Material: known}}
	own := CaseView{ApplicantView: casework.ApplicantView{CaseSummary: casework.CaseSummary{ID: id}, Law: law, Material: known}}
	want := `<a class="ds-link" href="/cases/` + id.String() + "/materials/" + file.String() + `">培训记录.pdf</a>`
	for who, page := range map[string]templ.Component{"the officer": matterCard(review), "the holder": ownStatement(own)} {
		html := render(t, locale.Chinese, page)
		if strings.Count(html, "/materials/") != 1 || !strings.Contains(html, want) || !strings.Contains(html, "我不知情") {
			t.Errorf("%s reads %s", who, html)
		}
	}
	law.Licence.Materials = nil
	if html := render(t, locale.English, matterCard(review)); strings.Contains(html, "Files that came") {
		t.Errorf("no files, and yet: %s", html)
	}
}

// An act that may come to stand on two laws leads to both.
func TestAnActLeadsToEachOfItsLaws(t *testing.T) {
	t.Parallel()
	html := render(t, locale.Chinese, lawLink("permit", "T12", "T27"))
	for _, want := range []string{RowPath("permit", "T12"), RowPath("permit", "T27"), "第三十四条第二款", "第三十八条第一款"} {
		if !strings.Contains(html, want) {
			t.Errorf("%q is not among %s", want, html)
		}
	}
	if html := render(t, locale.Chinese, lawLink("permit", "")); html != "" {
		t.Errorf("no row, and yet %s", html)
	}
}

// Until when the holder may claim is the day of his case, not a length (国家赔偿法 第三十九条; an item may set its own).
func TestTheLastDayToClaimIsTold(t *testing.T) {
	t.Parallel()
	ctx, due := locale.With(context.Background(), locale.Chinese), workday.MustParse("2027-03-01")
	for state, want := range map[procedure.State]string{procedure.Offered: "2027年3月1日（以国务院正式通知为准）前", procedure.Unclaimed: "已于2027年3月1日届满", procedure.Review: "已经提出"} {
		if got := mayClaim(ctx, casework.MeasureCompensation{State: state, Due: due}); !strings.Contains(got, want) {
			t.Errorf("%s: %s", state, got)
		}
	}
}
