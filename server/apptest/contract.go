package apptest

import (
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/yiyang-police/permit-portal/handlers/api"
)

// Contract is the API's contract, read and checked once.
var Contract = sync.OnceValues(func() (*openapi3.T, error) {
	doc, err := openapi3.NewLoader().LoadFromData(api.Contract)
	if err != nil {
		return nil, err
	}
	return doc, doc.Validate(context.Background())
})

// operation finds the operation of a request; a path that is written out goes before one with parameters.
func operation(doc *openapi3.T, r *http.Request) (*routers.Route, map[string]string) {
	asked := strings.Split(strings.TrimPrefix(r.URL.Path, api.Prefix), "/")
	var best *routers.Route
	var params map[string]string
	for path, item := range doc.Paths.Map() {
		found, fits := match(strings.Split(path, "/"), asked)
		if operation := item.GetOperation(r.Method); fits && operation != nil && (best == nil || len(found) < len(params)) {
			best, params = &routers.Route{Spec: doc, Path: path, PathItem: item, Method: r.Method, Operation: operation}, found
		}
	}
	return best, params
}

func match(pattern, asked []string) (map[string]string, bool) {
	params := map[string]string{}
	if len(pattern) != len(asked) {
		return nil, false
	}
	for i, part := range pattern {
		if strings.HasPrefix(part, "{") {
			params[strings.Trim(part, "{}")] = asked[i]
		} else if part != asked[i] {
			return nil, false
		}
	}
	return params, true
}

// checkContract holds an answer of the API against openapi.yaml: its status must be listed for the operation, and its body must have the
// shape that is written there.
func checkContract(t testing.TB, r *http.Request, a *Answer) {
	t.Helper()
	path := r.URL.Path
	if !strings.HasPrefix(path, api.Prefix+"/") || path == api.Prefix+"/openapi.json" || r.Method == http.MethodHead {
		return
	}
	doc, err := Contract()
	if err != nil {
		t.Fatalf("openapi.yaml: %v", err)
	}
	route, params := operation(doc, r)
	if a.Code() == "TOO_LARGE" {
		return // refused before any operation looks at it
	}
	if route == nil {
		if a.Status != http.StatusNotFound && a.Status != http.StatusMethodNotAllowed {
			t.Errorf("%s %s is not in openapi.yaml and answers %d", r.Method, path, a.Status)
		}
		return
	}
	err = openapi3filter.ValidateResponse(context.Background(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 a.Status, Header: a.Header, Body: io.NopCloser(strings.NewReader(a.Body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, SchemaValidationOptions: []openapi3.SchemaValidationOption{openapi3.EnableJSONSchema2020()}},
	})
	if err != nil {
		t.Errorf("%s %s answers %d against openapi.yaml: %v", r.Method, path, a.Status, err)
	}
}
