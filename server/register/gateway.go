package register

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/casework"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/identity"
)

// Gateway is the Bureau's data-sharing gateway (共享交换平台): one HTTPS address in front of all registers. Every question is
// POST {address}/{register}/{question} with JSON and a bearer key; 200 answers in the JSON of the answer's Go type, 404 says that nobody
// is known, anything else that the register does not answer. X-Request-Id travels with the question and X-Purpose says why it is asked.
type Gateway struct {
	address string
	key     string
	client  *http.Client
}

const maxAnswer = 1 << 20 // bytes

// NewGateway checks the address; the key may be empty where the network itself is the proof.
func NewGateway(address, key string) (*Gateway, error) {
	u, err := url.Parse(address)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		return nil, errors.New("the registers' gateway needs an http or https address")
	}
	return &Gateway{address: strings.TrimRight(address, "/"), key: key, client: &http.Client{Timeout: 2 * Patience}}, nil
}

// Set is the registers behind the gateway.
func (g *Gateway) Set() Set {
	return Set{RealNames: gatewayNames{g}, Companies: gatewayCompanies{g}, Population: gatewayPopulation{g}, Explosives: gatewayExplosives{g},
		Background: gatewayBackground{g}, Business: gatewayBusiness{g}, Businesses: gatewayBusinesses{g}, Security: gatewaySecurity{g}, Guards: gatewayGuards{g},
		Licences: gatewayLicences{g}, Post: gatewayPost{g}}
}

// SMS is the short-message service behind the gateway.
func (g *Gateway) SMS() *SMS { return &SMS{gateway: g} }

var errUnknown = fault.New(fault.NotFound, "NOT_FOUND")

