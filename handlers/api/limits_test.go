package api

import (
	"os"
	"slices"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// given are days that the answers of the description name like limits, though nobody counts them with the calendar of working days.
var given = []string{
	"LeaveIn until", "Grant until", "Membership until", "Invitation until", "Member until", "Authorisation until", "NewMember until", "Decision until", // set by people
	"ArchiveRow keep_until",                           // in years
	"ReferralAnswerIn mend_by", "NewJusticePaper due", // sent, not answered
}

// A limit of an answer is labelled while its year is provisional (C-6): the description says so beside each, and each is known to the label.
func TestEveryLimitOfTheDescriptionHasItsLabel(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Components struct {
			Schemas map[string]any `yaml:"schemas"`
		} `yaml:"components"`
		Paths map[string]any `yaml:"paths"`
	}
	if err := yaml.Unmarshal(content, &doc); err != nil {
		t.Fatal(err)
	}
	looked := 0
	var walk func(string, any)
	walk = func(name string, node any) {
		switch x := node.(type) {
		case []any:
			for _, inner := range x {
				walk(name, inner)
			}
		case map[string]any:
			if properties, ok := x["properties"].(map[string]any); ok {
				looked += labelled(t, name, properties)
			}
			for _, inner := range x {
				walk(name, inner)
			}
		}
	}
	for name, schema := range doc.Components.Schemas {
		walk(name, schema)
	}
	for path, operations := range doc.Paths {
		walk(path, operations)
	}
	if looked < 20 {
		t.Errorf("only %d limits are described", looked)
	}
}

// labelled holds the limits among properties against their label and returns how many there are.
func labelled(t *testing.T, name string, properties map[string]any) (n int) {
	t.Helper()
	for key, value := range properties {
		p, ok := value.(map[string]any)
		if !ok || p["format"] != "date" || slices.Contains(given, name+" "+key) {
			continue
		}
		if !limits[key] {
			if key == "due" || key == "until" || strings.HasSuffix(key, "_due") || strings.HasSuffix(key, "_by") || strings.HasSuffix(key, "_until") {
				t.Errorf("%s gives %s, which the label does not know", name, key)
			}
			continue
		}
		n++
		if _, ok := properties[provisional]; !ok {
			t.Errorf("%s gives %s without its %s", name, key, provisional)
		}
	}
	return n
}
