package apptest

import (
	"bytes"
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/workday"
)

// PDF is a small and valid file of one page.
func PDF() []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n")
	b.WriteString("3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>\nendobj\n")
	fmt.Fprintf(&b, "xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", b.Len())
	return b.Bytes()
}

// Confirm raises a person's session by the code of a short message, as the law asks before a signature.
func (c *Client) Confirm() *Client {
	c.t.Helper()
	c.Post("/api/v1/me/confirmation/code", nil).Want(http.StatusAccepted)
	c.Post("/api/v1/me/confirmation", JSON{"code": c.app.TextedCode(c.login)}).Want(http.StatusNoContent)
	return c
}

// Draft starts a draft of the renewal, uploads the health certificate and answers every question of an ordinary blaster.
func (c *Client) Draft() string {
	c.t.Helper()
	id := c.Send(http.MethodPost, "/api/v1/drafts", JSON{"item": Item}).Want(http.StatusCreated).Text("id")
	c.Fill(id)
	return id
}

// Fill answers every question of a draft.
func (c *Client) Fill(id string) {
	c.t.Helper()
	file := c.Upload("/api/v1/drafts/"+id+"/materials", "体检证明.pdf", PDF(), "question", "health_cert").Want(http.StatusCreated).Text("id")
	saved := c.Patch("/api/v1/drafts/"+id, JSON{"answers": c.app.answers(file)}).Want(http.StatusOK)
	if faults, _ := saved.JSON()["faults"].([]any); len(faults) > 0 {
		c.t.Fatalf("the draft is not complete: %v", faults)
	}
}

func (a *App) answers(file string) JSON {
	address := JSON{"area": "430903", "detail": "会龙山街道团圆路18号"}
	return JSON{
		"address": address, "accident": false, "health_cert": JSON{"material": file},
		"health_date": workday.DateOf(a.Clock.Now()).AddDays(-20), "health_hospital": "益阳市中心医院", "photo_from_register": true,
		"deliver": "electronic", "deliver_consent": true, "crime_statement": true, "truth": true, "privacy": true,
	}
}

// Submit hands a draft in and has the unit sign: the case is received. It answers the receipt.
func (c *Client) Submit(draft string, unit *Client) JSON {
	c.t.Helper()
	c.Post("/api/v1/drafts/"+draft+"/submission", nil).Want(http.StatusCreated)
	receipt := unit.Post("/api/v1/unit/signatures/"+draft, JSON{"agreed": true}).Want(http.StatusCreated).JSON()
	if err := c.app.Cases.AskRegisters(context.Background(), uuid.MustParse(draft)); err != nil {
		c.t.Fatal(err)
	}
	return receipt
}

// Claim takes the next step of a queue.
func (c *Client) Claim(desk, stage string) JSON {
	c.t.Helper()
	return c.Post("/api/v1/desk/queues/"+desk+"/"+stage+"/claim", nil).Want(http.StatusCreated).JSON()
}

// Decide acts on a claimed step, on the newest version of its case.
func (c *Client) Decide(claim JSON, act string, more JSON) *Answer {
	c.t.Helper()
	path := "/api/v1/desk/cases/" + claim["case_id"].(string)
	decision := JSON{"step_id": claim["step_id"], "fence": claim["fence"], "version": c.Get(path).Want(http.StatusOK).JSON()["version"], "act": act}
	for name, value := range more {
		decision[name] = value
	}
	return c.Post(path+"/decisions", decision)
}

// CheckOpen records a pass for every check that only an officer's eyes can decide.
func (c *Client) CheckOpen(claim JSON) {
	c.t.Helper()
	path := "/api/v1/desk/cases/" + claim["case_id"].(string)
	for _, row := range c.Get(path).Want(http.StatusOK).JSON()["checks"].([]any) {
		check := row.(JSON)
		if check["mark"] == "open" {
			c.Put(path+"/checks/"+check["code"].(string), JSON{"step_id": claim["step_id"], "fence": claim["fence"], "mark": "pass"}).Want(http.StatusNoContent)
		}
	}
}
