package api

import (
	"io"
	"mime/multipart"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/yiyang-police/permit-portal/handlers/auth"
	"github.com/yiyang-police/permit-portal/models/fault"
	"github.com/yiyang-police/permit-portal/models/material"
)

// formExtra is how many bytes the frame of a multipart body may add to its file.
const formExtra = 64 << 10

// Upload takes a file for a question of a draft or correction: the field "question" first, then the file. Large files over weak
// connections are better sent in pieces, by tus at /uploads.
func (a *API) Upload(c echo.Context) error {
	return a.act(c, func(draft uuid.UUID) error {
		r := c.Request()
		if r.ContentLength > material.MostBytes+formExtra {
			return fault.New(fault.TooLarge, "TOO_LARGE", "limit", material.MostBytes)
		}
		r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+formExtra)
		question, file, err := parts(r)
		if err != nil {
			return err
		}
		actor := auth.Actor(c)
		rule, err := a.Cases.UploadRule(r.Context(), actor, draft, question)
		if err != nil {
			return err
		}
		m, err := a.Materials.Receive(r.Context(), actor.PersonID, rule, file.FileName(), file)
		if err != nil {
			return err
		}
		return created(c, "/materials/"+m.ID.String(), m)
	})
}

// Enclose takes an officer's file for a case of his desks.
func (a *API) Enclose(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		actor := auth.Actor(c)
		rule, err := a.Cases.EnclosureRule(c.Request().Context(), actor, which)
		if err != nil {
			return err
		}
		return a.take(c, actor.AccountID, rule)
	})
}

// take receives the one file of a multipart body.
func (a *API) take(c echo.Context, owner uuid.UUID, rule material.Rule) error {
	r := c.Request()
	r.Body = http.MaxBytesReader(c.Response(), r.Body, material.MostBytes+formExtra)
	_, file, err := parts(r)
	if err != nil {
		return err
	}
	m, err := a.Materials.Receive(r.Context(), owner, rule, file.FileName(), file)
	if err != nil {
		return err
	}
	return created(c, "/materials/"+m.ID.String(), m)
}

const longestField = 100 // bytes of a field that goes before a file

// parts reads a multipart body up to its file: the question for which it is, if any, goes before.
func parts(r *http.Request) (question string, file *multipart.Part, err error) {
	fields, file, err := partsOf(r, "question")
	return fields["question"], file, err
}

// partsOf reads a multipart body up to its file; only fields of these names may go before it. Faults: UNSUPPORTED, MALFORMED, and by field
// UNKNOWN_FIELD and CHARACTER_NOT_STORABLE.
func partsOf(r *http.Request, names ...string) (fields map[string]string, file *multipart.Part, err error) {
	reader, err := r.MultipartReader()
	if err != nil {
		return nil, nil, fault.New(fault.Unsupported, "UNSUPPORTED").Because(err)
	}
	fields = map[string]string{}
	for range len(names) + 3 {
		part, err := reader.NextPart()
		name := ""
		if err == nil {
			name = part.FormName()
		}
		switch {
		case err != nil:
			return nil, nil, malformed(err)
		case part.FileName() != "":
			return fields, part, nil
		case !slices.Contains(names, name):
			return nil, nil, fault.Fields(fault.OneField("/"+escape(name), "UNKNOWN_FIELD"))
		}
		value, err := io.ReadAll(io.LimitReader(part, longestField))
		if err != nil {
			return nil, nil, malformed(err)
		}
		if fields[name] = string(value); !storable(fields[name]) {
			return nil, nil, fault.Fields(fault.OneField("/"+name, "CHARACTER_NOT_STORABLE"))
		}
	}
	return nil, nil, fault.New(fault.Malformed, "MALFORMED")
}

// Material tells what is known about an own upload.
func (a *API) Material(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		m, err := a.Materials.Own(c.Request().Context(), auth.Actor(c).PersonID, which)
		return or(c, http.StatusOK, m, err)
	})
}

// MaterialContent is an own upload, once it has been found clean.
func (a *API) MaterialContent(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		m, file, err := a.Materials.OpenOwn(c.Request().Context(), auth.Actor(c).PersonID, which)
		return deliver(c, m, file, err)
	})
}

// DiscardMaterial removes an upload that no answer names.
func (a *API) DiscardMaterial(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		return done(c, a.Materials.Discard(c.Request().Context(), auth.Actor(c).PersonID, which))
	})
}

// CaseMaterial is a material of a case, for an officer who may see the case.
func (a *API) CaseMaterial(c echo.Context) error {
	return a.act(c, func(which uuid.UUID) error {
		wanted, err := id(c, "material")
		if err != nil {
			return err
		}
		ctx := c.Request().Context()
		if _, err := a.Cases.Review(ctx, auth.Actor(c), which); err != nil {
			return err
		}
		m, file, err := a.Materials.OpenOf(ctx, which, wanted)
		return deliver(c, m, file, err)
	})
}

func deliver(c echo.Context, m material.Material, file io.ReadCloser, err error) error {
	if err != nil {
		return err
	}
	defer file.Close()
	return download(c, m.Mime, m.Name, file)
}
