package api

import (
	_ "embed"
	"net/http"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/frontend/pages"
	"github.com/yiyang-police/permit-portal/handlers/respond"
)

// Contract is openapi.yaml: what programs may rely on. Tests hold the routes and every answer against it.
//
//go:embed openapi.yaml
var Contract []byte

var contractJSON = sync.OnceValues(func() ([]byte, error) { return yaml.YAMLToJSON(Contract) })

// OpenAPI serves the contract as JSON.
func (a *API) OpenAPI(c echo.Context) error {
	return a.Cache.Serve(c, "openapi", echo.MIMEApplicationJSON, contractJSON)
}

// Docs is the contract as a page for people.
func (a *API) Docs(c echo.Context) error {
	docs, err := contractDocs()
	if err != nil {
		return err
	}
	f := a.Frame(c, docs.Title)
	f.Path = "/api/docs"
	return respond.Page(c, http.StatusOK, pages.APIDocs(f, docs))
}

// ProblemType is where the type of a problem leads: to what the documentation says about faults.
func (a *API) ProblemType(c echo.Context) error { return respond.Redirect(c, "/api/docs") }

// contract is the part of the file that the page shows.
type contract struct {
	Info struct {
		Title       string `yaml:"title"`
		Description string `yaml:"description"`
	} `yaml:"info"`
	Tags []struct {
		Name        string `yaml:"name"`
		Description string `yaml:"description"`
	} `yaml:"tags"`
	Paths      yaml.MapSlice `yaml:"paths"`
	Components struct {
		Schemas   yaml.MapSlice             `yaml:"schemas"`
		Responses map[string]described      `yaml:"responses"`
		Parameter map[string]pages.APIParam `yaml:"parameters"`
	} `yaml:"components"`
}

type described struct {
	Description string `yaml:"description"`
}

type operation struct {
	ID          string               `yaml:"operationId"`
	Tags        []string             `yaml:"tags"`
	Summary     string               `yaml:"summary"`
	Description string               `yaml:"description"`
	Rule        string               `yaml:"x-rule"`
	Parameters  []reference          `yaml:"parameters"`
	Body        content              `yaml:"requestBody"`
	Responses   map[string]responded `yaml:"responses"`
}

type reference struct {
	Ref string `yaml:"$ref"`
}

type content struct {
	Content map[string]struct {
		Schema reference `yaml:"schema"`
	} `yaml:"content"`
}

type responded struct {
	Ref         string `yaml:"$ref"`
	Description string `yaml:"description"`
	Content     map[string]struct {
		Schema reference `yaml:"schema"`
	} `yaml:"content"`
}

// name is the last part of a reference.
func (r reference) name() string { return r.Ref[strings.LastIndex(r.Ref, "/")+1:] }

// schema is the named shape of a body, "" when it has none.
func (c content) schema() string {
	for _, media := range c.Content {
		return media.Schema.name()
	}
	return ""
}

var contractDocs = sync.OnceValues(func() (docs pages.APIDocsView, err error) {
	var c contract
	if err := yaml.Unmarshal(Contract, &c); err != nil {
		return docs, err
	}
	docs = pages.APIDocsView{Title: c.Info.Title, Intro: c.Info.Description}
	groups := map[string]*pages.APIGroup{}
	for _, tag := range c.Tags {
		group := &pages.APIGroup{Key: tag.Name, Title: tag.Description}
		groups[tag.Name], docs.Groups = group, append(docs.Groups, group)
	}
	for _, path := range c.Paths {
		if err := c.addPath(path, groups); err != nil {
			return docs, err
		}
	}
	for _, schema := range c.Components.Schemas {
		text, err := yaml.Marshal(schema.Value)
		if err != nil {
			return docs, err
		}
		docs.Schemas = append(docs.Schemas, pages.APISchema{Name: schema.Key.(string), Text: string(text)})
	}
	return docs, nil
})

func (c *contract) addPath(path yaml.MapItem, groups map[string]*pages.APIGroup) error {
	raw, err := yaml.Marshal(path.Value)
	if err != nil {
		return err
	}
	var methods yaml.MapSlice
	if err := yaml.Unmarshal(raw, &methods); err != nil {
		return err
	}
	var operations map[string]operation
	if err := yaml.Unmarshal(raw, &operations); err != nil {
		return err
	}
	for _, method := range methods {
		o := operations[method.Key.(string)]
		group := groups[o.Tags[0]]
		group.Operations = append(group.Operations, c.show(method.Key.(string), path.Key.(string), o))
	}
	return nil
}

func (c *contract) show(method, path string, o operation) pages.APIOperation {
	v := pages.APIOperation{ID: o.ID, Method: strings.ToUpper(method), Path: Prefix + path, Summary: o.Summary, Description: o.Description,
		Rule: o.Rule, Body: o.Body.schema()}
	for _, p := range o.Parameters {
		v.Params = append(v.Params, c.Components.Parameter[p.name()])
	}
	for status, r := range o.Responses {
		answer := pages.APIAnswer{Status: status, Description: r.Description, Schema: content{r.Content}.schema()}
		if r.Ref != "" {
			answer.Description = c.Components.Responses[reference{r.Ref}.name()].Description
		}
		v.Answers = append(v.Answers, answer)
	}
	v.Sort()
	return v
}
