package web

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/account"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
)

// UploadRules tells what an upload for a question of a case must be; it fails for a case that the actor may not change (NotFound) and
// for a question that takes no file.
type UploadRules interface {
	UploadRule(ctx context.Context, actor account.Actor, caseID uuid.UUID, question string) (material.Rule, error)
}

// Uploads serves tus 1.0.0 (core, creation, termination) under /uploads, and a plain multipart POST to the same address.
type Uploads struct {
	Materials *material.Service
	Rules     UploadRules
}

const (
	tusVersion     = "1.0.0"
	tusBody        = "application/offset+octet-stream"
	silence        = 60 * time.Second // a transfer that sends nothing for so long has died
	multipartExtra = 64 << 10         // bytes that the frame of a multipart body may add to its file
)

// Options says what the server can do.
func (u *Uploads) Options(c echo.Context) error {
	h := tus(c)
	h.Set("Tus-Version", tusVersion)
	h.Set("Tus-Extension", "creation,termination")
	h.Set("Tus-Max-Size", strconv.Itoa(material.MostBytes))
	return c.NoContent(http.StatusNoContent)
}

// Create announces an upload; with a multipart body it takes the file itself.
func (u *Uploads) Create(c echo.Context) error {
	if kind, _, _ := mime.ParseMediaType(c.Request().Header.Get(echo.HeaderContentType)); kind == echo.MIMEMultipartForm {
		return u.receive(c)
	}
	if err := speaksTus(c); err != nil {
		return err
	}
	size, err := number(c, "Upload-Length")
	if err != nil {
		return err
	}
	about, err := readMetadata(c.Request().Header.Get("Upload-Metadata"))
	if err != nil {
		return err
	}
	rule, err := u.rule(c, about["case"], about["question"])
	if err != nil {
		return err
	}
	m, err := u.Materials.Create(c.Request().Context(), auth.Actor(c).PersonID, rule, about["filename"], size)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderLocation, "/uploads/"+m.ID.String())
	return c.NoContent(http.StatusCreated)
}

// Head tells where an upload stands.
func (u *Uploads) Head(c echo.Context) error {
	if err := speaksTus(c); err != nil {
		return err
	}
	id, err := materialID(c)
	if err != nil {
		return err
	}
	m, err := u.Materials.Own(c.Request().Context(), auth.Actor(c).PersonID, id)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "no-store")
	h.Set("Upload-Offset", strconv.FormatInt(m.HandedOver, 10))
	h.Set("Upload-Length", strconv.FormatInt(m.Bytes, 10))
	return c.NoContent(http.StatusOK)
}

// Patch adds a piece.
func (u *Uploads) Patch(c echo.Context) error {
	if err := speaksTus(c); err != nil {
		return err
	}
	if c.Request().Header.Get(echo.HeaderContentType) != tusBody {
		return fault.New(fault.Unsupported, "UNSUPPORTED")
	}
	id, err := materialID(c)
	if err != nil {
		return err
	}
	offset, err := number(c, "Upload-Offset")
	if err != nil {
		return err
	}
	body := newPatience(c)
	defer body.stop()
	m, err := u.Materials.Append(c.Request().Context(), auth.Actor(c).PersonID, id, offset, c.Request().ContentLength, body)
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, context.Canceled) || errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.New(fault.Malformed, "UPLOAD_BROKEN").Because(err)
	}
	if err != nil {
		return err
	}
	c.Response().Header().Set("Upload-Offset", strconv.FormatInt(m.HandedOver, 10))
	return c.NoContent(http.StatusNoContent)
}

// Delete ends an upload.
func (u *Uploads) Delete(c echo.Context) error {
	if err := speaksTus(c); err != nil {
		return err
	}
	id, err := materialID(c)
	if err != nil {
		return err
	}
	if err := u.Materials.Discard(c.Request().Context(), auth.Actor(c).PersonID, id); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}

// Content shows a person his own upload.
func (u *Uploads) Content(c echo.Context) error {
	id, err := materialID(c)
	if err != nil {
		return err
	}
	m, r, err := u.Materials.OpenOwn(c.Request().Context(), auth.Actor(c).PersonID, id)
	if err != nil {
		return err
	}
	defer r.Close()
	SendMaterial(c, m, r)
	return nil
}

// inside lets a PDF stand in a page of ours, shown by the browser's own reader, which a sandbox would switch off. Other files are never more
// than pictures.
func inside(h http.Header, kind string) {
	if kind != "application/pdf" {
		return
	}
	h.Set(echo.HeaderContentDisposition, "inline")
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'")
	h.Set(echo.HeaderXFrameOptions, "SAMEORIGIN")
}

