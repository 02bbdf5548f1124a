package pages

import (
	"context"
	"slices"
	"strings"

	"github.com/yiyang-police/permit-portal/frontend/locale"
	"github.com/yiyang-police/permit-portal/frontend/ui"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/identity"
	"github.com/yiyang-police/permit-portal/models/procedure"
)

// evidence says in words why a point stands as it does.
func evidence(ctx context.Context, e casework.Evidence) string {
	pairs := make([]any, 0, 2*len(e.Params))
	for name, value := range e.Params {
		text, isText := value.(string)
		switch {
		case isText && name == "hits":
			var hits []string
			for _, hit := range strings.Fields(text) {
				hits = append(hits, locale.T(ctx, "evidence.hit."+hit))
			}
			value = strings.Join(hits, locale.T(ctx, "evidence.comma"))
		case isText && locale.Has("evidence."+name+"."+text):
			value = locale.T(ctx, "evidence."+name+"."+text)
		case isText && (name == "area" || name == "issuer"):
			if a, err := identity.ParseArea(text); err == nil {
				value = locale.Pick(ctx, a.Zh(), a.En())
			}
		}
		pairs = append(pairs, name, value)
	}
	return locale.T(ctx, "evidence."+e.Key, pairs...)
}

// behind names the register's answer behind a point.
func behind(ctx context.Context, e casework.Evidence) string {
	switch {
	case e.Source == "":
		return ""
	case e.Request == "":
		return locale.T(ctx, "desk.source."+string(e.Source))
	}
	return locale.T(ctx, "desk.evidence.request", "source", locale.T(ctx, "desk.source."+string(e.Source)), "request", e.Request,
		"at", locale.Time(ctx, e.At))
}

func (v ReviewView) grounds(ctx context.Context, codes []string) string {
	var words []string
	for _, code := range codes {
		if g, ok := v.Item.Ground(code); ok {
			words = append(words, code+" "+locale.Pick(ctx, g.Title.Zh, g.Title.En))
		}
	}
	return strings.Join(words, locale.T(ctx, "evidence.comma"))
}

// longestCode is what a code may have to be shown beside its point; longer ones are words for programs.
const longestCode = 4

func checkCode(code string) string {
	if len(code) > longestCode {
		return ""
	}
	return code
}

func markTone(m procedure.Mark) ui.Tone {
	switch m {
	case procedure.Pass:
		return ui.Success
	case procedure.Fail:
		return ui.Danger
	case procedure.Open:
		return ui.Warning
	}
	return ui.Neutral
}

// openChecks counts the points that nobody has decided.
func (v ReviewView) openChecks() (n int) {
	for _, c := range v.Checks {
		if c.Mark == procedure.Open {
			n++
		}
	}
	return n
}

// settles tells whether some point is still for this officer to decide.
func (v ReviewView) settles() bool {
	return v.Mine && slices.ContainsFunc(v.Checks, func(c casework.CheckRow) bool { return c.Settable })
}
