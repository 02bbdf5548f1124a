package pages

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/supervise"
	"github.com/yiyang-police/permit-portal/models/workday"
)

// OpinionView is what an applicant says about how his case was handled.
type OpinionView struct {
	supervise.Opinion
	Entry
	ID    uuid.UUID
	Flash string
}

func (v OpinionView) path() string { return "/cases/" + v.ID.String() + "/rating" }

// grades offers the five grades; none is chosen beforehand, except the reader's own when he edits.
func (v OpinionView) grades(ctx context.Context) []ui.Option {
	chosen := v.Value("grade")
	if chosen == "" && v.Rating != nil && v.MayEdit {
		chosen = strconv.Itoa(int(v.Rating.Grade))
	}
	return gradeOptions(ctx, chosen)
}

func gradeOptions(ctx context.Context, chosen string) []ui.Option {
	var list []ui.Option
	for _, g := range supervise.Grades() {
		value := strconv.Itoa(int(g))
		list = append(list, ui.Option{Value: value, Label: gradeWord(ctx, g), Checked: value == chosen})
	}
	return list
}

func gradeWord(ctx context.Context, g supervise.Grade) string {
	return locale.T(ctx, "rating.grade."+strconv.Itoa(int(g)))
}

func (v OpinionView) tags(ctx context.Context) []ui.Option {
	chosen := v.Values["tags"]
	if v.Values == nil && v.Rating != nil {
		chosen = v.Rating.Tags
	}
	var list []ui.Option
	for _, tag := range supervise.Tags() {
		list = append(list, ui.Option{Value: tag, Label: locale.T(ctx, "rating.tag."+tag), Checked: slices.Contains(chosen, tag)})
	}
	return list
}

func (v OpinionView) words(ctx context.Context) ui.TextInput {
	t := v.Text("text", locale.T(ctx, "rating.text"), locale.T(ctx, "rating.text.hint"))
	if v.Values == nil && v.Rating != nil {
		t.Value = v.Rating.Text
	}
	t.Optional, t.MaxLength = true, 1000
	return t
}

func voiceInput(ctx context.Context, e Entry) ui.TextInput {
	t := e.Text("voice", locale.T(ctx, "voice.text"), locale.T(ctx, "voice.text.hint"))
	t.Required, t.MaxLength = true, 1000
	return t
}

func voiceOptions(ctx context.Context, chosen string) []ui.Option {
	var list []ui.Option
	for _, k := range supervise.VoiceKinds() {
		list = append(list, ui.Option{Value: string(k), Label: locale.T(ctx, "voice."+string(k)), Hint: locale.T(ctx, "voice."+string(k)+".hint"),
			Checked: string(k) == chosen})
	}
	return list
}

func tagWords(ctx context.Context, tags []string) string {
	words := make([]string, len(tags))
	for i, tag := range tags {
		words[i] = locale.T(ctx, "rating.tag."+tag)
	}
	return strings.Join(words, locale.T(ctx, "procedure.and"))
}

// RepairsView is a desk's bad ratings, and for those who supervise the rates and voices.
type RepairsView struct {
	Entry
	Open        uuid.UUID
	Desks       DeskNames
	Ratings     []supervise.Rating
	Voices      []supervise.Voice
	Rates       []supervise.Rate
	All         supervise.Rate
	Today       workday.Date
	OnlyOpen    bool
	Watches     bool // he supervises: rates and voices
	Answers     bool // he answers voices
	First, Next string
	Flash       string
}

func percent(r supervise.Rate) string { return tenths(r.Percent()) }

// mended is the share of bad ratings whose repair was told to who gave them.
func mended(r supervise.Rate) string {
	if r.Bad() == 0 {
		return "—"
	}
	return tenths(r.MendedPercent())
}

func tenths(p int) string { return fmt.Sprintf("%d.%d%%", p/10, p%10) }

func ratingTone(g supervise.Grade) ui.Tone {
	if g.Bad() {
		return ui.Danger
	}
	return ui.Success
}

// RatesView is what everybody may read of the ratings.
type RatesView struct {
	All   supervise.Rate
	Desks []supervise.Rate
	Names DeskNames
}

// formKey is a message of the form, or that of the form by which a rating is changed.
func (v OpinionView) formKey(key string) string {
	if v.Rating != nil {
		return key + ".change"
	}
	return key
}