// SendMaterial sends an upload so that no browser runs it: pictures may be shown in a page, everything else is saved.
func SendMaterial(c echo.Context, m material.Material, r io.ReadSeeker) {
	h := c.Response().Header()
	way := "attachment"
	if m.Mime == "image/jpeg" || m.Mime == "image/png" {
		way = "inline"
	}
	h.Set(echo.HeaderContentType, m.Mime)
	h.Set(echo.HeaderContentDisposition, mime.FormatMediaType(way, map[string]string{"filename": m.Name}))
	h.Set(echo.HeaderXContentTypeOptions, "nosniff")
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	if c.QueryParam("view") == "1" {
		inside(h, m.Mime)
	}
	h.Set(echo.HeaderCacheControl, "private, no-store")
	http.ServeContent(c.Response(), c.Request(), "", m.CreatedAt, r)
}

// receive takes a whole file from a multipart body: fields case and question first, then the file.
func (u *Uploads) receive(c echo.Context) error {
	r := c.Request()
	if r.ContentLength > material.MostBytes+multipartExtra {
		return fault.New(fault.TooLarge, "TOO_LARGE", "limit", material.MostBytes)
	}
	r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+multipartExtra)
	parts, err := r.MultipartReader()
	if err != nil {
		return fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	fields := map[string]string{}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return fault.New(fault.Malformed, "MALFORMED").Because(err)
		}
		if part.FileName() == "" {
			value, err := io.ReadAll(io.LimitReader(part, 256))
			if err != nil {
				return err
			}
			fields[part.FormName()] = string(value)
			if len(fields) > 8 {
				return fault.New(fault.Malformed, "MALFORMED")
			}
			continue
		}
		rule, err := u.rule(c, fields["case"], fields["question"])
		if err != nil {
			return err
		}
		m, err := u.Materials.Receive(r.Context(), auth.Actor(c).PersonID, rule, part.FileName(), part)
		if err != nil {
			return err
		}
		c.Response().Header().Set(echo.HeaderLocation, "/uploads/"+m.ID.String())
		return c.JSON(http.StatusCreated, m)
	}
}

func (u *Uploads) rule(c echo.Context, caseID, question string) (material.Rule, error) {
	id, err := uuid.Parse(caseID)
	if err != nil {
		return material.Rule{}, fault.New(fault.NotFound, "NOT_FOUND").Because(err)
	}
	return u.Rules.UploadRule(c.Request().Context(), auth.Actor(c), id, question)
}

func tus(c echo.Context) http.Header {
	h := c.Response().Header()
	h.Set("Tus-Resumable", tusVersion)
	return h
}

func speaksTus(c echo.Context) error {
	if h := tus(c); c.Request().Header.Get("Tus-Resumable") != tusVersion {
		h.Set("Tus-Version", tusVersion)
		return fault.New(fault.Stale, "TUS_VERSION")
	}
	return nil
}

func materialID(c echo.Context) (uuid.UUID, error) {
	id, err := uuid.Parse(c.Param("id"))
	if err != nil {
		return uuid.Nil, fault.New(fault.NotFound, "NOT_FOUND")
	}
	return id, nil
}

// number reads a header with a size in bytes; sizes that are told later are not taken.
func number(c echo.Context, header string) (int64, error) {
	n, err := strconv.ParseInt(c.Request().Header.Get(header), 10, 64)
	if err != nil || n < 0 {
		return 0, fault.New(fault.Malformed, "MALFORMED").Because(err)
	}
	return n, nil
}

// readMetadata reads Upload-Metadata: pairs of a key and its value in base64, between commas.
func readMetadata(header string) (map[string]string, error) {
	about := map[string]string{}
	if len(header) > 4096 {
		return nil, fault.New(fault.Malformed, "MALFORMED")
	}
	for pair := range strings.SplitSeq(header, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		text, err := base64.StdEncoding.DecodeString(value)
		if err != nil {
			return nil, fault.New(fault.Malformed, "MALFORMED").Because(err)
		}
		about[key] = string(text)
	}
	if about["filename"] != "" {
		about["filename"] = path.Base(about["filename"])
	}
	return about, nil
}

// patience reads a body that may arrive slowly, but not with long silence, whatever limit the server has for whole requests.
type patience struct {
	io.Reader
	control *http.ResponseController
	timer   *time.Timer
}

// past is a deadline that has ended: it wakes a reader at once.
var past = time.Unix(1, 0)

func newPatience(c echo.Context) *patience {
	p := &patience{Reader: c.Request().Body, control: http.NewResponseController(c.Response())}
	_ = p.control.SetReadDeadline(time.Time{}) // a server that cannot do this has no deadline either
	p.timer = time.AfterFunc(silence, p.Interrupt)
	return p
}

func (p *patience) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	if n > 0 {
		p.timer.Reset(silence)
	}
	return n, err
}

// Interrupt wakes a reader whose connection has died without telling.
func (p *patience) Interrupt() { _ = p.control.SetReadDeadline(past) }

func (p *patience) stop() { p.timer.Stop() }
