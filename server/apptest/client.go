package apptest

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// JSON is an object of a request or an answer.
type JSON = map[string]any

// Client is one program or browser that talks to the portal. It keeps its cookies and its access token.
type Client struct {
	app     *App
	t       testing.TB
	login   string
	cookies map[string]string
	Token   string
	Refresh string
	Header  http.Header // sent with every request
}

// Client makes one that nobody has signed in with.
func (a *App) Client() *Client {
	return &Client{app: a, t: a.t, cookies: map[string]string{}, Header: http.Header{}}
}

// SignIn signs a program in: by the key of a demo person ("citizen"), a mobile number, or a clerk's login with his second factor.
func (c *Client) SignIn(who string) *Client {
	c.t.Helper()
	login := c.app.Login(who)
	c.login = login
	granted := c.Post("/api/v1/sessions", JSON{"identifier": login, "password": Password, "totp": c.app.codeOf(login)}).Want(http.StatusCreated).JSON()
	c.Token, c.Refresh = granted["access_token"].(string), granted["refresh_token"].(string)
	return c
}

// SignInPage signs a browser in, by the forms.
func (c *Client) SignInPage(who string) *Client {
	c.t.Helper()
	login := c.app.Login(who)
	c.login = login
	answer := c.PostForm("/sign-in", url.Values{"identifier": {login}, "password": {Password}})
	if code := c.app.codeOf(login); code != "" {
		answer = c.PostForm("/sign-in/step", url.Values{"challenge": {between(answer.Body, `name="challenge" value="`, `"`)}, "code": {code}})
	}
	answer.Want(http.StatusSeeOther)
	return c
}

func between(s, before, after string) string {
	_, s, _ = strings.Cut(s, before)
	s, _, _ = strings.Cut(s, after)
	return s
}

// Get asks for a page or an object.
func (c *Client) Get(path string) *Answer { c.t.Helper(); return c.Do(http.MethodGet, path, nil, "") }

// Post sends an object; nil sends no body.
func (c *Client) Post(path string, body any) *Answer {
	c.t.Helper()
	return c.Send(http.MethodPost, path, body)
}

// Put sends an object.
func (c *Client) Put(path string, body any) *Answer {
	c.t.Helper()
	return c.Send(http.MethodPut, path, body)
}

// Patch sends an object.
func (c *Client) Patch(path string, body any) *Answer {
	c.t.Helper()
	return c.Send(http.MethodPatch, path, body)
}

// Delete removes an object.
func (c *Client) Delete(path string) *Answer {
	c.t.Helper()
	return c.Do(http.MethodDelete, path, nil, "")
}

// Send sends an object as JSON, with header name, value pairs.
func (c *Client) Send(method, path string, body any, header ...string) *Answer {
	c.t.Helper()
	if body == nil {
		return c.Do(method, path, nil, "", header...)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		c.t.Fatal(err)
	}
	return c.Do(method, path, bytes.NewReader(raw), "application/json", header...)
}

// PostForm sends a page's form.
func (c *Client) PostForm(path string, form url.Values) *Answer {
	c.t.Helper()
	return c.Do(http.MethodPost, path, strings.NewReader(form.Encode()), "application/x-www-form-urlencoded", "Accept", "text/html", "Sec-Fetch-Site", "same-origin")
}

// Upload sends a file as multipart after the fields, name, value pairs.
func (c *Client) Upload(path, name string, file []byte, fields ...string) *Answer {
	c.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			c.t.Fatal(err)
		}
	}
	part, err := w.CreateFormFile("file", name)
	if err == nil {
		_, err = part.Write(file)
	}
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	return c.Do(http.MethodPost, path, &b, w.FormDataContentType())
}

// Do sends any request. Answers of the API are checked against its contract.
func (c *Client) Do(method, path string, body io.Reader, contentType string, header ...string) *Answer {
	c.t.Helper()
	r := httptest.NewRequest(method, "http://portal.test"+path, body)
	for name, values := range c.Header {
		r.Header[name] = values
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	if c.Token != "" && r.Header.Get("Authorization") == "" {
		r.Header.Set("Authorization", "Bearer "+c.Token)
	}
	for name, value := range c.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	w := httptest.NewRecorder()
	c.app.Handler.ServeHTTP(w, r)
	for _, cookie := range w.Result().Cookies() {
		if c.cookies[cookie.Name] = cookie.Value; cookie.MaxAge < 0 {
			delete(c.cookies, cookie.Name)
		}
	}
	a := &Answer{Method: method, Path: path, Status: w.Code, Header: w.Header(), Body: w.Body.String(), t: c.t}
	checkContract(c.t, r, a)
	return a
}

// Answer is what came back.
type Answer struct {
	Method, Path string
	Status       int
	Header       http.Header
	Body         string

	t testing.TB
}

// Want ends the test unless the status is the one expected.
func (a *Answer) Want(status int) *Answer {
	a.t.Helper()
	if a.Status != status {
		a.t.Fatalf("%s %s: status %d, want %d: %.600s", a.Method, a.Path, a.Status, status, a.Body)
	}
	return a
}

// WantFault ends the test unless the answer is a problem with this status and code.
func (a *Answer) WantFault(status int, code string) *Answer {
	a.t.Helper()
	if a.Want(status); a.Code() != code {
		a.t.Fatalf("%s %s: code %s, want %s: %.600s", a.Method, a.Path, a.Code(), code, a.Body)
	}
	return a
}

// JSON is the body as an object.
func (a *Answer) JSON() JSON {
	a.t.Helper()
	var v JSON
	a.Into(&v)
	return v
}

// Into reads the body into a value.
func (a *Answer) Into(v any) {
	a.t.Helper()
	if err := json.Unmarshal([]byte(a.Body), v); err != nil {
		a.t.Fatalf("%s %s: %v: %.300s", a.Method, a.Path, err, a.Body)
	}
}

// Items are the entries of a list.
func (a *Answer) Items() []JSON {
	a.t.Helper()
	var l struct{ Items []JSON }
	a.Into(&l)
	return l.Items
}

// Text is one text of the body, "" when there is none.
func (a *Answer) Text(name string) string {
	a.t.Helper()
	s, _ := a.JSON()[name].(string)
	return s
}

// Code is the stable code of a problem.
func (a *Answer) Code() string {
	var p struct{ Code string }
	_ = json.Unmarshal([]byte(a.Body), &p) // what is no problem has no code
	return p.Code
}

// Pointers are the faulty fields of a problem with their codes.
func (a *Answer) Pointers() map[string]string {
	a.t.Helper()
	var p struct {
		Errors []struct{ Pointer, Code string }
	}
	a.Into(&p)
	found := map[string]string{}
	for _, e := range p.Errors {
		found[e.Pointer] = e.Code
	}
	return found
}
