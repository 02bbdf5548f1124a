package fault_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"

	"github.com/yiyang-police/permit-portal/models/fault"
)

func TestNewCarriesKindCodeAndParams(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		params []any
		want   map[string]any
	}{
		{nil, nil},
		{[]any{"limit", 10}, map[string]any{"limit": 10}},
		{[]any{"limit", 10, "unit", "MB"}, map[string]any{"limit": 10, "unit": "MB"}},
		{[]any{"limit", 10, "left over"}, map[string]any{"limit": 10}},
	} {
		e := fault.New(fault.TooLarge, "FILE_SIZE", c.params...)
		if e.Kind != fault.TooLarge || e.Code != "FILE_SIZE" || !reflect.DeepEqual(e.Params, c.want) {
			t.Errorf("%v gives %+v", c.params, e)
		}
	}
}

func TestFieldsIsNilWithoutFaults(t *testing.T) {
	t.Parallel()
	if err := fault.Fields(); err != nil {
		t.Errorf("no faulty field gives %v", err)
	}
	err := fault.Fields(
		fault.OneField("/answers/mobile", "PHONE_FORMAT"),
		fault.OneField("/answers/photo", "FILE_SIZE", "limit", 500),
	)
	e, ok := fault.As(err)
	if !ok || e.Kind != fault.Invalid || e.Code != "INVALID_FIELDS" || len(e.Fields) != 2 || e.Fields[1].Params["limit"] != 500 {
		t.Fatalf("got %+v", e)
	}
	if got, want := err.Error(), "INVALID_FIELDS /answers/mobile:PHONE_FORMAT /answers/photo:FILE_SIZE"; got != want {
		t.Errorf("reads %q, want %q", got, want)
	}
}

func TestBecauseKeepsTheOriginalAlone(t *testing.T) {
	t.Parallel()
	cause := errors.New("connection refused")
	down := fault.New(fault.Unavailable, "REGISTER_DOWN")
	err := down.Because(cause)
	if down.Cause != nil {
		t.Error("the shared fault was changed")
	}
	if !errors.Is(err, cause) || err.Error() != "REGISTER_DOWN: connection refused" {
		t.Errorf("got %v", err)
	}
}

func TestFaultIsFoundInAChain(t *testing.T) {
	t.Parallel()
	lost := fault.New(fault.Conflict, "LEASE_LOST")
	wrapped := fmt.Errorf("deciding: %w", lost.Because(errors.New("fence 7")))
	for _, c := range []struct {
		err  error
		code string
		is   bool
	}{
		{lost, "LEASE_LOST", true},
		{wrapped, "LEASE_LOST", true},
		{fault.New(fault.Forbidden, "FOUR_EYES"), "FOUR_EYES", false},
		{errors.New("LEASE_LOST"), "", false},
		{nil, "", false},
	} {
		if got := fault.Code(c.err); got != c.code {
			t.Errorf("code of %v is %q, want %q", c.err, got, c.code)
		}
		if _, ok := fault.As(c.err); ok != (c.code != "") {
			t.Errorf("As(%v) is %v", c.err, ok)
		}
		if got := errors.Is(c.err, lost); got != c.is {
			t.Errorf("errors.Is(%v, LEASE_LOST) is %v", c.err, got)
		}
	}
	if errors.Is(lost, errors.New("LEASE_LOST")) {
		t.Error("a fault equals a plain error")
	}
}
