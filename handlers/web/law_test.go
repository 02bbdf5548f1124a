package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/yiyang-police/permit-portal/server/apptest"
)

// An act that is offered, one that something stands in the way of and one of another moment say on which article they stand, and lead to
// the row of the public table; so does what an applicant is told comes next, in his space and by the query code.
func TestActsAndTheNextStepLeadToTheirLaw(t *testing.T) {
	t.Parallel()
	app := apptest.New(t)
	citizen, unit := app.Client().SignInPage("citizen").Confirm(), app.Client().SignInPage("legal-heshan").Confirm()
	id := citizen.Draft()
	receipt := citizen.Submit(id, unit)
	intake := app.Client().SignInPage("shouli1")
	desk := intake.Get(claim(t, intake, "430900-ban/intake")).Want(http.StatusOK).Body

	progress := app.Client().PostForm("/progress", url.Values{"number": {receipt["number"].(string)}, "query_code": {receipt["query_code"].(string)},
		"last_four": {app.World.Person("citizen").IDNumber.String()[14:]}}).Want(http.StatusOK).Body
	table := app.Client().Get("/about/procedure/permit").Want(http.StatusOK).Body
	for where, c := range map[string]struct{ page, from, to, row, law string }{
		"accepting, allowed":            {desk, `id="accept"`, "</form>", "T10", "行政许可法 第三十二条第一款第五项"},
		"deciding on the spot, barred":  {desk, `data-allowed="false"`, "</ul>", "T12q", "行政许可法 第三十四条第二款"},
		"a lawyer's opinion, not now":   {desk, "<main", "</main>", "T22", "国办发〔2018〕118号"},
		"terminating, the Bureau's own": {desk, `id="ask-terminate"`, "</form>", "T30q", "本局规则"},
		"the applicant's next step":     {citizen.Get("/cases/" + id).Want(http.StatusOK).Body, `class="pp-next"`, "</section>", "T10", "行政许可法 第三十二条第一款第五项"},
		"the next step by query code":   {progress, `class="pp-case"`, "</article>", "T10", "行政许可法 第三十二条第一款第五项"},
	} {
		_, part, _ := strings.Cut(c.page, c.from)
		part, _, _ = strings.Cut(part, c.to)
		_, link, found := strings.Cut(part, `href="/about/procedure/permit#`+c.row+`"`)
		link, _, _ = strings.Cut(link, "</a>")
		if !found || !strings.Contains(link, "依据：") || !strings.Contains(link, c.law) {
			t.Errorf("%s: no link to %s with %s in %.2000s", where, c.row, c.law, part)
		}
		if !strings.Contains(table, `id="`+c.row+`"`) {
			t.Errorf("%s: the table has no row %s", where, c.row)
		}
	}
}