// post asks one question.
func (g *Gateway) post(ctx context.Context, path, purpose, request string, question, answer any) error {
	body, err := json.Marshal(question)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.address+path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Request-Id", request)
	req.Header.Set("X-Purpose", purpose)
	if g.key != "" {
		req.Header.Set("Authorization", "Bearer "+g.key)
	}
	res, err := g.client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, maxAnswer+1))
	switch {
	case err != nil:
		return err
	case len(text) > maxAnswer:
		return fmt.Errorf("%s: the answer is longer than %d bytes", path, maxAnswer)
	case res.StatusCode == http.StatusNotFound:
		return errUnknown
	case res.StatusCode == http.StatusUnprocessableEntity:
		return fault.New(fault.Invalid, "REGISTER_REFUSED")
	case res.StatusCode/100 != 2:
		return fmt.Errorf("%s: status %d", path, res.StatusCode)
	case answer == nil:
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

const purposeCase, purposeRealName = "permit", "real-name"

// find asks about somebody; being unknown is an answer. The reply is completed where the register names no request or time.
func find(ctx context.Context, g *Gateway, path string, question, answer any, reply *casework.Reply) error {
	request := uuid.NewString()
	err := g.post(ctx, path, purposeCase, request, question, answer)
	reply.Found = err == nil
	if errors.Is(err, errUnknown) {
		err = nil
	}
	if reply.Request == "" {
		reply.Request = request
	}
	if reply.At.IsZero() {
		reply.At = time.Now()
	}
	return err
}

type byID struct {
	IDNumber string `json:"id_number"`
	Name     string `json:"name,omitempty"`
}

type byCode struct {
	CreditCode string `json:"credit_code"`
}

type numberWanted struct {
	CaseNumber string            `json:"case_number"`
	IDNumber   string            `json:"id_number"`
	Category   casework.Category `json:"category"`
	Previous   string            `json:"previous"`
}

type gatewayNames struct{ *Gateway }

func (g gatewayNames) Person(ctx context.Context, id identity.IDNumber) (r account.PersonRecord, err error) {
	var answer casework.PersonAnswer
	request := uuid.NewString()
	if err := g.post(ctx, "/population/person", purposeRealName, request, byID{IDNumber: id.String()}, &answer); err != nil {
		return r, err
	}
	if answer.Request != "" {
		request = answer.Request
	}
	return account.PersonRecord{Name: answer.Name, IDNumber: id.String(), Nation: answer.Nation, Deceased: answer.Deceased, Request: request}, nil
}

type gatewayCompanies struct{ *Gateway }

// company is the gateway's JSON of an enterprise.
type company struct {
	Name          string `json:"name"`
	Kind          string `json:"kind"`
	Business      string `json:"business"`
	Address       string `json:"address"`
	Area          string `json:"area"`
	LegalName     string `json:"legal_name"`
	LegalIDNumber string `json:"legal_id_number"`
	Cancelled     bool   `json:"cancelled"`
	Suspended     bool   `json:"suspended"`
	Reason        string `json:"reason"`
	Request       string `json:"request"`
}

func (g gatewayCompanies) Enterprise(ctx context.Context, code identity.CreditCode) (r account.EnterpriseRecord, err error) {
	var answer company
	request := uuid.NewString()
	if err := g.post(ctx, "/companies/enterprise", purposeRealName, request, byCode{code.String()}, &answer); err != nil {
		return r, err
	}
	if answer.Request != "" {
		request = answer.Request
	}
	return account.EnterpriseRecord{CreditCode: code.String(), Name: answer.Name, Kind: answer.Kind, Business: answer.Business, Address: answer.Address,
		Area: answer.Area, LegalName: answer.LegalName, LegalIDNumber: answer.LegalIDNumber, Cancelled: answer.Cancelled, Suspended: answer.Suspended,
		Reason: answer.Reason, Request: request}, nil
}

type gatewayPopulation struct{ *Gateway }

func (g gatewayPopulation) Person(ctx context.Context, idNumber string) (a casework.PersonAnswer, err error) {
	err = find(ctx, g.Gateway, "/population/person", byID{IDNumber: idNumber}, &a, &a.Reply)
	return a, err
}

func (g gatewayPopulation) Family(ctx context.Context, idNumber string) (a casework.FamilyAnswer, err error) {
	err = find(ctx, g.Gateway, "/population/family", byID{IDNumber: idNumber}, &a, &a.Reply)
	return a, err
}

func (g gatewayPopulation) Photo(ctx context.Context, idNumber string) ([]byte, error) {
	var answer struct {
		JPEG []byte `json:"jpeg"` // base64
	}
	err := g.post(ctx, "/population/photo", purposeCase, uuid.NewString(), byID{IDNumber: idNumber}, &answer)
	return answer.JPEG, err
}

type gatewayExplosives struct{ *Gateway }

func (g gatewayExplosives) Holder(ctx context.Context, idNumber string) (a casework.HolderAnswer, err error) {
	err = find(ctx, g.Gateway, "/explosives/holder", byID{IDNumber: idNumber}, &a, &a.Reply)
	return a, err
}

func (g gatewayExplosives) Unit(ctx context.Context, creditCode string) (a casework.UnitAnswer, err error) {
	err = find(ctx, g.Gateway, "/explosives/unit", byCode{creditCode}, &a, &a.Reply)
	return a, err
}

func (g gatewayExplosives) AllocateCertificateNumber(ctx context.Context, o casework.NumberOrder) (a casework.NumberAnswer, err error) {
	err = find(ctx, g.Gateway, "/explosives/certificate-number", numberWanted(o), &a, &a.Reply)
	return a, err
}

type gatewayBackground struct{ *Gateway }

func (g gatewayBackground) Compare(ctx context.Context, idNumber, name string) (a casework.BackgroundAnswer, err error) {
	err = find(ctx, g.Gateway, "/background/compare", byID{idNumber, name}, &a, &a.Reply)
	return a, err
}

type gatewayBusinesses struct{ *Gateway }

func (g gatewayBusinesses) Company(ctx context.Context, creditCode string) (a casework.CompanyAnswer, err error) {
	err = find(ctx, g.Gateway, "/companies/company", byCode{creditCode}, &a, &a.Reply)
	return a, err
}

type gatewaySecurity struct{ *Gateway }

func (g gatewaySecurity) Licence(ctx context.Context, creditCode string) (a casework.SecurityAnswer, err error) {
	err = find(ctx, g.Gateway, "/security/licence", byCode{creditCode}, &a, &a.Reply)
	return a, err
}

type gatewayGuards struct{ *Gateway }

func (g gatewayGuards) Guards(ctx context.Context, idNumbers []string) (a casework.GuardsAnswer, err error) {
	err = find(ctx, g.Gateway, "/security/guards", byIDs{idNumbers}, &a, &a.Reply)
	return a, err
}

// byIDs asks about several people at once.
type byIDs struct {
	IDNumbers []string `json:"id_numbers"`
}
